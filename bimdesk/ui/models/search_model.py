"""What a search over everything found: models, and under each the hits with the reason they matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.ids import ElementIds
from bimdesk.services.search import Hit
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.class_looks import class_icon, short_guid, short_name, shown_tag
from bimdesk.ui.models.two_levels import Index, Item, TwoLevelModel


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits over all models, best first, and every element that matches."""

    hits: list[Hit]
    elements: ElementIds


@dataclass(slots=True)
class FoundInModel:
    """One model: `total` elements match, `hits` are the best of them."""

    key: ModelKey
    title: str
    total: int
    hits: list[Hit] = field(default_factory=list)


class SearchModel(TwoLevelModel):
    """Heads are models."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: list[FoundInModel] = []
        self._said: Counter[tuple[str, ...]] = Counter()
        """How many rows of a model say the same."""

    def set_result(self, result: SearchResult, titles: Mapping[ModelKey, str]) -> None:
        """Show hits by model, in the order of `titles`, each model's best first."""
        found = {
            key: FoundInModel(key, title, len(result.elements.ids(key))) for key, title in titles.items()
        }
        for hit in result.hits:
            found[hit.model].hits.append(hit)
        self.beginResetModel()
        self._models = [one for one in found.values() if one.hits]
        self._said = Counter((hit.model, *_said(hit)) for hit in result.hits)
        self.sizes = [len(one.hits) for one in self._models]
        self.endResetModel()

    def hit(self, index: Index) -> Hit | None:
        place = self.place_of(index)
        return None if place is None else self._models[place[0]].hits[place[1]]

    def found_in(self, index: Index) -> FoundInModel | None:
        head = self.head_of(index)
        return None if head is None else self._models[head]

    def first_hit(self) -> QModelIndex:
        """Invalid where nothing was found."""
        return self.index(0, 0, self.index(0, 0)) if self._models else QModelIndex()

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        found = self.found_in(index)
        if found is not None:
            return self._model_data(found, role)
        hit = self.hit(index)
        if hit is None:
            return None
        if role == Role.SUBTITLE and self._said[(hit.model, *_said(hit))] > 1:
            return f"{_subtitle(hit)} · {shown_tag(hit.tag) or short_guid(hit.guid)}"
        return _hit_data(hit, role)

    def _model_data(self, found: FoundInModel, role: int) -> Any:
        match role:
            case Item.DisplayRole | Item.ToolTipRole:
                return found.title
            case Item.AccessibleTextRole:
                return self.tr("{0}, {1} found").format(found.title, f"{found.total:,}")
            case Role.HEADER:
                return True
            case Role.COUNT:
                return found.total
        return None


def _said(hit: Hit) -> tuple[str, str]:
    return hit.name, _subtitle(hit)


def _subtitle(hit: Hit) -> str:
    return hit.ifc_class if hit.field == "Name" else f"{hit.field}: {hit.snippet}"


def _hit_data(hit: Hit, role: int) -> Any:
    match role:
        case Item.DisplayRole:
            return short_name(hit.name, "") or f"{hit.ifc_class} #{hit.element}"
        case Role.SUBTITLE:
            return _subtitle(hit)
        case Item.ToolTipRole:
            return f"{hit.name}\n{hit.ifc_class} #{hit.element}\n{hit.field}: {hit.snippet}"
        case Item.AccessibleTextRole:
            return f"{hit.name} {hit.ifc_class}, {hit.field}: {hit.snippet}"
        case Role.ICON:
            return class_icon(hit.ifc_class)
        case Role.ID:
            return hit.ref
    return None
