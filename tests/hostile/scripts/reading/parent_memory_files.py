# what: environ, mem, maps and descriptors of supervisor, window and harness in /proc
for pid in [os.getppid(), *T["pids"]]:
    for name in ("environ", "mem", "maps", "smaps", "pagemap", "auxv", "stack", "syscall", "io", "root/etc/shadow"):
        try:
            with open_(f"/proc/{pid}/{name}", "rb", buffering=0) as stream:
                leak(stream.read(65536))
                breach(f"/proc/{pid}/{name} opened")
        except OSError as error:
            note(error.strerror)
    for folder in ("fd", "task", "map_files", "fdinfo", "cwd", "ns"):
        attempt(f"/proc/{pid}/{folder} listed", lambda pid=pid, folder=folder: leak(os.listdir(f"/proc/{pid}/{folder}")))
    for number in range(64):
        try:
            leak(os.read(os.open(f"/proc/{pid}/fd/{number}", os.O_RDONLY | os.O_NONBLOCK), 4096))
            breach(f"/proc/{pid}/fd/{number} opened")
        except OSError:
            pass
