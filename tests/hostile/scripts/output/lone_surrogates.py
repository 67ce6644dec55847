# expect: contained
# what: text that no UTF-8 can hold, everywhere
bad = "\ud800 \udfff \udc80"
for call in (lambda: print(bad), lambda: log.error(bad), lambda: progress(0.5, bad), lambda: kpi(bad, bad), lambda: markdown(bad), lambda: table(bad, [{bad: bad}]),
             lambda: finding([], bad, check=bad), lambda: save_output("bad.txt", bad), lambda: save_output(f"{bad}.txt", "x"), lambda: chart("bar", {bad: 1})):
    try:
        call()
    except (TypeError, ValueError, OSError) as error:
        note(type(error).__name__)
result = {"breaches": _FOUND, bad: bad, "summary": bad, "status": "PASS"}
