"""What `python -m tests.hostile` can be asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """See `read_options` for what each means."""

    groups: tuple[str, ...] = ()
    only: str = ""
    cli: bool = False
    python_layer: str = "on"
    abi: int = 0
    without: str = ""
    user: str = ""
    json: Path | None = None
    json_fd: int = -1
    sample: bool = False
    panels: bool = False
    isolation: bool = True
    harmless: bool = True
    listed: bool = False
    frozen: str = ""
    namespaces: bool = False

    @property
    def refused(self) -> bool:
        """Whether scripts must not run with what is left: bubblewrap is the fallback for Landlock."""
        return "seccomp" in self.without or {"landlock", "namespaces"} <= set(self.without.split(","))

    def environment(self) -> dict[str, str]:
        """What the product reads of it. None of this can make the wall weaker."""
        variables = {
            "BIMDESK_SANDBOX_ABI": str(self.abi) if self.abi else "",
            "BIMDESK_SANDBOX_WITHOUT": self.without,
            "BIMDESK_HOSTILE_PANELS": "1" if self.panels else "",
            "QT_QPA_PLATFORM": "xcb" if self.panels else "",
            "BIMDESK_SANDBOX_PYTHON_LAYER": "off" if self.python_layer == "off" else "",
        }
        return {name: value for name, value in variables.items() if value}


def read_options(arguments: Sequence[str]) -> Options:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument(
        "--group", dest="groups", action="append", default=[], help="only this group; may be given again"
    )
    parser.add_argument(
        "--only", default="", help="only scripts whose title contains this, or one of these (a,b)"
    )
    parser.add_argument("--cli", action="store_true", help="by `bimdesk run`, not by the window's objects")
    parser.add_argument("--python-layer", choices=("on", "off"), default="on", help="the import allow-list")
    parser.add_argument(
        "--abi", type=int, choices=(0, 1, 2, 3, 4, 5, 6), default=0, help="at most this Landlock ABI"
    )
    parser.add_argument(
        "--without", default="", help="leave out landlock, seccomp, namespaces: refused, or in fallback"
    )
    parser.add_argument("--namespaces", action="store_true", help="bubblewrap as an outer layer too")
    parser.add_argument("--user", default="", help="as another user, such as nobody; needs root")
    parser.add_argument("--json", type=Path, help="write figures and complaints to this file")
    parser.add_argument(
        "--panels", action="store_true", help="the whole main window; needs a display (xvfb-run)"
    )
    parser.add_argument("--json-fd", type=int, default=-1, help=argparse.SUPPRESS)
    parser.add_argument("--sample", action="store_true", help="two dozen scripts that stand for the rest")
    parser.add_argument(
        "--no-isolation", dest="isolation", action="store_false", help="without namespaces of the suite's own"
    )
    parser.add_argument("--no-harmless", dest="harmless", action="store_false", help="hostile scripts alone")
    parser.add_argument(
        "--frozen", nargs="?", const="HEAD", default="", help="on a copy of this commit (needs isolation)"
    )
    parser.add_argument("--list", dest="listed", action="store_true", help="name the scripts and run none")
    given = vars(parser.parse_args(list(arguments)))
    groups, json = tuple(given.pop("groups")), given.pop("json")
    return Options(groups=groups, json=None if json is None else json.absolute(), **given)
