"""Namespaces around the whole suite, so that a hole in the wall is seen and not suffered.

As root the suite starts itself anew with processes, IPC and mounts of its own: /tmp, /var/tmp and /dev/shm
are empty memory file systems, so everything new there counts, disk is measured exactly, and killing the suite
ends all that it started. The wall under test is the same inside and outside.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bimdesk.worker.supervisor.namespaces import PLACES
from tests.hostile.options import Options

INSIDE = "BIMDESK_HOSTILE_INSIDE"
_READY = "BIMDESK_HOSTILE_READY"
SIZE = "6g"
_ROOT = Path(__file__).resolve().parents[2]
_VENV = Path("/tmp/bimdesk-venv")


def is_inside() -> bool:
    return os.environ.get(INSIDE) == "1"


def is_ready() -> bool:
    """Whether the folders are made: the suite was started again after that."""
    return os.environ.get(_READY) == "1"


def start_again(options: Options, arguments: Sequence[str]) -> int:
    """The suite once more, from what is in the checkout's place now; gives its exit code."""
    os.chdir(_ROOT)
    command = [sys.executable, "-m", "tests.hostile", *arguments]
    return _run(command, {**os.environ, _READY: "1"}, options)


def can_isolate() -> bool:
    """Whether this process may make namespaces."""
    return os.geteuid() == 0 and shutil.which("unshare") is not None


def start_inside(options: Options, arguments: Sequence[str]) -> int:
    """The suite again, in namespaces of its own; gives its exit code."""
    command = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--mount-proc", "--kill-child=KILL"]
    inner = [sys.executable, "-m", "tests.hostile", *arguments]
    environment = {**os.environ, INSIDE: "1", "PYTHONPATH": str(_ROOT), "TMPDIR": "/tmp"}
    if options.json is None:
        return _run([*command, *inner], environment, options)
    # Inside, the file may be hidden by another mount, or not be that user's to write: hand over a descriptor.
    with options.json.open("wb") as stream:
        given = replace(options, json_fd=stream.fileno())
        return _run([*command, *inner, f"--json-fd={given.json_fd}"], environment, given)


def make_room() -> None:
    """Empty folders in memory in place of those that everybody may write; a checkout in one stays seen."""
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        kept = Path("/mnt/bimdesk-checkout") if _ROOT.is_relative_to(folder) else None
        if kept is not None:
            kept.mkdir(exist_ok=True)
            _mount("--bind", str(_ROOT), str(kept))
        _mount("-t", "tmpfs", "-o", f"size={SIZE},mode=1777", "tmpfs", folder)
        if kept is not None:
            _ROOT.mkdir(parents=True)
            _mount("--bind", str(kept), str(_ROOT))
    queues = Path("/dev/mqueue")
    queues.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "mqueue", "none", str(queues)], check=False)


def freeze(commit: str) -> None:
    """Put a copy of a commit, and the suite as it is now, over the checkout: others work there."""
    copy = Path("/mnt/bimdesk")
    _mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", "/mnt")
    copy.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=_ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(copy)], input=archive, check=True)
    shutil.rmtree(copy / "tests" / "hostile", ignore_errors=True)
    shutil.copytree(_ROOT / "tests" / "hostile", copy / "tests" / "hostile")
    if (_ROOT / ".venv").is_dir():
        (copy / ".venv").mkdir()
        _mount("--bind", str(_ROOT / ".venv"), str(copy / ".venv"))
    _mount("--rbind", str(copy), str(_ROOT))


def hide_bubblewrap() -> None:
    """As on a machine that has none."""
    for place in PLACES:
        if Path(place).exists():
            _mount("--bind", "/dev/null", place)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def become(options: Options, arguments: Sequence[str]) -> int:
    """The suite again as another user, with a Python that this user can reach; gives its exit code."""
    user = pwd.getpwnam(options.user)
    python = _reachable_python()
    rest = [word for word in arguments if word != options.user and not word.startswith("--user")]
    command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    environment = {
        **os.environ,
        "HOME": "/tmp",
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        _READY: "1",
    }
    return _run([*command, str(python), "-m", "tests.hostile", *rest], environment, options)


def _run(command: list[str], environment: dict[str, str], options: Options) -> int:
    kept = (options.json_fd,) if options.json_fd >= 0 else ()
    return subprocess.run(command, env=environment, cwd=_ROOT, check=False, pass_fds=kept).returncode


def _reachable_python() -> Path:
    """This interpreter where anybody can run it, else a virtual environment of the system's Python."""
    if Path(sys.executable).resolve().is_relative_to("/usr"):
        return Path(sys.executable)
    system = Path("/usr/bin/python3")
    version = subprocess.run(
        [str(system), "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    )
    if tuple(map(int, version.stdout.split())) != sys.version_info[:2]:
        raise RuntimeError(
            f"{system} is another Python than {sys.executable}, and nobody else can reach this one"
        )
    subprocess.run([str(system), "-m", "venv", "--without-pip", "--symlinks", str(_VENV)], check=True)
    packages = Path(sysconfig.get_paths()["purelib"])
    inside = _VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    _mount("--bind", str(packages), str(inside))
    return _VENV / "bin" / "python"
