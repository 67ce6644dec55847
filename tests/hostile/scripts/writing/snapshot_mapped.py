# what: shared writable mappings of files that are open for reading
numpy = module("numpy")
for folder in own_snapshot():
    for name in ("source.ifc", "index.sqlite"):
        path = os.path.join(folder, name)
        descriptor = raw("openat", -100, path, os.O_RDONLY, 0)
        if descriptor < 0:
            continue
        denied("mmap", 0, 4096, 3, 1, descriptor, 0, why="shared, writable")
        where = raw("mmap", 0, 4096, 1, 1, descriptor, 0)
        if where > 0:
            denied("mprotect", where, 4096, 3, why="of a shared mapping")
        attempt("numpy.memmap r+", numpy.memmap, path, dtype="u1", mode="r+")
        denied("sendfile", descriptor, descriptor, 0, 10)
        denied("write", descriptor, b"x", 1)
