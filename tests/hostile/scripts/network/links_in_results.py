# what: addresses in markdown, tables, charts and names: showing them must not fetch them
url = f"http://127.0.0.1:{T['tcp4']}/pixel.png"
local = "file://" + T["key_file"]
for address_ in (url, local, T["key_file"], "qrc:/x", f"//127.0.0.1:{T['tcp4']}/x"):
    markdown(f"![picture]({address_}) [link]({address_})\n\n<img src='{address_}'><iframe src='{address_}'></iframe><link rel=stylesheet href='{address_}'>"
             f"<style>@import url({address_}); body {{background: url({address_})}}</style><object data='{address_}'></object>")
    table(f"<img src='{address_}'>", [{f"<img src='{address_}'>": f"<img src='{address_}'>", "url": address_}])
    kpi(f"<img src='{address_}'>", f"<img src='{address_}'>", unit=f"<img src='{address_}'>")
    log.info(f"<img src='{address_}'>")
    progress(0.5, f"<img src='{address_}'>")
result["summary"] = f"<img src='{url}'><img src='{local}'>"
