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
from bimdesk.ui.theme.states import NEVER_RUN
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


def mark_unsaved(item: QStandardItem, is_dirty: bool, *, now: datetime) -> None:
    """The amber dot of a script with unsaved text, and the same in words."""
    facts: ScriptFacts = item.data(Role.ID)
    item.setData(is_dirty, Role.DIRTY)
    item.setToolTip(_tip(facts, now=now, is_dirty=is_dirty))
    state = "" if facts.look is NEVER_RUN else facts.look.text
    spoken = (item.text(), state, item.data(Role.SUBTITLE), _unsaved(is_dirty))
    item.setData(", ".join(part for part in spoken if part), Qt.ItemDataRole.AccessibleTextRole)


def _script_item(facts: ScriptFacts, *, now: datetime, is_dirty: bool) -> QStandardItem:
    item = QStandardItem(facts.script.metadata.name)
    item.setEditable(False)
    item.setData(facts, Role.ID)
    item.setData(facts.subtitle(now), Role.SUBTITLE)
    chip = ChipLook.of(facts.look)
    item.setData(chip.short() if facts.look is NEVER_RUN else chip, Role.CHIP)  # the second line says it
    marks = _marks(facts)
    if marks:
        item.setData(marks, Role.MARK)
    mark_unsaved(item, is_dirty, now=now)
    return item


def _marks(facts: ScriptFacts) -> str:
    names = ("star" if facts.use.favourite else "", "lock" if facts.script.is_read_only else "")
    return " ".join(name for name in names if name)


def _unsaved(is_dirty: bool) -> str:
    return "unsaved text" if is_dirty else ""


def _tip(facts: ScriptFacts, *, now: datetime, is_dirty: bool) -> str:
    script, name = facts.script, facts.script.metadata.name
    where = script.path.name if script.root is ScriptRoot.BUILTIN else str(script.path)
    about = [script.metadata.description, ", ".join(script.metadata.tags)]
    if script.problem is not None:
        about = [f"{script.path.name}, line {script.problem.line}: {script.problem.message}"]
    parts = (name, *about, facts.story(now), _unsaved(is_dirty).capitalize(), where)
    return "\n".join(part for part in parts if part)
