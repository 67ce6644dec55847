"""What fields may ask of the model: choices, versions and the current selection."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.filters import Filter
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice, ModelChoices


@dataclass(frozen=True, slots=True)
class PickedElement:
    """One element as a value: `reference` is its GlobalId, or its STEP id where that is not unique."""

    reference: str
    label: str


class FormSource(QObject):
    """A source without a model: every list is empty. `ModelSource` fills it.

    `changed`: choices arrived or another model version was chosen. `selection_changed`: the hub's selection.
    """

    changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: ModelChoices | None = None
        self.class_name = ""
        """The class that the form asks for, so that storeys can say how many of its elements they have."""

    @property
    def is_ready(self) -> bool:
        """The choices of the model are read."""
        return self.choices is not None

    def choices_of(self, kind: str) -> tuple[Choice, ...]:
        return self.choices.of(kind) if self.choices is not None else ()

    def versions(self, *, models_only: bool) -> list[Choice]:
        """Model versions as choices, none here; `models_only`: the latest of each model."""
        del models_only
        return []

    def selected_count(self) -> int:
        """How many elements of this model version are selected."""
        return len(self.selection())

    def selection(self) -> list[PickedElement]:
        """The selected elements of this model version."""
        return []

    def picked(self, references: Collection[str]) -> list[PickedElement]:
        """Labels for references that a value holds."""
        return [PickedElement(reference, reference) for reference in references]

    def count_filter(self, wanted: Filter, take: Callable[[int | BimdeskError], None]) -> None:
        """Count the elements of the model version; `take` gets the number later, or why there is none.

        Without a model nothing comes.
        """

    def show_filter(self, wanted: Filter) -> None:
        """Select and reveal the elements of a filter in 3D."""

    def can_show(self) -> bool:
        """There is a 3D view that could show what matches."""
        return False

    def show_class(self, class_name: str, storeys: Collection[str] = ()) -> None:
        """Select and reveal the elements of a class in 3D."""
