# what: typing into the terminal from which the program was started
letter = ctypes.c_char(b"x")
for number in (0, 1, 2, 3):
    for request, name in ((0x5412, "TIOCSTI"), (0x541C, "TIOCLINUX"), (0x540E, "TIOCSCTTY"), (0x5410, "TIOCSPGRP"), (0x541D, "TIOCCONS")):
        unreachable("ioctl", number, request, ctypes.byref(letter), why=name)
        for high in (1 << 32, 1 << 62):
            # the kernel looks at the low 32 bits only: a compare of 64 bits would let this through
            unreachable("ioctl", number, request | high, ctypes.byref(letter), why=f"{name} with high bits")
for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"):
    denied("openat", -100, path, os.O_RDWR, 0)
unreachable("vhangup")
