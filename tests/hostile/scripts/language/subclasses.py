# what: from a bare tuple to the operating system
found = {}
for kind in ().__class__.__base__.__subclasses__():
    holder = getattr(kind, "__init__", None)
    names = getattr(holder, "__globals__", {})
    for name in ("sys", "os", "subprocess", "socket", "io", "builtins"):
        if name in names and hasattr(names[name], "__spec__"):
            found[name] = names[name]
note(sorted(found))
if "os" in found:
    try:
        found["os"].listdir(os.path.dirname(T["key_file"]))
        breach("a folder listed by way of object's subclasses")
    except OSError as error:
        note(error)
    if found["os"].system("true") == 0:
        breach("a program run by way of object's subclasses")
