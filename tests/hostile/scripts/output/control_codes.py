# what: codes that clear screens, change titles, turn text round, hide what is meant
texts = ["\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1bP+q\x1b\\", "\u202egnp.exe\u202c", "\u2066hidden\u2069", "\x00", "\x08" * 20, "\r\roverwritten", "\x9b31m", "\u2028\u2029", "\ufeff",
         "\u200e\u200f", "a\u0300" * 500, "\x7f", "\x85", "\x0b\x0c"]
for text in texts:
    print(text)
    log.warning(text)
    progress(0.5, text)
    os.write(1, text.encode("utf-8", "surrogatepass") + b"\n")
    os.write(2, text.encode("utf-8", "surrogatepass") + b"\n")
    for call in (lambda: finding(None, text, check=text), lambda: finding([], text, check=text), lambda: kpi(text, 1, unit=text), lambda: markdown(text), lambda: table(text, [{text: text}]),
                 lambda: save_output(f"{text}.txt", text), lambda: chart("bar", {text: 1}, title=text)):
        try:
            call()
        except (TypeError, ValueError, OSError) as error:
            note(type(error).__name__)
result = {"breaches": _FOUND, "summary": "".join(texts), "status": "PASS", "".join(texts[:5]): "".join(texts)}
