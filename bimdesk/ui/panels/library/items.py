"""The library's rows as items: a head for each category, two lines for each script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from bimdesk.domain.ids import ScriptKey
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.library.rows import ScriptFacts
from bimdesk.ui.widgets.chip import ChipLook


class LibraryModel(QStandardItemModel):
    """Categories over scripts; `Role.ID` of a script's row holds its ScriptFacts."""

    def show(
        self, groups: Mapping[str, Sequence[ScriptFacts]], *, now: datetime, dirty: frozenset[ScriptKey]
    ) -> None:
        """Build all rows anew; a library has hundreds of rows at most."""
        self.clear()
        for category, facts in groups.items():
            head = QStandardItem(category)
            head.setData(True, Role.HEADER)
            head.setData(len(facts), Role.COUNT)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            head.setData(f"{category}, {len(facts)} scripts", Qt.ItemDataRole.AccessibleTextRole)
            head.appendRows([_script_item(one, now=now, is_dirty=one.script.key in dirty) for one in facts])
            self.appendRow(head)

    def items(self) -> list[QStandardItem]:
        """The items of scripts, in order."""
        heads = [self.item(row) for row in range(self.rowCount())]
        return [head.child(row) for head in heads for row in range(head.rowCount())]


def _script_item(facts: ScriptFacts, *, now: datetime, is_dirty: bool) -> QStandardItem:
    script, look = facts.script, facts.look
    item = QStandardItem(script.metadata.name)
    item.setEditable(False)
    item.setData(facts, Role.ID)
    item.setData(facts.subtitle(now), Role.SUBTITLE)
    item.setData(ChipLook.of(look), Role.CHIP)
    item.setData(is_dirty, Role.DIRTY)
    if script.is_read_only:
        item.setData("lock", Role.MARK)
    tip = script.metadata.description or str(script.path.name)
    if script.problem is not None:
        tip = f"{script.path.name}, line {script.problem.line}: {script.problem.message}"
    item.setToolTip(tip)
    item.setData(
        f"{script.metadata.name}, {look.text}, {facts.subtitle(now)}", Qt.ItemDataRole.AccessibleTextRole
    )
    return item
