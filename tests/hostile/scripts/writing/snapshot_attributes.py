# what: mode, owner, times and attributes of the model's files, by path and by descriptor
times = struct.pack("qqqq", 1, 0, 1, 0)
for folder in own_snapshot():
    for name in ("source.ifc", "index.sqlite", ""):
        path = os.path.join(folder, name)
        for call, arguments in (
            ("chmod", (path, 0o777)), ("fchmodat", (-100, path, 0o777)), ("fchmodat2", (-100, path, 0o777, 0)), ("chown", (path, 0, 0)),
            ("lchown", (path, 0, 0)), ("fchownat", (-100, path, 0, 0, 0)), ("utimensat", (-100, path, times, 0)), ("utime", (path, 0)),
            ("utimes", (path, 0)), ("futimesat", (-100, path, 0)), ("setxattr", (path, "user.x", b"y", 1, 0)),
            ("lsetxattr", (path, "user.x", b"y", 1, 0)), ("removexattr", (path, "user.x")),
        ):
            unreachable(call, *arguments, why=name)
        descriptor = raw("openat", -100, path, os.O_RDONLY, 0)
        if descriptor >= 0:
            unreachable("fchmod", descriptor, 0o777)
            unreachable("fchown", descriptor, 0, 0)
            unreachable("utimensat", descriptor, 0, times, 0)
            unreachable("fsetxattr", descriptor, "user.x", b"y", 1, 0)
            denied("ftruncate", descriptor, 0)
            unreachable("fallocate", descriptor, 0, 0, 10)
            flags = ctypes.c_int(0x10)
            unreachable("ioctl", descriptor, 0x40086602, ctypes.byref(flags), why="FS_IOC_SETFLAGS")
