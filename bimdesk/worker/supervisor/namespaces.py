"""bubblewrap around the worker: an outer layer when it is asked for, the fallback where Landlock is missing.

The worker sees a file system of its own, with the runtime, what it was given and its run folder, and no other
process. Its paths must be known when it starts, so such a worker is never a warm spare.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bimdesk.worker.locks.kernel import landlock_abi
from bimdesk.worker.readable import SYSTEM

PLACES = ("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap")
INFO_FD = 5
"""Descriptor on which bubblewrap tells the worker's number in the supervisor's own namespace."""
INFO_S = 5.0
_KINDS = ("mnt", "pid", "net", "ipc")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_HIDDEN_IN_PROC = (
    "kallsyms", "kcore", "keys", "key-users", "kmsg", "latency_stats", "sched_debug", "sysrq-trigger",
    "timer_list", "timer_stats",
)  # fmt: skip
"""What /proc tells of the kernel and others. The rest is read-only: root could set options of the kernel."""
_FLAGS = ("--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL")


def find_bubblewrap() -> str:
    """The program, or ''. Not by PATH: the supervisor has none."""
    return next((place for place in PLACES if os.access(place, os.X_OK)), "")


def is_needed(*, wanted: bool, without: Iterable[str]) -> bool:
    """Whether the worker must be in namespaces: somebody wants it, or there is no Landlock."""
    return wanted or "landlock" in without or landlock_abi() == 0


def wrapped(argv: list[str], environment: dict[str, str], *, run: str, readable: Iterable[str]) -> list[str]:
    """The command that starts `argv` in namespaces of its own. bubblewrap must be there."""
    mounts = ["--proc", "/proc"]
    for name in _HIDDEN_IN_PROC:
        if Path("/proc", name).exists():
            mounts += ["--ro-bind", "/dev/null", f"/proc/{name}"]
    mounts += ["--remount-ro", "/proc"]
    for device in _DEVICES:
        mounts += ["--dev-bind", device, device]
    for path in dict.fromkeys((*SYSTEM, *runtime(), *readable)):
        mounts += ["--ro-bind-try", path, path]
    mounts += ["--bind", run, run, "--remount-ro", "/", "--chdir", run]
    variables = [word for name, value in environment.items() for word in ("--setenv", name, value)]
    head = [find_bubblewrap(), *_FLAGS, "--info-fd", str(INFO_FD), "--clearenv", *variables]
    return [*head, *mounts, "--", *argv]


def runtime() -> Iterator[str]:
    """Python, the environment that it is in (unknown to an interpreter without site), and bimdesk."""
    executable = Path(sys.executable)
    yield str(executable.parent.parent if _is_environment(executable) else executable)
    if sys.base_prefix != "/usr":
        yield str(Path(sys.base_prefix).resolve())
    else:
        yield str(executable.resolve())
    yield str(Path(__file__).resolve().parents[2])


def shared_namespace(pid: int) -> str:
    """The kind of namespace that process `pid` does not have of its own, as the kernel shows it; or ''."""
    for kind in _KINDS:
        try:
            if Path(f"/proc/{pid}/ns/{kind}").readlink() == Path(f"/proc/self/ns/{kind}").readlink():
                return kind
        except OSError:
            return kind
    return ""


def _is_environment(executable: Path) -> bool:
    return (executable.parent.parent / "pyvenv.cfg").is_file()


def read_child(descriptor: int) -> int:
    """The worker's process number as bubblewrap tells it; 0 where it does not (it failed)."""
    said = b""
    while select.select([descriptor], [], [], INFO_S)[0]:
        data = os.read(descriptor, 4096)
        said += data
        if not data or b"}" in said:
            break
    try:
        return int(json.loads(said)["child-pid"])
    except (ValueError, KeyError, TypeError):
        return 0
