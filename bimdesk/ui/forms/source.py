"""What fields may ask of the model: choices, versions, the current selection, what to show and pick in 3D."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.filters import Filter
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice, ModelChoices
from bimdesk.index.meant import Matched, Meaning

Taken = Callable[[Sequence[str]], None]
"""Gets references of elements that were clicked."""


@dataclass(frozen=True, slots=True)
class PickedElement:
    """One element as a value: `reference` is its GlobalId, or its STEP id where that is not unique."""

    reference: str
    label: str


class FormSource(QObject):
    """A source without a model: every list is empty. `ModelSource` fills it.

    `changed`: choices arrived or another model version was chosen. `selection_changed`: the hub's selection.
    `values_changed`: the form has other values. `eye_changed`: another field's elements are shown in 3D, or
    none. `picking_changed`: clicks in the 3D view go to another field, or to none.
    """

    changed = Signal()
    selection_changed = Signal()
    values_changed = Signal()
    eye_changed = Signal()
    picking_changed = Signal()
    forget_wanted = Signal(str)
    """The keyring is to forget the secret with this path."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: ModelChoices | None = None
        self.class_name = ""
        """The class that the form asks for, so that storeys can say how many of its elements they have."""
        self.values: Mapping[str, Any] = {}
        """The form's values by name, for fields that depend on another."""
        self.has_keyring: bool | None = None
        """Whether secrets are kept in the system's keyring; None while nobody knows."""
        self.kept_secrets: frozenset[str] = frozenset()
        """Paths of the secrets that the keyring has for this script."""
        self._eye: QObject | None = None
        self._picker: QObject | None = None

    @property
    def is_ready(self) -> bool:
        """The choices of the model are read."""
        return self.choices is not None

    def choices_of(self, kind: str) -> tuple[Choice, ...]:
        return self.choices.of(kind) if self.choices is not None else ()

    def take_kept(self, has_keyring: bool | None, paths: Collection[str]) -> None:
        """What the keyring has for the form's script; None while it is asked."""
        found = (has_keyring, frozenset(paths))
        if found != (self.has_keyring, self.kept_secrets):
            self.has_keyring, self.kept_secrets = found
            self.changed.emit()

    def take_values(self, values: Mapping[str, Any]) -> None:
        """The form has these values now."""
        if values != self.values:
            self.values = values
            self.values_changed.emit()

    def values_of(self, name: str, take: Callable[[Sequence[Choice]], None]) -> None:
        """Read the values of `Pset.Property`; `take` gets them later. Without a model nothing comes."""

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

    def take_selection(self, take: Taken) -> None:
        """Hand over the references of the selected elements, maybe later: there may be very many."""
        take([one.reference for one in self.selection()])

    def picked(self, references: Collection[str]) -> list[PickedElement]:
        """Labels for references that a value holds."""
        return [PickedElement(reference, reference) for reference in references]

    def count_filter(self, wanted: Filter, take: Callable[[Matched | BimdeskError], None]) -> None:
        """Count the elements of the model version; `take` gets the number later, or why there is none.

        Without a model nothing comes.
        """

    def count_meant(self, meaning: Meaning, take: Callable[[Matched], None]) -> None:
        """Count the elements behind values; `take` gets the number later. Without a model nothing comes."""

    # What a field shows in 3D

    def can_show(self) -> bool:
        """There is a 3D view that could show what matches."""
        return False

    @property
    def has_eye(self) -> bool:
        """The elements of some field are shown in 3D."""
        return self._eye is not None

    def is_shown(self, field: QObject) -> bool:
        """The elements of this field are shown in 3D."""
        return self._eye is field

    def show(self, field: QObject | None, meaning: Meaning | None = None) -> None:
        """Mark in 3D what a field means, in place of another's; None: nothing of anybody."""
        is_other, self._eye = field is not self._eye, field
        self.mark(meaning if field is not None else None)
        if is_other:
            self.eye_changed.emit()

    def mark(self, meaning: Meaning | None) -> None:
        """Mark these elements in 3D, when they are found; None takes the marks away."""

    # Clicks in 3D for a field

    def is_picking(self, field: QObject | None = None) -> bool:
        """Clicks in the 3D view go to this field, or to any."""
        return self._picker is not None and field in (None, self._picker)

    def pick(self, field: QObject, words: str, take: Taken) -> None:
        """Bring the 3D view forward: what is clicked there goes to `take`, until `end_pick`."""
        self._picker = field
        self.begin_pick(words, take)
        self.picking_changed.emit()

    def end_pick(self) -> None:
        """Clicks select again; nothing happens where they do."""
        if self._picker is not None:
            self._picker = None
            self.stop_pick()
            self.picking_changed.emit()

    def begin_pick(self, words: str, take: Taken) -> None:
        """What a source with a 3D view does for `pick`."""

    def stop_pick(self) -> None:
        """What a source with a 3D view does for `end_pick`."""

    def leave(self) -> None:
        """The form is left: no marks, no picking."""
        self.show(None)
        self.end_pick()
