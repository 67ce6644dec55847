# expect: contained
# what: the private key by IfcOpenShell, which crashes on a file that it may not read
ifcopenshell = module("ifcopenshell")
for path in (T["key_file"], os.path.join(T["other_version"], "source.ifc")):
    try:
        leak(ifcopenshell.open(path).to_string())
        breach(f"{path} opened by IfcOpenShell")
    except OSError as error:
        note(error)
