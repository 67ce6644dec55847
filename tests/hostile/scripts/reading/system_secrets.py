# what: password hashes, machine keys, kernel memory, devices
for path in ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/ssh/ssh_host_ed25519_key", "/proc/kcore", "/proc/kallsyms",
             "/dev/mem", "/dev/kmem", "/dev/port", "/proc/1/environ", "/dev/sda", "/dev/vda", "/dev/input/event0", "/dev/kvm",
             "/dev/fuse", "/dev/tty", "/dev/ptmx", "/dev/net/tun", "/sys/kernel/debug", "/proc/sysrq-trigger", "/proc/keys",
             "/var/log/syslog", "/proc/net/tcp", "/proc/net/unix", "/etc/machine-id"):
    if os.getpid() == 1 and path.startswith(("/proc/1/", "/proc/net/")):
        continue  # in namespaces of its own that is itself, and a network of nothing
    for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_RDWR | os.O_NONBLOCK):
        if raw("openat", -100, path, flags, 0) >= 0:
            breach(f"{path} opened")
