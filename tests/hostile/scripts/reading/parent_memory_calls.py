# what: process_vm_readv, ptrace, pidfd_getfd, kcmp and process_madvise on supervisor and window
buffer = ctypes.create_string_buffer(4096)
local = struct.pack("QQ", ctypes.addressof(buffer), 4096)
remote = struct.pack("QQ", 0x400000, 4096)
for pid in [os.getppid(), *T["pids"], 1]:
    unreachable("process_vm_readv", pid, local, 1, remote, 1, 0, why=f"of {pid}")
    unreachable("process_vm_writev", pid, local, 1, remote, 1, 0, why=f"of {pid}")
    for request in (16, 0x4206):  # attach, seize
        unreachable("ptrace", request, pid, 0, 0, why=f"{request:#x} of {pid}")
    unreachable("kcmp", os.getpid(), pid, 0, 0, 0, why=f"with {pid}")
    handle = unreachable("pidfd_open", pid, 0, why=f"of {pid}")
    for number in range(8):
        unreachable("pidfd_getfd", handle if handle >= 0 else 0, number, 0)
unreachable("ptrace", 0, 0, 0, 0, why="traceme")
