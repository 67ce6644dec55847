# what: call numbers with bits that one side may cut off and the other may not, x32's numbers without their bit
SOCKET, FORK = (41, 57) if X86 else (198, 220)
for bits in (1 << 32, 1 << 33, 1 << 62, -(1 << 63)):
    answer = raw(SOCKET | bits, 2, 1, 0)
    if answer >= 0:
        breach(f"a socket by {SOCKET | bits:#x}")
    answer = raw(NR["kill"] | bits, os.getppid(), 0)
    if answer >= 0:
        breach(f"a signal by {NR['kill'] | bits:#x}")
if X86:
    for number in range(512, 548):  # before Linux 5.4 these were x32's calls for anybody
        answer = raw(number, -1, -1, -1, -1, -1, -1)
        if -answer not in EFFECT_FREE:
            breach(f"{number} reached the kernel: {answer}")
high = 1 << 32
for call, arguments in (
    ("ioctl", (0, 0x5412 | high, address(b"x"))),  # TIOCSTI
    ("ioctl", (0, 0x541C | high, address(b"x"))),  # TIOCLINUX
    ("fcntl", (0, 8 | high, os.getppid())),  # F_SETOWN
    ("fcntl", (0, 1031 | high, 1 << 20)),  # F_SETPIPE_SZ
    ("clone", (0x10000000 | high | 17, 0, 0, 0, 0)),  # NEWUSER
    ("clone", (17 | high, 0, 0, 0, 0)),
    ("prlimit64", (os.getppid() | high, 7, 0, bytes(16))),
    ("prlimit64", (0, 7, high, 0)),
    ("tgkill", (os.getppid() | high, os.getppid(), 0)),
    ("openat", (-100, T["key_file"], os.O_RDONLY | high, 0)),
    ("openat", (-100, "made", 0o20200000 | 2 | high, 0o600)),  # O_TMPFILE
):
    denied(call, *arguments, why="with a high half")
if raw("close_range", 60, 70, 2 | high) >= 0:
    breach("close_range unshares")
