# what: error texts, warnings and tracebacks that would quote the file
for text in (f"import {T['key_file']}", "x ="):
    try:
        _builtins.compile(text, T["key_file"], "exec")
    except SyntaxError as error:
        leak(module("traceback").format_exc())
        leak(str(error.text))
code = _builtins.compile("\n\nraise ValueError('here')", T["key_file"], "exec")
try:
    _builtins.exec(code)
except ValueError:
    leak(module("traceback").format_exc())
attempt("faulthandler into a file", lambda: module("faulthandler").enable(open_(T["key_file"], "a")))
attempt("runpy", lambda: module("runpy").run_path(T["key_file"]))
attempt("configparser", lambda: leak(module("configparser").ConfigParser().read(T["key_file"]) or 1 / 0))
