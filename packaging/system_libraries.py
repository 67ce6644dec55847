"""Which system libraries the program needs, which are missing, and how to get them. Standard library only.

A library is looked for by loading it, not by asking a package manager: other distributions may have it too.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """A shared library (`libGL.so.1`), or where the name has no `.so` a program (`Xvfb`), and its package."""

    name: str
    package: str

    @property
    def is_program(self) -> bool:
        return ".so" not in self.name


WINDOW = (
    Need("libstdc++.so.6", "libstdc++6"),
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libfreetype.so.6", "libfreetype6"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libX11.so.6", "libx11-6"),
    Need("libX11-xcb.so.1", "libx11-xcb1"),
    Need("libXrender.so.1", "libxrender1"),
    Need("libXcursor.so.1", "libxcursor1"),
    Need("libxcb.so.1", "libxcb1"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-glx.so.0", "libxcb-glx0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-image.so.0", "libxcb-image0"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-render.so.0", "libxcb-render0"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-shm.so.0", "libxcb-shm0"),
    Need("libxcb-sync.so.1", "libxcb-sync1"),
    Need("libxcb-util.so.1", "libxcb-util1"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Need("libxcb-xinerama.so.0", "libxcb-xinerama0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
)
"""What Qt's X11 platform and VTK load, with the names of Debian's and Ubuntu's packages."""

SOFTWARE_GL = (Need("libGLX_mesa.so.0", "libglx-mesa0"), Need("libEGL_mesa.so.0", "libegl-mesa0"))
"""Mesa draws where there is no graphics driver: virtual displays, remote machines."""

TESTS = (Need("Xvfb", "xvfb"), Need("xauth", "xauth"), Need("bwrap", "bubblewrap"))
"""bubblewrap: the fallback of the wall is tested with it; the program itself does without."""


def missing(needs: Iterable[Need], *, present: Callable[[Need], bool] | None = None) -> list[Need]:
    """The needs that this machine does not meet."""
    is_here = present or is_present
    return [need for need in needs if not is_here(need)]


def is_present(need: Need) -> bool:
    """Whether the library loads, or the program is on the path."""
    if need.is_program:
        return shutil.which(need.name) is not None
    try:
        ctypes.CDLL(need.name)
    except OSError:
        return False
    return True


def install(lacking: Sequence[Need], *, say: Callable[[str], None] = print) -> None:
    """Install with apt as root or with sudo; raises SystemExit with a clear list where neither is there."""
    if not lacking or not sys.platform.startswith("linux"):
        return
    packages = sorted({need.package for need in lacking})
    prefix = root_prefix()
    if shutil.which("apt-get") is None or prefix is None:
        raise SystemExit(advice(lacking))
    say(f"Installing {len(packages)} system packages: {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", *packages]):
        done = subprocess.run(
            [*prefix, *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.strip()}\n\n{advice(lacking)}")


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo (where it can ask), or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if asked.returncode == 0 or sys.stdin.isatty():
        return ["sudo"]
    return None


def advice(lacking: Sequence[Need]) -> str:
    """What to install, in words and as a command."""
    names = "\n".join(f"  {need.name:28} (Debian, Ubuntu: {need.package})" for need in lacking)
    packages = " ".join(sorted({need.package for need in lacking}))
    return (
        f"bimdesk needs these from the system, and may not install them itself:\n{names}\n\n"
        f"On Debian or Ubuntu:  sudo apt-get install {packages}\nThen start again."
    )
