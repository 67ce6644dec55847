# what: os, sys and ctypes as attributes of the libraries that are given
numpy, pandas, ifcopenshell = module("numpy"), module("pandas"), module("ifcopenshell")
chains = ("numpy.ctypeslib.ctypes", "numpy.os", "numpy.f2py.os", "pandas.io.common.os", "pandas.compat.sys", "ifcopenshell.os", "ifcopenshell.sys",
          "pandas.io.common.mmap", "numpy.lib.npyio.os", "ifcopenshell.tempfile", "numpy.testing.sys")
reached = []
for chain in chains:
    first, *rest = chain.split(".")
    thing = {"numpy": numpy, "pandas": pandas, "ifcopenshell": ifcopenshell}[first]
    for name in rest:
        thing = getattr(thing, name, None)
    if thing is None:
        continue
    reached.append(chain)
    if hasattr(thing, "listdir"):
        attempt(f"keys listed by {chain}", thing.listdir, os.path.dirname(T["key_file"]))
    if hasattr(thing, "modules"):
        attempt(f"key by {chain}", thing.modules["io"].open, T["key_file"])
note(reached)
