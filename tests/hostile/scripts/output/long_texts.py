# expect: contained
# timeout: 20
# what: one very long text in every place that takes one
text = "long " * 400_000
for call in (lambda: print(text), lambda: log.info(text), lambda: progress(0.5, text), lambda: kpi(text, text), lambda: markdown(text), lambda: table(text, [{"a": text}]),
             lambda: finding([], text, check=text), lambda: save_output(text, "x")):
    try:
        call()
    except (TypeError, ValueError, OSError) as error:
        note(type(error).__name__)
result = {"breaches": _FOUND, "summary": text, "long": text}
