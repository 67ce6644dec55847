# expect: contained
# what: what the supervisor wrote to the worker, read again; and written to
for number in range(0, 10):
    try:
        os.set_blocking(number, False)
        leak(os.read(number, 65536))
    except OSError as error:
        note(error)
    raw("write", number, b'{"cancel": true}\n', 17)
gc = module("gc")
for thing in gc.get_objects():
    if isinstance(thing, dict) and "canary" in thing and isinstance(thing.get("canary"), str):
        attempt("the canary", lambda thing=thing: leak(open_(thing["canary"]).read()))
for folder in ("..", "../..", os.path.dirname(os.getcwd())):
    attempt(f"{folder} listed", lambda folder=folder: leak(names_in(folder)))
    for name in ("canary", "lock"):
        path = os.path.join(folder, name)
        attempt(f"{name} read", lambda path=path: leak(open_(path).read()))
        attempt(f"{name} written", lambda path=path: open_(path, "w"))
        denied("unlink", path)
