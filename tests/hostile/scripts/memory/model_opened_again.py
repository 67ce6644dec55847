# expect: contained
# timeout: 20
# memory: 256
# what: the model opened again and again, in native memory
ifcopenshell = module("ifcopenshell")
path = next(os.path.join(folder, "source.ifc") for folder in own_snapshot())
kept = []
for _ in range(400):
    kept.append(ifcopenshell.open(path))
