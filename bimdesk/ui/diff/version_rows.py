"""The rows of a script's versions: number and label over time, author and note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from bimdesk.domain.script import ScriptVersion
from bimdesk.services.clock import now
from bimdesk.services.library.versions import VersionList
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.wording import when
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
Item = Qt.ItemDataRole
_NO_INDEX = QModelIndex()


class VersionModel(QAbstractListModel):
    """Newest first; `Role.ID` holds the ScriptVersion."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: tuple[ScriptVersion, ...] = ()
        self._runs: dict[str, int] = {}
        self._current = ""

    def show(self, found: VersionList) -> None:
        self.beginResetModel()
        self._versions, self._runs = found.versions, found.runs
        self._current = "" if found.script is None else found.script.sha256
        self.endResetModel()

    def version(self, row: int) -> ScriptVersion | None:
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def row_of(self, number: int) -> int:
        """-1 where there is no such version."""
        return next((at for at, one in enumerate(self._versions) if one.number == number), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._versions)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        version = self.version(index.row()) if index.isValid() else None
        if version is None:
            return None
        match role:
            case Item.DisplayRole:
                return self._title(version)
            case Role.SUBTITLE:
                return self._subtitle(version)
            case Item.ToolTipRole:
                at = version.created_at.astimezone()
                return f"{at:%Y-%m-%d %H:%M:%S} · {version.sha256[:12]}\n{self._subtitle(version)}"
            case Item.AccessibleTextRole:
                return f"{self._title(version)}, {version.label}, {self._subtitle(version)}"
            case Role.CHIP:
                return ChipLook(version.label) if version.label else None
            case Role.ID:
                return version
        return None

    def _title(self, version: ScriptVersion) -> str:
        title = self.tr("Version {0}").format(version.number)
        is_newest = version is self._versions[0] and version.sha256 == self._current
        return self.tr("{0}, in the library").format(title) if is_newest else title

    def _subtitle(self, version: ScriptVersion) -> str:
        runs = self._runs.get(version.sha256, 0)
        parts = (
            when(version.created_at, now=now()),
            version.author,
            version.note,
            self.tr("ran {0}×").format(f"{runs:,}") if runs else "",
        )
        return " · ".join(part for part in parts if part)
