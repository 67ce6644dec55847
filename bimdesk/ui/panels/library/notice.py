"""Says which folder of the library cannot be read now; nothing of it is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, label


class FolderNotice(QFrame):
    """Hidden while all folders are there."""

    def __init__(
        self, again: Callable[[], object], choose: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = label(tone="tx2", size=12, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 10, 2)
        row.setSpacing(8)
        side = QVBoxLayout()
        side.addWidget(IconLabel("unplug", size=14, color="warning"))
        side.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        links = QHBoxLayout()
        links.setSpacing(4)
        links.addWidget(button(self.tr("Try again"), kind="link", on_click=again))
        links.addWidget(button(self.tr("Choose another"), kind="link", on_click=choose))
        links.addStretch(1)
        words.addLayout(links)
        row.addLayout(side)
        row.addLayout(words, 1)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def show_problems(self, problems: Sequence[str]) -> None:
        kept = self.tr("Favourites, versions and history of its scripts are kept.")
        self._text.setText("\n".join([*problems, kept]))
        self.setVisible(bool(problems))
