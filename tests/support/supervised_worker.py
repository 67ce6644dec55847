"""`python -I -S -B supervised_worker.py SCRATCH IDLE_S COMMAND...`: a supervisor over another worker."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bimdesk.worker.supervisor.main import serve

if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], sys.argv[3:], idle_s=float(sys.argv[2])))
