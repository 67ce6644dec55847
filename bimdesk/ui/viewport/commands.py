"""What one can do to what the 3D view shows: models, visibility, colours, selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from bimdesk.domain.georeference import AS_IT_IS, Placement
from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.scene.entry import ModelEntry, load_entry
from bimdesk.scene.ids import ElementIds, RefSet
from bimdesk.scene.marks import set_marks
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.state import Change
from bimdesk.ui.hub import Hub
from bimdesk.ui.viewport.canvas import ViewCanvas

ORIGIN = "viewport"
Refs = Iterable[ElementRef]


class ViewCommands(ViewCanvas):
    """One method for each thing done to the scene; each draws what it changed."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._fitted = False

    def add_model(
        self, key: ModelKey, folder: Path, *, title: str = "", placement: Placement = AS_IT_IS
    ) -> None:
        """Show the mesh in `folder`; a model that is there already gets the better mesh, the camera stays.

        `placement`: where it is put beside the others. Raises BadInputError where the folder holds no whole
        mesh.
        """
        self.show_entry(load_entry(key, folder, title=title, placement=placement))

    def show_entry(self, entry: ModelEntry) -> None:
        """The same for a model that `load_entry` read in another thread: large ones take a while."""
        self.apply(self.state.put_model(entry))
        if not self._fitted:
            self._fit_first()
        if not entry.mesh.element_count:
            name = entry.title or entry.key[:8]
            self.overlays.say(self.tr("{name} has no geometry to show.").format(name=name))

    def update_model(self, key: ModelKey, folder: Path) -> None:
        """Swap in the final mesh; visibility, selection, colours and camera stay."""
        self.add_model(key, folder)

    def remove_model(self, key: ModelKey) -> None:
        self.apply(self.state.remove_model(key))
        self._fitted = self._fitted and len(self.state) > 0

    def has_model(self, key: ModelKey) -> bool:
        return key in self.state

    def set_model_visible(self, key: ModelKey, visible: bool) -> None:
        self.apply(self.state.set_model_visible(key, visible), self._shown_or_hidden(visible))

    def set_elements_visible(self, refs: Refs, visible: bool = True) -> None:
        self.apply(self.state.set_visible(refs, visible), self._shown_or_hidden(visible))

    def set_class_visible(self, ifc_class: str, visible: bool) -> None:
        """Show or hide all elements of exactly this class, in every model."""
        self.apply(self.state.set_class_visible(ifc_class, visible), self._shown_or_hidden(visible))

    def is_visible(self, ref: ElementRef) -> bool:
        return self.state.is_visible(ref)

    def hidden_refs(self) -> RefSet:
        """Elements with geometry that are not shown, spaces and openings included."""
        return self.state.hidden_refs()

    def hidden_ids(self) -> ElementIds:
        """The same as arrays: quick for very many."""
        return self.state.hidden_ids()

    def isolate(self, refs: Refs) -> None:
        """Show `refs` alone; says so where none of them has geometry."""
        wanted = ElementIds.of(refs)
        self.apply(self.state.isolate(wanted), self.tr("isolate"))
        if wanted and not self.state.isolated:
            self.overlays.say(self.tr("None of these elements has geometry."))

    def hide_elements(self, refs: Refs) -> None:
        self.apply(self.state.set_visible(refs, False), self.tr("hide"))

    def ghost_others(self, ghosting: bool) -> None:
        """Draw all but the selection and the highlighted as faint shapes."""
        self.apply(self.state.ghost_others(ghosting), self.tr("ghost others"))

    def show_all(self) -> None:
        """Show all but the classes hidden by default, in all models."""
        self.apply(self.state.show_all(), self.tr("show all"))

    def invert_visible(self) -> None:
        """Show what is hidden and hide what is shown, of what is shown by default."""
        self.apply(self.state.invert_visible(), self.tr("invert"))

    def show_again(self) -> None:
        """Bring back what was isolated last; says so where nothing was."""
        if self.state.can_show_again:
            self.apply(self.state.show_again(), self.tr("show just these again"))
        else:
            self.overlays.say(self.tr("Nothing was isolated before."))

    def end_isolation(self) -> None:
        """Back to what was visible before the first isolation."""
        self.apply(self.state.end_isolation(), self.tr("end the isolation"))

    def set_model_tint(self, key: ModelKey, color: str) -> None:
        """Mix `#rrggbb` into all colours of a model; '' takes it away. Raises ValueError on another text."""
        self.apply(self.state.set_model_tint(key, color), self.tr("tint a model"))

    def set_model_ghosted(self, key: ModelKey, ghosted: bool) -> None:
        """Draw a whole model as faint shapes, or in full again."""
        self.apply(self.state.set_model_ghosted(key, ghosted), self.tr("ghost a model"))

    def undo(self) -> None:
        """Take back the last change of visibility, colours or sections."""
        self.history.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.history.redo()

    def set_color_mode(self, mode: ColorMode) -> None:
        self.apply(self.state.set_color_mode(mode), self.tr("colours"))

    def highlight(self, colors: Mapping[ElementRef, str]) -> None:
        """Colour elements (`#rrggbb`), in place of those before. Raises ValueError on another colour."""
        self.apply(self.state.highlight(colors), self.tr("colour elements"))

    def highlight_all(self, elements: ElementIds, color: str) -> None:
        """Colour all of `elements` (`#rrggbb`), in place of those before. Raises ValueError on another."""
        self.apply(self.state.highlight_all(elements, color), self.tr("colour elements"))

    def clear_highlight(self) -> None:
        self.apply(self.state.highlight({}), self.tr("colour elements"))

    def mark(self, ids: ElementIds) -> None:
        """Show what a form means, in a colour over all others; no step of undo. Nothing: no marks."""
        if set_marks(self.state, ids):
            self.apply(Change.MARKS)

    def isolate_selection(self) -> None:
        self.isolate(self.state.selection)

    def hide_selection(self) -> None:
        """Hide the selection and let it go: what cannot be seen is no longer acted on."""
        if self.state.selection:
            self.hide_elements(self.state.selection)
            self.clear_selection()

    def clear_selection(self) -> None:
        self._select(RefSet())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if len(self.state) and not self._fitted:
            self._fit_first()
        self.stage.feed.changed(moving=False)

    def _select(self, refs: RefSet) -> None:
        self.apply(self.state.set_selection(refs))
        self._hub.select(refs, origin=ORIGIN)

    def _fit_first(self) -> None:
        """The first model is fitted once, as soon as the view has its size."""
        if self.isVisible():
            self._fitted = True
            self.camera.fit(animated=False)

    def _shown_or_hidden(self, shown: bool) -> str:
        return self.tr("show") if shown else self.tr("hide")
