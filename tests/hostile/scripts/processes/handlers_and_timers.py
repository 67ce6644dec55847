# what: signals that the kernel sends to others on the script's behalf
pid = T["pids"][0]
event = struct.pack("QiiI44x", 0, 9, 4, pid)
timer = ctypes.c_int()
answer = raw("timer_create", 1, event, ctypes.byref(timer))
note(f"timer_create: {answer}")
for number in range(0, 20):
    for command, value, name in ((8, pid, "F_SETOWN"), (10, 9, "F_SETSIG"), (15, struct.pack("ii", 1, pid), "F_SETOWN_EX")):
        unreachable("fcntl", number, command, value, why=name)
        unreachable("fcntl", number, command | (1 << 32), value, why=f"{name} with high bits")
    unreachable("ioctl", number, 0x8901, struct.pack("i", pid), why="FIOSETOWN")
    unreachable("ioctl", number, 0x8902, struct.pack("i", pid), why="SIOCSPGRP")
    unreachable("ioctl", number, 0x5452, struct.pack("i", 1), why="FIOASYNC")
unreachable("mq_timedsend", 0, b"x", 1, 0, 0)
unreachable("signalfd4", -1, bytes(8), 8, 0)
