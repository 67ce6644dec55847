"""What one can do to what the 3D view shows: models, visibility, colours, selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.palette import ColorMode
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

    def add_model(self, key: ModelKey, folder: Path, *, title: str = "") -> None:
        """Show the mesh in `folder`; a model that is there already gets the better mesh, the camera stays.

        Raises BadInputError where the folder holds no whole mesh.
        """
        self._after(self.state.put_model(make_entry(key, open_mesh(folder), title=title)))
        if not self._fitted:
            self._fit_first()
        if not self.state.entry(key).mesh.element_count:
            self.overlays.say(self.tr("{name} has no geometry to show.").format(name=title or key[:8]))

    def update_model(self, key: ModelKey, folder: Path) -> None:
        """Swap in the final mesh; visibility, selection, colours and camera stay."""
        self.add_model(key, folder)

    def remove_model(self, key: ModelKey) -> None:
        self._after(self.state.remove_model(key))
        self._fitted = self._fitted and len(self.state) > 0

    def has_model(self, key: ModelKey) -> bool:
        return key in self.state

    def set_model_visible(self, key: ModelKey, visible: bool) -> None:
        self._after(self.state.set_model_visible(key, visible))

    def set_elements_visible(self, refs: Refs, visible: bool = True) -> None:
        self._after(self.state.set_visible(refs, visible))

    def set_class_visible(self, ifc_class: str, visible: bool) -> None:
        """Show or hide all elements of exactly this class, in every model."""
        self._after(self.state.set_class_visible(ifc_class, visible))

    def is_visible(self, ref: ElementRef) -> bool:
        return self.state.is_visible(ref)

    def hidden_refs(self) -> frozenset[ElementRef]:
        """Elements with geometry that are not shown, spaces and openings included."""
        return self.state.hidden_refs()

    def hidden_ids(self) -> ElementIds:
        """The same as arrays: quick for very many."""
        return self.state.hidden_ids()

    def isolate(self, refs: Refs) -> None:
        """Show `refs` alone; says so where none of them has geometry."""
        wanted = ElementIds.of(refs)
        self._after(self.state.isolate(wanted))
        if wanted and not self.state.isolated:
            self.overlays.say(self.tr("None of these elements has geometry."))

    def hide_elements(self, refs: Refs) -> None:
        self._after(self.state.set_visible(refs, False))

    def ghost_others(self, ghosting: bool) -> None:
        """Draw all but the selection and the highlighted as faint shapes."""
        self._after(self.state.ghost_others(ghosting))

    def show_all(self) -> None:
        """Show all but the classes hidden by default, in all models."""
        self._after(self.state.show_all())

    def set_color_mode(self, mode: ColorMode) -> None:
        self._after(self.state.set_color_mode(mode))

    def highlight(self, colors: Mapping[ElementRef, str]) -> None:
        """Colour elements (`#rrggbb`), in place of those before. Raises ValueError on another colour."""
        self._after(self.state.highlight(colors))

    def clear_highlight(self) -> None:
        self._after(self.state.highlight({}))

    def isolate_selection(self) -> None:
        self.isolate(self.state.selection)

    def hide_selection(self) -> None:
        """Hide the selection and let it go: what cannot be seen is no longer acted on."""
        if self.state.selection:
            self.hide_elements(self.state.selection)
            self.clear_selection()

    def clear_selection(self) -> None:
        self._select(frozenset())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if len(self.state) and not self._fitted:
            self._fit_first()
        self.stage.feed.changed(moving=False)

    def _select(self, refs: frozenset[ElementRef]) -> None:
        self._after(self.state.set_selection(refs))
        self._hub.select(refs, origin=ORIGIN)

    def _fit_first(self) -> None:
        """The first model is fitted once, as soon as the view has its size."""
        if self.isVisible():
            self._fitted = True
            self.camera.fit(animated=False)
