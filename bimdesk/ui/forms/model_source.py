"""What a form asks of a model version, answered from its index; long reads go to the pool."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from bimdesk.domain.filters import Filter
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import (
    Choice,
    ModelChoices,
    element_names,
    element_references,
    find_element,
    read_choices,
)
from bimdesk.index.meant import Matched, Meaning, counted, elements_meant, property_values
from bimdesk.index.reader import ModelIndex
from bimdesk.scene.ids import ElementIds
from bimdesk.services.filters import count_matched
from bimdesk.services.models import list_models
from bimdesk.ui.context import Context
from bimdesk.ui.forms.source import FormSource, PickedElement, Taken
from bimdesk.ui.latest import Latest


class ModelSource(FormSource):
    """Follows one model version; `watch` reads its choices anew.

    `marked(ElementIds)`: what the 3D view is to mark, nothing when the form is left. `pick_wanted(str)`: it
    is to give clicks to `take_picked`, and say these words; `pick_unwanted`: to select again.
    """

    marked = Signal(object)
    pick_wanted = Signal(str)
    pick_unwanted = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._version: ModelVersion | None = None
        self._kinds: frozenset[str] = frozenset()
        self._meaning: Meaning | None = None
        self._finding = Latest(context.operations, self._tell_marks, owner=self)
        self._taken: Taken | None = None
        context.hub.selection_changed.connect(self._on_selection)

    def watch(self, version: ModelVersion | None, kinds: frozenset[str]) -> None:
        """Offer the choices of `kinds` of this version; `changed` follows when they are read."""
        is_other, self._version, self._kinds = version != self._version, version, kinds
        if is_other:
            self._mark_anew()
        self.choices = None
        self.changed.emit()
        if version is None:
            return
        self._context.operations.run(
            partial(_read_choices, version.folder, kinds),
            on_success=partial(self._take, version, kinds),
            on_failure=self._context.hub.notify_error,
        )

    def versions(self, *, models_only: bool) -> list[Choice]:
        found = []
        for model in list_models(self._context.project):
            versions = (model.latest,) if models_only else tuple(reversed(model.versions))
            found += [Choice(value=str(one.id), label=one.label) for one in versions]
        return found

    def selected_count(self) -> int:
        return len(self._selected())

    def take_selection(self, take: Taken) -> None:
        self._refer(self._selected(), take)

    def picked(self, references: Collection[str]) -> list[PickedElement]:
        connection = self._index()
        if connection is None:
            return super().picked(references)
        found = [find_element(connection.connection, one) for one in references]
        names = element_names(connection.connection, [one for one in found if one is not None])
        return [
            PickedElement(reference, _label(names[element]) if element in names else reference)
            for reference, element in zip(references, found, strict=True)
        ]

    def values_of(self, name: str, take: Callable[[Sequence[Choice]], None]) -> None:
        self._ask(partial(_property_values, name), take)

    def count_filter(self, wanted: Filter, take: Callable[[Matched | BimdeskError], None]) -> None:
        if self._version is not None:
            ask = partial(count_matched, self._version.folder, wanted, model=self._version.model_name)
            self._context.operations.run(ask, on_success=take, on_failure=take)

    def count_meant(self, meaning: Meaning, take: Callable[[Matched], None]) -> None:
        if self._version is not None:
            self._ask(partial(_count_meant, meaning, self._version.model_name), take)

    def can_show(self) -> bool:
        return self._version is not None

    def mark(self, meaning: Meaning | None) -> None:
        if meaning != self._meaning:
            self._meaning = meaning
            self._mark_anew()

    def begin_pick(self, words: str, take: Taken) -> None:
        self._taken = take
        self.pick_wanted.emit(words)

    def stop_pick(self) -> None:
        self._taken = None
        self.pick_unwanted.emit()

    def take_picked(self, refs: Iterable[ElementRef]) -> None:
        """These elements were clicked in the 3D view; those of other models do not count."""
        if self._taken is not None and self._version is not None:
            self._refer(ElementIds.of(refs).ids(ModelKey(self._version.sha256)).tolist(), self._taken)

    def _refer(self, elements: Sequence[int], take: Taken) -> None:
        if elements:
            self._ask(partial(_references, elements), take)

    def _mark_anew(self) -> None:
        if self._meaning is None or self._version is None:
            self._finding.drop()
            self.marked.emit(ElementIds())
        else:
            self._finding.ask(partial(_find_meant, self._version, self._meaning))

    def _tell_marks(self, ids: ElementIds) -> None:
        self.marked.emit(ids)

    def _ask(self, read: Callable[[ModelIndex], object], take: Callable[..., None]) -> None:
        if self._version is not None:
            ask = partial(_with_index, self._version.folder, read)
            self._context.operations.run(ask, on_success=take)

    def _take(self, version: ModelVersion, kinds: frozenset[str], choices: ModelChoices) -> None:
        if self._version == version and self._kinds == kinds:
            self.choices = choices
            self.changed.emit()

    def _on_selection(self, _selection: object) -> None:
        self.selection_changed.emit()

    def _selected(self) -> list[int]:
        if self._version is None:
            return []
        selected: list[int] = (
            ElementIds.of(self._context.hub.selection).ids(ModelKey(self._version.sha256)).tolist()
        )
        return selected

    def _index(self) -> ModelIndex | None:
        if self._version is None:
            return None
        try:
            return self._context.indexes.get(ModelKey(self._version.sha256))
        except BimdeskError:
            return None


def _label(name: tuple[str, str, str]) -> str:
    class_name, text, _reference = name
    return text or class_name


def _with_index(folder: Path, read: Callable[[ModelIndex], object]) -> object:
    with ModelIndex(folder) as index:
        return read(index)


def _read_choices(folder: Path, kinds: frozenset[str]) -> ModelChoices:
    with ModelIndex(folder) as index:
        return read_choices(index.connection, kinds)


def _property_values(name: str, index: ModelIndex) -> Sequence[Choice]:
    return property_values(index, name)


def _count_meant(meaning: Meaning, model: str, index: ModelIndex) -> Matched:
    return counted(index, elements_meant(index, meaning, model=model))


def _references(elements: Sequence[int], index: ModelIndex) -> list[str]:
    return element_references(index.connection, elements)


def _find_meant(version: ModelVersion, meaning: Meaning) -> ElementIds:
    with ModelIndex(version.folder) as index:
        found: list[ElementId] = elements_meant(index, meaning, model=version.model_name)
    return ElementIds({ModelKey(version.sha256): np.array(found, dtype=np.int64)})
