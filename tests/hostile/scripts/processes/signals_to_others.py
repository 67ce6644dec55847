# what: kill, tkill, tgkill, sigqueue and pidfd signals to supervisor, window, harness and groups
signals = (0, 18)
parent = os.getppid()
for pid in (parent, *T["pids"]):
    for number in signals:
        answer = unreachable("kill", pid, number, why=f"{number} to {pid}")
        if answer >= 0:
            break  # it works: no harder ones
        for call, arguments in (("tkill", (pid, number)), ("tgkill", (pid, pid, number)), ("rt_sigqueueinfo", (pid, number, bytes(128))),
                                ("rt_tgsigqueueinfo", (pid, pid, number, bytes(128)))):
            if raw(call, *arguments) >= 0:
                breach(f"{call} {number} to {pid}")
    handle = raw("pidfd_open", pid, 0)
    if handle >= 0 and raw("pidfd_send_signal", handle, 0, 0, 0) >= 0:
        breach(f"pidfd_send_signal to {pid}")
attempt("os.kill", os.kill, parent, 0)
attempt("os.killpg", os.killpg, os.getpgid(parent), 0)
