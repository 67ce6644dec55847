"""`supervised_worker.py SCRATCH IDLE_S BUBBLEWRAP COMMAND...`: a supervisor over another worker.

BUBBLEWRAP: the program in its place, or '' for the installed one.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bimdesk.worker.supervisor import namespaces
from bimdesk.worker.supervisor.main import serve


def main(scratch: str, idle_s: str, bubblewrap: str, *command: str) -> int:
    if bubblewrap:
        namespaces.PLACES = (bubblewrap,)
    return serve(scratch, list(command), idle_s=float(idle_s))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
