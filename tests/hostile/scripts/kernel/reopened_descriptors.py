# what: own descriptors opened anew with other rights, through /proc/self/fd
for number in range(0, 20):
    for folder in ("/proc/self/fd", "/dev/fd", f"/proc/{os.getpid()}/fd", "/proc/thread-self/fd"):
        for flags in (os.O_RDWR, os.O_WRONLY | os.O_TRUNC, os.O_RDWR | os.O_APPEND):
            answer = raw("openat", -100, f"{folder}/{number}", flags | os.O_NONBLOCK, 0)
            if answer < 0:
                continue
            target = os.readlink(f"/proc/self/fd/{answer}")
            if not target.startswith((os.getcwd(), "pipe:")):  # its own pipes end at the supervisor, either way
                breach(f"descriptor {number} opened anew: {target}")
            os.close(answer)
