# what: raising the own limits again
for resource_ in range(16):
    unreachable("setrlimit", resource_, struct.pack("QQ", 2**64 - 1, 2**64 - 1))
    unreachable("prlimit64", 0, resource_, struct.pack("QQ", 2**64 - 1, 2**64 - 1), 0, why="raised")
    unreachable("prlimit64", os.getpid(), resource_, struct.pack("QQ", 10**15, 10**15), 0, why="raised, by pid")
unreachable("setpriority", 0, 0, -20)
if raw("sched_setscheduler", 0, 1, struct.pack("i", 99)) >= 0:
    breach("real-time scheduling")
