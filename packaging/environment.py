"""The checkout's own `.venv`: made once, made anew when the lock file changes. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from system_libraries import Need

if TYPE_CHECKING:  # Python 3.8 cannot evaluate it, and must get as far as the sentence about its age
    Say = Callable[[str], None]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
STAMP = VENV / "bimdesk-setup.txt"
FONTS = (
    "from bimdesk.paths import default_paths; from bimdesk.services.fonts import prepare_fonts; "
    "prepare_fonts(default_paths())"
)
"""Makes the list of fonts that scripts draw charts with: a second, which the first chart need not wait."""


def python() -> Path:
    """The interpreter inside `.venv`."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def lock_file(extra: str) -> Path:
    """`requirements.lock` for the program alone, `requirements-dev.lock` with what tests and checks need."""
    return ROOT / ("requirements.lock" if extra == "" else "requirements-dev.lock")


def fingerprint(extra: str) -> str:
    """Changes with the lock file, the project's metadata and the interpreter."""
    parts = [f"{extra} {sys.version_info[:2]}".encode()]
    parts += [path.read_bytes() for path in (lock_file(extra), ROOT / "pyproject.toml")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready(extra: str) -> bool:
    """Whether `.venv` holds what the lock file says; an environment with the tests' extras serves both."""
    try:
        done = STAMP.read_text(encoding="utf-8").split()
    except OSError:
        return False
    wanted = [fingerprint(extra)] + ([fingerprint("dev")] if extra == "" else [])
    return python().exists() and any(stamp in done for stamp in wanted)


def prepare(extra: str = "", *, say: Say = print) -> Path:
    """Make `.venv` ready and return its interpreter. Raises SystemExit with a sentence where that fails."""
    check_version()
    if is_ready(extra):
        return python()
    if not works(python()):
        say(f"Making {VENV} (the first start only)")
        make_venv()
    say("Installing libraries: about 1 GB on disk, some minutes the first time")
    pip(["install", "--upgrade", "pip"], say)
    pip(["install", "--require-virtualenv", "-r", str(lock_file(extra))], say)
    pip(["install", "--require-virtualenv", "--no-deps", "--editable", str(ROOT)], say)
    run([str(python()), "-m", "compileall", "-q", str(ROOT / "bimdesk")])  # the first start is no slower
    run([str(python()), "-I", "-c", FONTS])  # where it fails, the window or the first chart makes it
    STAMP.write_text(fingerprint(extra), encoding="utf-8")
    return python()


def check_version() -> None:
    """Older interpreters get a sentence, not a syntax error."""
    if sys.version_info[:2] < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        wanted = ".".join(map(str, OLDEST))
        raise SystemExit(
            f"bimdesk needs Python {wanted} or newer; this is {found} ({sys.executable}).\n"
            f"Install a newer Python (Debian 12 has 3.11; Ubuntu 22.04: sudo apt-get install "
            f"python3.11-venv), then start with it: python{wanted} packaging/start.py"
        )


def works(interpreter: Path) -> bool:
    """Whether an environment that is there can be used: a Python that is new enough, and pip."""
    program = f"import pip, sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    return interpreter.exists() and run([str(interpreter), "-I", "-c", program]).returncode == 0


def needs() -> list[Need]:
    """What `python -m venv` lacks: on Debian and Ubuntu ensurepip is a package of its own."""
    if find_spec("ensurepip") is not None or is_ready("") or works(python()):
        return []
    return [Need("python -m venv", f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")]


def make_venv() -> None:
    """`python -m venv`, in place of one that cannot be used. Raises SystemExit with its words."""
    if VENV.exists():
        shutil.rmtree(VENV)
    done = run([sys.executable, "-m", "venv", str(VENV)])
    if done.returncode != 0:
        raise SystemExit(f"python -m venv failed:\n{done.stdout}{done.stderr}")


def pip(arguments: Sequence[str], say: Say) -> None:
    """Run pip inside `.venv`, a line for each library as it comes."""
    command = [str(python()), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        tail: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            tail = [*tail[-30:], line]
            if line.startswith(("Collecting ", "Installing collected")):
                say("  " + line.strip()[:100])
    if process.returncode != 0:
        raise SystemExit(
            "".join(tail) + "\npip could not install the libraries (above: its last words). "
            "Look at the network and the room on the disk, then start again."
        )


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
