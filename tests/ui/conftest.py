"""What the tests of panels share: a context on a project with one small model and a few scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from run_context import run_context

from bimdesk.paths import AppPaths
from bimdesk.ui.context import Context
from bimdesk.ui.theme import fonts


@pytest.fixture
def context(tmp_path: Path, app_paths: AppPaths, qtbot: QtBot) -> Iterator[Context]:
    """Closed at the end; see run_context for what its project holds."""
    fonts.install()
    with run_context(tmp_path / "project", app_paths) as made:
        yield made
