"""A program that types into a script and is killed: `python typing_child.py PROJECT HOME`.

Run with the same folders as the test's own context; ends itself by SIGKILL once the draft is kept.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bimdesk.paths import default_paths
from bimdesk.services.library.scripts import find_script
from bimdesk.ui.context import Context
from bimdesk.ui.editor.document import ScriptDocument

WAIT_S = 30.0


def main() -> None:
    """Type, wait until the draft is kept, die."""
    app = QApplication([])
    context = Context(Path(sys.argv[1]), default_paths())
    document = ScriptDocument(context, find_script(context.project, "count"))
    document.show()
    kept: list[object] = []
    document.drafts.kept.connect(lambda draft: kept.append(draft) if draft is not None else None)
    document.edit.gotoPos(0)
    QTest.keyClicks(document.edit, "# typed before the crash")
    end = time.monotonic() + WAIT_S
    while not kept and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
