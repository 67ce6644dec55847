"""Where the program starts: the window (nothing or files), a child (`worker`, `supervisor`), or the CLI."""

from __future__ import annotations

import sys
from pathlib import Path

FILE_SUFFIXES = {".ifc", ".ifczip", ".ifcxml", ".py"}


def main(argv: list[str] | None = None) -> int:
    """Dispatch; each side imports only what it needs."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["supervisor"]:  # a frozen build; else start.py, without site-packages
        from bimdesk.worker.supervisor.main import main as supervisor_main

        return supervisor_main(arguments[1:])
    if arguments[:1] == ["worker"]:
        from bimdesk.worker.entry import main as worker_main

        return worker_main(arguments[1:])
    if opens_window(arguments):
        from bimdesk.paths import default_paths
        from bimdesk.ui.app import run_window

        return run_window(default_paths(), [Path(argument) for argument in arguments])
    from bimdesk.cli import main as cli_main

    return cli_main(arguments)


def opens_window(arguments: list[str]) -> bool:
    """Whether these arguments are nothing but files (or nothing at all)."""
    return all(
        not argument.startswith("-")
        and (Path(argument).suffix.lower() in FILE_SUFFIXES or Path(argument).is_dir())
        for argument in arguments
    )


if __name__ == "__main__":
    sys.exit(main())
