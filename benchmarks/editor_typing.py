"""Typing in a script of a megabyte: `xvfb-run -a python -m benchmarks.editor_typing [--megabytes 1]`.

A document in the real window's parts, with its child: a person types at the top, in the middle and at the
end, at ten keys a second. Prints for each place how long one key takes (from the press until it is painted),
and the longest silence of the event loop from the first key until drafts are kept and problems are shown.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.window_bench import LoopWatch, own_paths, wait
from bimdesk.services.library.scripts import create_script
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.editor.document import ScriptDocument

LINE = "    value_{0} = entities.filter(name__icontains='wall {0}').count()  # a line as long as they are\n"
TYPED = 'count = len(entities.first().name) + 1; print("twelve")'
KEY_S = 0.1
REST_S = 3.0


def main() -> int:
    """Print one line for each place."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editor_typing", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1.0)
    size = round(parser.parse_args().megabytes * 1e6)
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="bimdesk-typing-") as folder:
        root = Path(folder)
        context = Context(root / "project", own_paths(root / "user"))
        text = "if True:\n" + "".join(LINE.format(number) for number in range(size // len(LINE)))
        script, _changes = create_script(context.project, name="Long", text=text)
        document = ScriptDocument(context, script)
        document.resize(1000, 800)
        document.show()
        document.activateWindow()
        document.edit.grabFocus()
        document.assistant.begin()
        helper = document.assistant.helper
        wait(app, lambda: helper is not None and helper.is_ready)
        _rest(app, 8.0)
        print(f"{len(text.encode()) / 1e6:.2f} MB, {document.edit.lineCount():,} lines")
        for name, line in (("top", 3), ("middle", document.edit.lineCount() // 2), ("end", 10**9)):
            print(f"{name:7} {_type(app, document, line)}")
        document.edit.setSavePoint()
        document.close()
        context.close()
    return 0


def _type(app: QApplication, document: ScriptDocument, line: int) -> str:
    edit = document.edit
    edit.go_to_line(line)
    edit.lineEnd()
    _rest(app, 1.0)
    watch = LoopWatch()
    watch.start()
    keys: list[float] = []
    for character in " ; " + TYPED:
        begin = time.perf_counter()
        QTest.keyClicks(edit, character)
        app.processEvents()
        keys.append((time.perf_counter() - begin) * 1000)
        _rest(app, KEY_S)
    _rest(app, REST_S)
    silence = watch.stop()
    keys.sort()
    return (
        f"key median {statistics.median(keys):5.1f} ms, worst {keys[-1]:5.1f} ms; "
        f"longest silence {silence.whole:5.1f} ms (own {silence.own:5.1f} ms)"
    )


def _rest(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(app, lambda: time.monotonic() > end)


if __name__ == "__main__":
    raise SystemExit(main())
