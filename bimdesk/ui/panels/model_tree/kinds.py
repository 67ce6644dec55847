"""The menu at the tree's head that says what the tree is ordered by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from bimdesk.index.tree_kinds import TreeKind
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.buttons import text_icon_size

LOOKS: dict[TreeKind, tuple[str, str]] = {
    TreeKind.SPATIAL: ("Storeys", "layers"),
    TreeKind.CLASS: ("Classes", "shapes"),
    TreeKind.TYPE: ("Types", "component"),
    TreeKind.SYSTEM: ("Systems", "waypoints"),
    TreeKind.MATERIAL: ("Materials", "swatch-book"),
    TreeKind.CLASSIFICATION: ("Classification", "tags"),
    TreeKind.MODEL: ("Models", "boxes"),
}
"""Title and icon; translated in the context "tree_kinds"."""


def kind_title(kind: TreeKind) -> str:
    return QCoreApplication.translate("tree_kinds", LOOKS[kind][0])


class KindButton(QToolButton):
    """Shows the kind that is chosen and opens the menu of all: `kind_chosen(TreeKind)`."""

    kind_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "title")
        self.setFixedHeight(fonts.scaled(28))
        self.setIconSize(text_icon_size(12))
        self.setIcon(icons.icon("chevron-down"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the word
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFont(fonts.ui(13, weight=600))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self.tr("What the tree is ordered by"))
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._actions = {}
        for kind, (_title, icon_name) in LOOKS.items():
            action = menu.addAction(icons.icon(icon_name), kind_title(kind))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, kind=kind: self._choose(kind))
            self._actions[kind] = action
        self.setMenu(menu)
        self.show_kind(TreeKind.SPATIAL)

    def show_kind(self, kind: TreeKind) -> None:
        """Mark `kind` without saying so."""
        self._actions[kind].setChecked(True)
        self.setText(kind_title(kind))
        self.setAccessibleName(self.tr("Tree by {0}").format(kind_title(kind)))

    def _choose(self, kind: TreeKind) -> None:
        self.show_kind(kind)
        self.kind_chosen.emit(kind)
