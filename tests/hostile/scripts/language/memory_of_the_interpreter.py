# expect: not-success
# what: the interpreter's own memory overwritten
ctypes.memset(id(None) + 8, 0, 8)
ctypes.memset(id(sys.modules), 0xFF, 64)
ctypes.memset(id(True), 0xFF, 32)
print(None)
for _ in range(100):
    [].append(None)
list(entities)
