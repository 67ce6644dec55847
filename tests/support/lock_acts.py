"""What a locked process tries: forbidden acts, by Python and by the C library, and harmless ones."""

# ruff: noqa: PTH101, PTH102, PTH104, PTH106, PTH108, PTH115, PTH208, PTH211

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bimdesk.worker.locks import kernel

libc = ctypes.CDLL(None, use_errno=True)
MACHINE = kernel.architecture()
NEW_CALLS = {"io_uring_setup": 425, "pidfd_open": 434, "openat2": 437, "mount_setattr": 442, "landlock": 444}
OLD_CALLS = {  # x86_64, aarch64
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "kcmp": (312, 272),
    "add_key": (248, 217),
    "timer_create": (222, 107),
    "mq_open": (240, 180),
    "pivot_root": (155, 41),
    "seccomp": (317, 277),
    "name_to_handle_at": (303, 264),
    "rt_sigqueueinfo": (129, 138),
    "process_vm_writev": (311, 271),
    "splice": (275, 76),
    "vmsplice": (278, 75),
    "remap_file_pages": (216, 234),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "ioprio_set": (251, 30),
    "sync": (162, 81),
    "mlockall": (151, 230),
    "clone": (56, 220),
    "umask": (95, 166),
}


@dataclass(frozen=True)
class Folders:
    run: str
    snapshot: str
    outside: str
    canary: str


Act = Callable[[Folders], object]


def call(number: int, *arguments: object) -> int:
    """A raw system call; raises OSError."""
    result = libc.syscall(
        ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    )
    return checked(result)


def checked(result: int) -> int:
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def old(name: str, *arguments: object) -> int:
    return call(OLD_CALLS[name][0 if MACHINE == "x86_64" else 1], *arguments)


def in_thread(act: Callable[[], object]) -> None:
    """Do it in a thread that starts after the locks; raises what it raised."""
    errors: list[OSError] = []

    def body() -> None:
        try:
            act()
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]


def open_close(path: str, flags: int, mode: int = 0o600) -> None:
    os.close(os.open(path, flags, mode))


def _shell(folders: Folders) -> None:
    if libc.system(b"true") != 0:
        raise PermissionError(errno.EPERM, "no shell")


FILES: dict[str, Act] = {
    "read the canary": lambda f: open_close(f.canary, os.O_RDONLY),
    "read the canary in a thread": lambda f: in_thread(lambda: open_close(f.canary, os.O_RDONLY)),
    "read by a path with dots": lambda f: open_close(f"{f.run}/../outside/canary", os.O_RDONLY),
    "list outside": lambda f: os.listdir(f.outside),
    "read /proc/self/environ": lambda f: open_close("/proc/self/environ", os.O_RDONLY),
    "read the parent's memory file": lambda f: open_close(f"/proc/{os.getppid()}/mem", os.O_RDONLY),
    "read a link of the parent": lambda f: os.readlink(f"/proc/{os.getppid()}/cwd"),
    "read the passwords": lambda f: open_close("/etc/passwd", os.O_RDONLY),
    "write the canary": lambda f: open_close(f.canary, os.O_WRONLY),
    "empty the canary by reading": lambda f: open_close(f.canary, os.O_RDONLY | os.O_TRUNC),
    "empty the snapshot by reading": lambda f: open_close(f"{f.snapshot}/source.ifc", os.O_TRUNC),
    "empty the snapshot by access mode 3": lambda f: open_close(f"{f.snapshot}/source.ifc", 3 | os.O_TRUNC),
    "empty the snapshot by writing": lambda f: open_close(
        f"{f.snapshot}/source.ifc", os.O_WRONLY | os.O_TRUNC
    ),
    "cut the snapshot by path": lambda f: os.truncate(f"{f.snapshot}/source.ifc", 1),
    "create in the snapshot": lambda f: open_close(f"{f.snapshot}/new", os.O_CREAT | os.O_WRONLY),
    "create outside": lambda f: open_close(f"{f.outside}/new", os.O_CREAT | os.O_WRONLY),
    "make a folder in the snapshot": lambda f: os.mkdir(f"{f.snapshot}/new"),
    "remove a folder of the snapshot": lambda f: os.rmdir(f"{f.snapshot}/folder"),
    "remove the snapshot's file": lambda f: os.unlink(f"{f.snapshot}/source.ifc"),
    "move the snapshot's file out": lambda f: os.rename(f"{f.snapshot}/source.ifc", f"{f.run}/stolen"),
    "move a file into the snapshot": lambda f: (
        Path(f.run, "a").touch(),
        os.rename(f"{f.run}/a", f"{f.snapshot}/a"),
    ),
    "link the canary": lambda f: os.link(f.canary, f"{f.run}/linked"),
    "link the snapshot's file": lambda f: os.link(f"{f.snapshot}/source.ifc", f"{f.run}/linked"),
    "make a symbolic link": lambda f: os.symlink(f.canary, f"{f.run}/symbolic"),
    "make a fifo": lambda f: os.mkfifo(f"{f.run}/fifo"),
    "make a device": lambda f: os.mknod(f"{f.run}/device", 0o20600, os.makedev(1, 3)),
    "a file without a name": lambda f: open_close(f.run, os.O_TMPFILE | os.O_RDWR),
    "a file that its owner cannot read": lambda f: open_close(
        f"{f.run}/blind", os.O_CREAT | os.O_WRONLY, 0o200
    ),
    "a folder that cannot be listed": lambda f: os.mkdir(f"{f.run}/hidden", 0o300),
    "a file for root": lambda f: open_close(f"{f.run}/suid", os.O_CREAT | os.O_WRONLY, 0o4700),
    "change the mode outside": lambda f: os.chmod(f.canary, 0o777),
    "change the mode inside": lambda f: os.chmod(f.run, 0o755),
    "change the owner": lambda f: os.chown(f.run, os.getuid(), os.getgid()),
    "change the times": lambda f: os.utime(f.canary, (1, 1)),
    "change the times by descriptor": lambda f: os.utime(
        os.open(f"{f.snapshot}/source.ifc", os.O_RDONLY), (1, 1)
    ),
    "set an attribute": lambda f: os.setxattr(f.run, "user.a", b"1"),
    "read an attribute": lambda f: os.listxattr(f.outside),
    "change the folder": lambda f: os.chdir(f.outside),
    "change the root": lambda f: os.chroot(f.run),
    "lock the snapshot": lambda f: fcntl.flock(
        os.open(f"{f.snapshot}/source.ifc", os.O_RDONLY), fcntl.LOCK_SH
    ),
    "lock a range": lambda f: fcntl.lockf(os.open(f"{f.snapshot}/source.ifc", os.O_RDONLY), fcntl.LOCK_SH),
    "lease the snapshot": lambda f: fcntl.fcntl(
        os.open(f"{f.snapshot}/source.ifc", os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK
    ),
    "watch the snapshot": lambda f: checked(libc.inotify_init1(0)),
    "watch everything": lambda f: checked(libc.fanotify_init(0, 0)),
    "mount": lambda f: checked(libc.mount(b"none", os.fsencode(f.run), b"tmpfs", 0, None)),
    "unmount": lambda f: checked(libc.umount2(os.fsencode(f.run), 2)),
    "pivot the root": lambda f: old("pivot_root", os.fsencode(f.run), os.fsencode(f.run)),
    "open by handle": lambda f: old("name_to_handle_at", -100, b"/", ctypes.create_string_buffer(256), 0, 0),
    "change the umask": lambda f: old("umask", 0o777),
    "write the kernel's log": lambda f: open_close("/dev/kmsg", os.O_WRONLY),
}

NETWORK: dict[str, Act] = {
    "a TCP socket": lambda f: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "a UDP socket": lambda f: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "an MPTCP socket": lambda f: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262),
    "a unix socket": lambda f: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "a pair of sockets": lambda f: socket.socketpair(),
    "a netlink socket": lambda f: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "a raw socket": lambda f: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0),
    "a virtual machine socket": lambda f: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM),
    "a memory file": lambda f: os.memfd_create("x"),
    "shared memory": lambda f: checked(libc.shmget(0, 4096, 0o1600)),
    "a semaphore": lambda f: checked(libc.semget(0, 1, 0o1600)),
    "a message queue": lambda f: checked(libc.msgget(0, 0o1600)),
    "a POSIX message queue": lambda f: old("mq_open", b"x", os.O_CREAT | os.O_RDWR, 0o600, 0),
    "an event descriptor": lambda f: os.eventfd(0),
    "splice": lambda f: old("splice", 0, 0, 1, 0, 1, 0),
}

PROCESSES: dict[str, Act] = {
    "fork": lambda f: os.fork() or os._exit(0),
    "fork by clone": lambda f: old("clone", int(signal.SIGCHLD), 0, 0, 0, 0) or os._exit(0),
    "spawn": lambda f: os.posix_spawn("/bin/true", ["true"], {}),
    "execute": lambda f: os.execv("/bin/true", ["true"]),
    "execute by descriptor": lambda f: os.execve(os.open("/usr/bin/env", os.O_RDONLY), ["env"], {}),
    "shell": _shell,
    "signal the parent": lambda f: os.kill(os.getppid(), 0),
    "signal all": lambda f: os.kill(-1, 0),
    "signal the parent's group": lambda f: os.killpg(os.getpgid(os.getppid()), 0),
    "signal itself by kill": lambda f: os.kill(os.getpid(), 0),
    "queue a signal": lambda f: old("rt_sigqueueinfo", os.getppid(), 0, ctypes.create_string_buffer(128)),
    "a thread of the parent": lambda f: checked(libc.tgkill(os.getppid(), os.getppid(), 0)),
    "a descriptor of the parent": lambda f: call(NEW_CALLS["pidfd_open"], os.getppid(), 0),
    "trace the parent": lambda f: checked(libc.ptrace(16, os.getppid(), None, None)),
    "be traced": lambda f: checked(libc.ptrace(0, 0, None, None)),
    "compare with the parent": lambda f: old("kcmp", os.getpid(), os.getppid(), 0, 0, 0),
    "write the parent's memory": lambda f: old("process_vm_writev", os.getppid(), 0, 0, 0, 0, 0),
    "renice the parent": lambda f: os.setpriority(os.PRIO_PROCESS, os.getppid(), 10),
    "renice itself": lambda f: os.nice(1),
    "the parent's processors": lambda f: os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0)),
    "the parent's scheduler": lambda f: os.sched_setscheduler(os.getppid(), 0, os.sched_param(0)),
    "the parent's disk priority": lambda f: old("ioprio_set", 1, os.getppid(), 0),
    "the parent's limits": lambda f: resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0)),
    "the parent's limits, reading": lambda f: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
    "its own limits": lambda f: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "a new session": lambda f: os.setsid(),
    "another group": lambda f: os.setpgid(0, 0),
    "another user": lambda f: os.setuid(os.getuid()),
    "another group id": lambda f: os.setgid(os.getgid()),
    "outlive the parent": lambda f: checked(libc.prctl(1, 0)),
    "hide from the supervisor": lambda f: checked(libc.prctl(4, 0)),
    "take the locks off": lambda f: checked(libc.prctl(38, 0)),
    "a namespace": lambda f: checked(libc.unshare(0x10000000)),
    "descriptors of its own": lambda f: checked(libc.unshare(0x400)),
    "another personality": lambda f: checked(libc.personality(0x0040000)),
    "an alarm": lambda f: signal.setitimer(signal.ITIMER_REAL, 1000),
    "a timer": lambda f: old("timer_create", 0, 0, ctypes.create_string_buffer(8)),
}

KERNEL: dict[str, Act] = {
    "io_uring": lambda f: call(NEW_CALLS["io_uring_setup"], 1, ctypes.create_string_buffer(120)),
    "a Landlock rule set": lambda f: call(NEW_CALLS["landlock"], 0, 0, 1),
    "another filter": lambda f: old("seccomp", 1, 0, 0),
    "a BPF program": lambda f: old("bpf", 0, 0, 0),
    "performance counters": lambda f: old("perf_event_open", 0, 0, -1, -1, 0),
    "page faults": lambda f: old("userfaultfd", 0),
    "keys": lambda f: old("keyctl", 0, -3, 0),
    "a key": lambda f: old("add_key", b"user", b"x", b"x", 1, -3),
    "the kernel's messages": lambda f: old("syslog", 10, 0, 0),
    "swap": lambda f: old("swapon", b"/x", 0),
    "flush all disks": lambda f: old("sync") or (_ for _ in ()).throw(AssertionError("sync was let through")),
    "lock memory": lambda f: old("mlockall", 1),
    "type into the terminal": lambda f: fcntl.ioctl(0, 0x5412, b"x"),
    "a mount's attributes": lambda f: call(NEW_CALLS["mount_setattr"], -100, b"/", 0, 0, 0),
}

REFUSED: dict[str, Act] = FILES | NETWORK | PROCESSES | KERNEL


def _write_read(folders: Folders) -> None:
    path = Path(folders.run, "own")
    path.write_bytes(b"abc" * 1000)
    with path.open("r+b") as file:
        file.truncate(10)
        os.fsync(file.fileno())
    assert path.read_bytes() == b"abcabcabca"
    path.write_bytes(b"")
    path.rename(path.with_name("other"))
    path.with_name("other").unlink()


def _folders(folders: Folders) -> None:
    inner = Path(folders.run, "deep", "er")
    inner.mkdir(parents=True)
    (inner / "file").write_text("x")
    shutil.move(inner / "file", Path(folders.run, "moved"), copy_function=shutil.copyfile)
    Path(folders.run, "moved").unlink()
    shutil.rmtree(Path(folders.run, "deep"))


def _mapping(folders: Folders) -> None:
    file = os.open(Path(folders.snapshot, "source.ifc"), os.O_RDONLY)
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped[:3] == b"ISO"
    os.close(file)


def _temporary(folders: Folders) -> None:
    with tempfile.TemporaryDirectory(dir=folders.run) as folder, tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")


def _threads(folders: Folders) -> None:
    threads = [threading.Thread(target=time.sleep, args=(0.001,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _signal_itself(folders: Folders) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def _reserve(folders: Folders) -> None:
    with Path(folders.run, "room").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 100_000)
    assert Path(folders.run, "room").stat().st_size == 100_000
    Path(folders.run, "room").unlink()


HARMLESS: dict[str, Act] = {
    "write, cut, rename, remove": _write_read,
    "folders, moving between them": _folders,
    "read the snapshot": lambda f: Path(f.snapshot, "source.ifc").read_bytes(),
    "list the snapshot": lambda f: os.listdir(f.snapshot),
    "map the snapshot": _mapping,
    "copy from the snapshot": lambda f: shutil.copyfile(f"{f.snapshot}/source.ifc", f"{f.run}/copy"),
    "temporary files": _temporary,
    "threads": _threads,
    "signal itself": _signal_itself,
    "reserve room": _reserve,
    "/dev/null": lambda f: Path("/dev/null").write_bytes(b"x"),
    "/dev/urandom": lambda f: open_close("/dev/urandom", os.O_RDONLY),
    "random bytes": lambda f: os.urandom(8),
    "time": lambda f: (time.sleep(0), time.time(), time.process_time(), time.localtime()),
    "read its own limits": lambda f: resource.getrlimit(resource.RLIMIT_AS),
    "import from the runtime": lambda f: __import__("decimal"),
    "count the processors": lambda f: os.sched_getaffinity(0),
    "a pipe": lambda f: [os.close(end) for end in os.pipe()],
    "the run folder is the working directory": lambda f: Path("here").write_bytes(b""),
}


def try_all(
    acts: dict[str, Act], attempt: Callable[[str, Callable[[], object]], None], folders: Folders
) -> None:
    """Try each; `attempt` notes what came of it."""
    for name, act in acts.items():
        attempt(name, lambda act=act: act(folders))
