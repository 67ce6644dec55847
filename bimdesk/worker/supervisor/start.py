"""The file that `python -I -S -B` is given: finds the package beside it, without site-packages."""

from __future__ import annotations

import sys
from pathlib import Path


def run() -> int:
    """Import the supervisor from the folder that this file is in."""
    sys.path.append(str(Path(__file__).resolve().parents[3]))
    from bimdesk.worker.supervisor.main import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
