# what: files that run as another user, and modes that hide them
attempt("umask", os.umask, 0)
for name, mode in (("suid", 0o4777), ("sgid", 0o2777), ("sticky", 0o1777), ("unreadable", 0o000), ("world", 0o777)):
    descriptor = raw("openat", -100, name, os.O_WRONLY | os.O_CREAT, mode)
    if descriptor >= 0:
        os.write(descriptor, b"#!/bin/sh\n")
    unreachable("chmod", name, mode)
    if descriptor >= 0:
        unreachable("fchmod", descriptor, mode)
attempt("a folder nobody may read", os.mkdir, "closed", 0o000)
