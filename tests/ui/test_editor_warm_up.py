"""The libraries for completion are read when a window rests, once, and never while there is work."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from bimdesk.services import editor_help
from bimdesk.services.editor_help import is_prepared, set_prepared
from bimdesk.ui.context import Context
from bimdesk.ui.editor import warm_up as warm_up_module
from bimdesk.ui.editor.warm_up import LibraryWarmUp


@pytest.fixture
def quick_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that ends at once in place of half a minute of parsing."""
    monkeypatch.setattr(warm_up_module, "prepare_command", lambda _paths: ("/bin/sh", "-c", "exit 0"))


@pytest.mark.usefixtures("quick_child")
def test_that_the_cache_is_prepared_once_when_the_window_rests(context: Context, qtbot: QtBot) -> None:
    warm_up = LibraryWarmUp(context, context, look_ms=5)
    qtbot.waitUntil(lambda: is_prepared(context.paths))
    qtbot.waitUntil(lambda: not warm_up.is_under_way)
    again = LibraryWarmUp(context, context, look_ms=5)
    qtbot.waitUntil(lambda: not again._clock.isActive())
    assert again._tries == 0


def test_that_it_gives_way_to_work_and_to_the_first_script(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up_module, "prepare_command", lambda _paths: ("/bin/sh", "-c", "sleep 60"))
    warm_up = LibraryWarmUp(context, context, look_ms=5)
    qtbot.waitUntil(lambda: warm_up.is_under_way)
    monkeypatch.setattr(context, "is_busy", lambda: True)
    qtbot.waitUntil(lambda: not warm_up.is_under_way)
    monkeypatch.setattr(context, "is_busy", lambda: False)
    qtbot.waitUntil(lambda: warm_up.is_under_way)
    warm_up.stop()
    assert not warm_up.is_under_way and not is_prepared(context.paths)


def test_that_another_version_of_a_library_is_read_anew(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_prepared(context.paths)
    assert is_prepared(context.paths)
    monkeypatch.setattr(editor_help, "_READ", (*editor_help._READ, "matplotlib"))
    assert not is_prepared(context.paths)
