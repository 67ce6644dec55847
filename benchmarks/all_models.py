"""Six scripts on every model that opens, by window and by command line.

`xvfb-run -a python -m benchmarks.all_models [MODELS]`. The three scripts of tests/data/scripts (people have
such scripts; they run verbatim) and the built-in ones, on all models of ../shared/data/models or on
those named. Each runs through the real window's runner and by `bimdesk run --json`; status, result, findings
and files must be equal. Prints a line a model, and what differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from bimdesk.domain.ids import VersionId
from bimdesk.domain.script import Script
from bimdesk.paths import default_paths
from bimdesk.services.library.scripts import find_script
from bimdesk.services.results import load_result
from bimdesk.services.running import make_request
from bimdesk.ui.app import make_application
from bimdesk.ui.context import Context
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT.parent / "shared" / "data" / "models"
BUILT_IN = ("Export elements to CSV", "GUID validation", "LOD analysis")
LIMIT_S = 600.0


def main(arguments: Sequence[str]) -> int:
    """0 where every run ended as it should and window and command line agree."""
    files = [Path(argument) for argument in arguments]
    files = files or sorted([*MODELS.rglob("*.ifc"), *MODELS.rglob("*.ifczip")])
    if not files:
        print(f"no models in {MODELS}", file=sys.stderr)
        return 2
    app = make_application()
    style.apply(app, "dark")
    with tempfile.TemporaryDirectory(prefix="bimdesk-models-") as folder:
        root = Path(folder)
        paths = replace(default_paths(), data=root, config=root, cache=root, logs=root)
        context = Context(root / "Project", paths)
        window = MainWindow(context)
        window.show()
        try:
            return report(Hands(app, context, window), files)
        finally:
            window.close()
            window.deleteLater()
            context.close()


class Hands:
    """The open window, and how to wait for it."""

    def __init__(self, app: QApplication, context: Context, window: MainWindow) -> None:
        self._app = app
        self._window = window
        self.context = context

    def wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + LIMIT_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to rest")
            self._app.processEvents()
            time.sleep(0.002)

    def open(self, file: Path) -> VersionId | None:
        """Import through the window; None where it refuses the file."""
        importer, ended = self.context.importer, list[Any]()
        connections = [
            importer.finished.connect(lambda _ticket, version: ended.append(version)),
            importer.already_here.connect(lambda _ticket, version: ended.append(version)),
            importer.failed.connect(lambda _ticket, error: ended.append(error)),
        ]
        self._window.open_files([file])
        self.wait(lambda: bool(ended))
        for connection in connections:
            QObject.disconnect(connection)
        return getattr(ended[0], "id", None)

    def run(self, script: Script, version: VersionId) -> dict[str, Any]:
        """Run through the window's runner; what the command line would print."""
        ended: list[Any] = []
        connection = self.context.runner.finished.connect(lambda _ticket, execution: ended.append(execution))
        self.context.runner.start(make_request(self.context.project, script, version))
        self.wait(lambda: bool(ended))
        QObject.disconnect(connection)
        result = load_result(self.context.project, ended[0].id)
        return {
            "status": result.status.value,
            "result": result.result,
            "findings": [finding.message for finding in result.findings],
            "files": {file.name: file.sha256 for file in result.files},
        }


def report(hands: Hands, files: Sequence[Path]) -> int:
    """Run and compare everything; a line a model."""
    scripts = [find_script(hands.context.project, name) for name in BUILT_IN]
    folder = ROOT / "tests" / "data" / "scripts"
    scripts += [find_script(hands.context.project, str(path)) for path in sorted(folder.glob("*.py"))]
    runs = bad = 0
    for file in files:
        version = hands.open(file)
        if version is None:
            print(f"{file.name:50} does not open")
            continue
        words = []
        for script in scripts:
            runs += 1
            window, line = hands.run(script, version), by_command_line(script, file)
            fine = window == line and window["status"] in ("success", "warning", "failed")
            bad += not fine
            difference = f"DIFFERS({script.path.stem}: {differences(window, line)})"
            words.append(window["status"] if fine else difference)
        print(f"{file.name:50} {' '.join(words)}", flush=True)
    print(f"{runs} runs by window and by command line, {bad} differ or did not end well")
    return 1 if bad else 0


def by_command_line(script: Script, file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bimdesk", "run", str(script.path), str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    return {
        "status": said["status"],
        "result": said["result"],
        "findings": [finding["message"] for finding in said["findings"]],
        "files": {one["name"]: one["sha256"] for one in said["files"]},
    }


def differences(window: dict[str, Any], line: dict[str, Any]) -> str:
    return ", ".join(
        f"{key} {str(window[key])[:60]} / {str(line[key])[:60]}" for key in window if window[key] != line[key]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
