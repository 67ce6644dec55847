# what: settings of the kernel and of other processes
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper",
             f"/proc/{os.getppid()}/oom_score_adj", f"/proc/{T['pids'][0]}/oom_score_adj", f"/proc/{os.getppid()}/mem",
             f"/proc/{T['pids'][0]}/comm", f"/proc/{T['pids'][0]}/clear_refs", "/proc/self/uid_map", "/proc/self/oom_score_adj",
             "/proc/self/attr/current", "/proc/self/coredump_filter", "/sys/fs/cgroup/cgroup.procs", "/proc/self/timerslack_ns",
             "/proc/self/mem", "/proc/self/sched", "/proc/self/autogroup"):
    for flags in (os.O_WRONLY, os.O_RDWR):
        if raw("openat", -100, path, flags, 0) >= 0:
            breach(f"{path} opened for writing")
