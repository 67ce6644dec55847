# what: locks, leases and notices on files that the window opens too
for folder in own_snapshot():
    for name in ("source.ifc", "index.sqlite"):
        descriptor = raw("openat", -100, os.path.join(folder, name), os.O_RDONLY, 0)
        if descriptor < 0:
            continue
        unreachable("flock", descriptor, 2 | 4)
        for command, value, what in ((1024, 0, "F_SETLEASE"), (1026, 0x1F, "F_NOTIFY"), (8, os.getppid(), "F_SETOWN"), (10, 9, "F_SETSIG")):
            unreachable("fcntl", descriptor, command, value, why=what)
        lock = struct.pack("hhqqi4x", 1, 0, 0, 0, 0)
        unreachable("fcntl", descriptor, 38, lock, why="F_OFD_SETLKW")
