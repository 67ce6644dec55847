# what: new namespaces and those of others
for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x08000000, 0x04000000, 0x02000000, 0x00000080, 0x00000400, 0x00000200):
    unreachable("unshare", flag, why=f"{flag:#x}")
    answer = raw("clone", flag | 17, 0, 0, 0, 0)
    if answer == 0:
        os._exit(0)
    if answer > 0:
        breach(f"clone {flag:#x}")
for pid in (os.getppid(), T["pids"][0], 1):
    for kind in ("mnt", "net", "pid", "user", "ipc"):
        handle = raw("openat", -100, f"/proc/{pid}/ns/{kind}", 0, 0)
        unreachable("setns", handle if handle >= 0 else 0, 0)
# a thread with a namespace of its own: the flags of a thread and one more
for flag in (0x00020000, 0x10000000, 0x40000000):
    answer = raw("clone", 0x3D0F00 | flag, 0, 0, 0, 0)
    if answer == 0:
        os._exit(0)
    if answer > 0:
        breach(f"clone of a thread with {flag:#x}")
