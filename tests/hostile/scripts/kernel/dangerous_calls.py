# what: calls that only an administrator has a use for: refused before the kernel looks at them
for call, arguments in (
    ("mount", ("none", "/tmp", "tmpfs", 0, 0)), ("umount2", ("/nonexistent", 2)), ("pivot_root", (".", ".")), ("swapon", ("x", 0)), ("swapoff", ("x",)),
    ("reboot", (0, 0, 0, 0)), ("sethostname", ("x", -1)), ("setdomainname", ("x", -1)), ("iopl", (3,)), ("ioperm", (0, 1, 1)), ("init_module", (0, 0, "")),
    ("finit_module", (0, "", 0)), ("delete_module", ("x", 0)), ("kexec_load", (0, 0, 0, 0)), ("kexec_file_load", (0, 0, 0, 0, 0)), ("acct", (0,)),
    ("settimeofday", (0, 0)), ("clock_settime", (1, bytes(16))), ("adjtimex", (bytes(208),)), ("clock_adjtime", (0, bytes(208))), ("syslog", (10, 0, 0)),
    ("quotactl", (0, 0, 0, 0)), ("quotactl_fd", (0, 0, 0, 0)), ("bpf", (0, bytes(128), 128)), ("bpf", (5, bytes(128), 128)),
    ("perf_event_open", (bytes(128), 0, -1, -1, 0)), ("lookup_dcookie", (0, 0, 0)), ("vhangup", ()), ("uselib", ("x",)), ("ustat", (0, bytes(32))),
    ("open_tree", (-100, ".", 1)), ("move_mount", (0, "", 0, "", 0)), ("fsopen", ("tmpfs", 0)), ("fsconfig", (0, 0, 0, 0, 0)), ("fsmount", (0, 0, 0)),
    ("fspick", (-100, "/", 0)), ("mount_setattr", (-100, "/", 0, bytes(32), 32)), ("statmount", (bytes(24), bytes(512), 512, 0)),
    ("listmount", (bytes(24), bytes(64), 8, 0)), ("open_tree_attr", (-100, ".", 1, 0, 0)), ("process_mrelease", (0, 0)), ("setxattrat", (-100, ".", 0, "x", 0, 0)),
    ("lsm_set_self_attr", (0, 0, 0, 0)), ("personality", (0x0040000,)), ("modify_ldt", (0, 0, 0)),
):
    unreachable(call, *arguments)
