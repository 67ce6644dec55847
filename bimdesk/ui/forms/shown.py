"""The base of fields whose values mean elements: an eye shows these in 3D, live, while it is on."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from bimdesk.index.meant import Matched, Meaning
from bimdesk.scene.palette import MARK
from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec
from bimdesk.ui.latest import is_alive


class ShownField(Field):
    """One eye in a form is on at a time; it leaves the selection and what is visible alone."""

    _counted: Meaning | None = None
    _count: Matched | None = None

    def __init__(self, spec: FieldSpec, source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(spec, source, parent)
        self.hint.link_clicked.connect(self._toggle_eye)
        source.eye_changed.connect(self._on_eye)

    def meaning(self) -> Meaning | None:
        """What the value means in the model; None where it means nothing, or is not known yet."""
        return None

    def refresh_hint(self) -> None:
        super().refresh_hint()
        shown = self.source.is_shown(self)
        self.hint.set_link_state(on=shown, color=MARK if shown else "")
        if shown:
            self.source.show(self, self._valid_meaning())

    def live_count(self) -> Matched | None:
        """How many elements the value means; None while nobody knows: the hint is said anew then."""
        meaning = self.meaning()
        if meaning != self._counted:
            self._counted, self._count = meaning, None
            if meaning is not None:
                self.source.count_meant(meaning, partial(self._take_count, meaning))
        return self._count

    def eye_text(self) -> str:
        """The words beside the eye: what a click does, or that it was done; '' where nothing is to see."""
        if not self.source.can_show() or self._valid_meaning() is None:
            return ""
        return self.tr("Shown in 3D") if self.source.is_shown(self) else self.tr("Show in 3D")

    def _on_source_changed(self) -> None:
        self._counted = None
        super()._on_source_changed()

    def _take_count(self, meaning: Meaning, count: Matched) -> None:
        if meaning == self._counted and is_alive(self):
            self._count = count
            self.refresh_hint()

    def _valid_meaning(self) -> Meaning | None:
        return None if self.error else self.meaning()

    def _toggle_eye(self) -> None:
        if self.source.is_shown(self):
            self.source.show(None)
        else:
            self.source.show(self, self._valid_meaning())

    def _on_eye(self) -> None:
        self.refresh_hint()
