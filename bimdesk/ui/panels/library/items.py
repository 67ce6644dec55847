"""The library's rows as items: a head for each group, two lines for each script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import ScriptRoot
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.panels.library.rows import ScriptFacts
from bimdesk.ui.widgets.chip import ChipLook


class LibraryModel(QStandardItemModel):
    """Groups over scripts; `Role.ID` of a script's row holds its ScriptFacts."""

    def show(
        self, groups: Mapping[str, Sequence[ScriptFacts]], *, now: datetime, dirty: frozenset[ScriptKey]
    ) -> None:
        """Build all rows anew; a library has hundreds of rows at most."""
        self.clear()
        for group, facts in groups.items():
            head = QStandardItem(group)
            head.setData(True, Role.HEADER)
            head.setData(len(facts), Role.COUNT)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setData(f"{group}, {len(facts)} scripts", Qt.ItemDataRole.AccessibleTextRole)
            head.appendRows([_script_item(one, now=now, is_dirty=one.script.key in dirty) for one in facts])
            self.appendRow(head)

    def items(self) -> list[QStandardItem]:
        """The items of scripts, in order."""
        heads = [self.item(row) for row in range(self.rowCount())]
        return [head.child(row) for head in heads for row in range(head.rowCount())]


def _script_item(facts: ScriptFacts, *, now: datetime, is_dirty: bool) -> QStandardItem:
    script, look, subtitle = facts.script, facts.look, facts.subtitle(now)
    item = QStandardItem(script.metadata.name)
    item.setEditable(False)
    item.setData(facts, Role.ID)
    item.setData(subtitle, Role.SUBTITLE)
    item.setData(ChipLook.of(look), Role.CHIP)
    if is_dirty:
        item.setData(True, Role.DIRTY)
    marks = _marks(facts)
    if marks:
        item.setData(marks, Role.MARK)
    item.setToolTip(_tip(facts))
    item.setData(f"{script.metadata.name}, {look.text}, {subtitle}", Qt.ItemDataRole.AccessibleTextRole)
    return item


def _marks(facts: ScriptFacts) -> str:
    names = ("star" if facts.use.favourite else "", "lock" if facts.script.is_read_only else "")
    return " ".join(name for name in names if name)


def _tip(facts: ScriptFacts) -> str:
    script = facts.script
    if script.problem is not None:
        return f"{script.path.name}, line {script.problem.line}: {script.problem.message}"
    tags = ", ".join(script.metadata.tags)
    where = "" if script.root is ScriptRoot.BUILTIN else str(script.path)
    return "\n".join(part for part in (script.metadata.description, tags, where) if part) or script.path.name
