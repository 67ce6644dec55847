"""Markdown of scripts: text only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.markdown import MarkdownView


def test_that_html_stays_text_and_no_image_is_loaded(qtbot: QtBot, tmp_path: Path) -> None:
    fonts.install()
    picture = tmp_path / "secret.png"
    picture.write_bytes(b"x")
    view = MarkdownView(f"**bold** <b>html</b> ![]({picture.as_uri()})")
    qtbot.addWidget(view)
    assert "<b>html</b>" in view.toPlainText()
    assert view.loadResource(QTextDocument.ResourceType.ImageResource.value, picture.as_uri()) is None


def test_that_it_takes_the_height_of_its_text(qtbot: QtBot) -> None:
    fonts.install()
    view = MarkdownView("\n\n".join(f"Paragraph {n}" for n in range(12)))
    qtbot.addWidget(view)
    view.resize(300, 50)
    view.show()
    tall = view.height()
    view.set_text("One line")
    assert view.height() < tall / 3
