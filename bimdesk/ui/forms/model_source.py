"""What a form asks of a model version, answered from its index; long reads go to the pool."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from bimdesk.domain.filters import Filter
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import (
    Choice,
    ModelChoices,
    class_elements,
    element_names,
    find_element,
    read_choices,
)
from bimdesk.index.reader import ModelIndex
from bimdesk.services.filters import count_elements, find_elements
from bimdesk.services.models import list_models
from bimdesk.ui.context import Context
from bimdesk.ui.forms.source import FormSource, PickedElement

ORIGIN = "form"


class ModelSource(FormSource):
    """Follows one model version; `watch` reads its choices anew."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._version: ModelVersion | None = None
        self._kinds: frozenset[str] = frozenset()
        context.hub.selection_changed.connect(self._on_selection)

    def watch(self, version: ModelVersion | None, kinds: frozenset[str]) -> None:
        """Offer the choices of `kinds` of this version; `changed` follows when they are read."""
        self._version, self._kinds = version, kinds
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

    def selection(self) -> list[PickedElement]:
        return self._named(sorted(self._selected()))

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

    def count_filter(self, wanted: Filter, take: Callable[[int | BimdeskError], None]) -> None:
        if self._version is not None:
            ask = partial(count_elements, self._version.folder, wanted, model=self._version.model_name)
            self._context.operations.run(ask, on_success=take, on_failure=take)

    def show_filter(self, wanted: Filter) -> None:
        if self._version is not None:
            key, name = ModelKey(self._version.sha256), self._version.model_name
            ask = partial(find_elements, {key: self._version.folder}, wanted, names={key: name})
            self._context.operations.run(ask, on_success=lambda found: self._select(key, found.get(key, [])))

    def can_show(self) -> bool:
        return self._version is not None

    def show_class(self, class_name: str, storeys: Collection[str] = ()) -> None:
        if self._version is not None:
            key = ModelKey(self._version.sha256)
            self._context.operations.run(
                partial(_class_elements, self._version.folder, class_name, storeys),
                on_success=partial(self._select, key),
            )

    def _select(self, key: ModelKey, elements: list[ElementId]) -> None:
        refs = (ElementRef(key, element) for element in elements)
        self._context.hub.select(refs, origin=ORIGIN, reveal=True)

    def _take(self, version: ModelVersion, kinds: frozenset[str], choices: ModelChoices) -> None:
        if self._version == version and self._kinds == kinds:
            self.choices = choices
            self.changed.emit()

    def _on_selection(self, _selection: object) -> None:
        self.selection_changed.emit()

    def _selected(self) -> list[ElementId]:
        if self._version is None:
            return []
        return [ref.element for ref in self._context.hub.selection if ref.model == self._version.sha256]

    def _named(self, elements: Collection[ElementId]) -> list[PickedElement]:
        index = self._index()
        if index is None:
            return []
        names = element_names(index.connection, elements)
        return [PickedElement(names[one][2], _label(names[one])) for one in elements if one in names]

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


def _read_choices(folder: Path, kinds: frozenset[str]) -> ModelChoices:
    index = ModelIndex(folder)
    try:
        return read_choices(index.connection, kinds)
    finally:
        index.close()


def _class_elements(folder: Path, class_name: str, storeys: Collection[str]) -> list[ElementId]:
    index = ModelIndex(folder)
    try:
        return class_elements(index.connection, class_name, storeys=storeys)
    finally:
        index.close()
