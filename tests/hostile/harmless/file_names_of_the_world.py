# what: long names and names in other scripts
# files: Wände_außen_Öffnung.csv 壁の一覧表.csv стены.csv جدران.csv emoji_🧱.csv
for name in ("Wände_außen_Öffnung.csv", "壁の一覧表.csv", "стены.csv", "جدران.csv", "emoji_🧱.csv", "n" * 140 + ".csv"):
    save_output(name, pandas.DataFrame({"a": [1]}))
result = {"files": 6}
