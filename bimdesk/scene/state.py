"""What is shown: models, visibility, selection, colours. No VTK, no Qt; every change says what it touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.drawing import SceneFacts, count_shown, view_models
from bimdesk.scene.entry import ModelEntry
from bimdesk.scene.ids import ElementIds, RefSet
from bimdesk.scene.layers_of_rules import RuleEffect, RuleLayer, ShownRules, ids_of, lay
from bimdesk.scene.palette import ColorMode, parse_color
from bimdesk.scene.sections import Sections
from bimdesk.scene.shown_models import Change, Refs, ShownModels
from bimdesk.scene.views import ModelView

__all__ = ["Change", "SceneState"]


class SceneState(ShownModels):
    """The scene as the user set it: what is visible, and how it is selected, coloured and cut."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = RefSet()
        self.color_mode = ColorMode.MUTED
        self.ghosting = False
        self.sections = Sections()
        self.rules = ShownRules()

    def put_model(self, entry: ModelEntry) -> Change:
        """Add a model, or swap in a better mesh of it: visibility, selection and highlights stay."""
        old = self._models.get(entry.key)
        if old is not None:
            entry.take_over(old)
        elif not self._models:
            self.origin = np.asarray(entry.mesh.origin, dtype=np.float64)
        self._models[entry.key] = entry
        if self.before_isolation is not None:
            self.before_isolation[entry.key] = entry.default
            if old is None:
                entry.visible = np.zeros_like(entry.visible)
        entry.selected = self._flags_by_model(self.selection).get(entry.key, np.zeros_like(entry.selected))
        return Change.MODELS

    def remove_model(self, key: ModelKey) -> Change:
        """Take a model out, and its elements out of the selection."""
        if self._models.pop(key, None) is None:
            return Change.NONE
        if self.before_isolation is not None:
            self.before_isolation.pop(key, None)
        if not self._models:
            self.before_isolation = None  # nothing is left to go back to
        selected = self.selection.ids.by_model
        kept = ElementIds({model: ids for model, ids in selected.items() if model != key})
        return Change.MODELS | self.set_selection(kept)

    def set_selection(self, refs: Refs) -> Change:
        """Select `refs`; those without geometry stay selected too, there is just nothing to draw."""
        selection = RefSet(refs)
        if selection == self.selection:
            return Change.NONE
        self.selection = selection
        flags = self._flags_by_model(selection)
        for entry in self:
            entry.selected = flags.get(entry.key, np.zeros_like(entry.selected))
        return Change.SELECTION | (Change.GHOSTS if self.ghosting else Change.NONE)

    def show_all(self) -> Change:
        """Show all but the classes that are hidden by default; nothing is a ghost any more."""
        return super().show_all() | self.ghost_others(False)

    def ghost_others(self, ghosting: bool) -> Change:
        """Draw all but the selection (and what is highlighted) as faint shapes; follows the selection."""
        changed = ghosting != self.ghosting
        self.ghosting = ghosting
        return Change.GHOSTS if changed else Change.NONE

    def highlight(self, colors: Mapping[ElementRef, str]) -> Change:
        """Replace all highlights, a smart view too: element -> `#rrggbb`. ValueError on another colour."""
        for color in set(colors.values()):
            parse_color(color)  # before anything changes
        by_model: dict[ModelKey, dict[ElementId, str]] = {entry.key: {} for entry in self}
        for ref, color in colors.items():
            if ref.model in by_model:
                by_model[ref.model][ref.element] = color
        change = self.end_rules()
        changed = [self._models[key].paint(wanted) for key, wanted in by_model.items()]
        return change | (Change.COLORS if any(changed) else Change.NONE)

    def highlight_all(self, elements: ElementIds, color: str) -> Change:
        """Highlight `elements` in one colour (`#rrggbb`), in place of all highlights and smart views."""
        parse_color(color)  # before anything changes
        change = self.end_rules()
        changed = [entry.paint_only(elements.ids(entry.key), color) for entry in self]
        return change | (Change.COLORS if any(changed) else Change.NONE)

    def show_rules(self, number: int, layers: Sequence[RuleLayer]) -> Change:
        """Show a smart view in place of all highlights; `number` tells it from others. A later layer wins."""
        change = self._restore_visibility()
        change |= self._lay(layers)
        isolated = ids_of(layers, RuleEffect.ISOLATE)
        if isolated:
            change |= self.isolate(isolated)
        hidden = ElementIds(
            {
                key: self._models[key].mesh.element_ids[flags & self._models[key].visible]
                for key, flags in self._flags_by_model(ids_of(layers, RuleEffect.HIDE)).items()
            }
        )
        change |= self.set_visible(hidden, False)
        if number != self.rules.number:
            change |= Change.COLORS
        self.rules = ShownRules(number=number, hidden=hidden, isolated=bool(isolated) and self.isolated)
        return change

    def lay_again(self, layers: Sequence[RuleLayer]) -> Change:
        """Colours and ghosts of the smart view that is shown, on models that came or got better meshes."""
        return self._lay(layers)

    def end_rules(self) -> Change:
        """No smart view any more: its colours and ghosts go, what it hid comes back."""
        if not self.rules.number:
            return Change.NONE
        change = self._restore_visibility() | self._lay(()) | Change.COLORS
        self.rules = ShownRules()
        return change

    def _lay(self, layers: Sequence[RuleLayer]) -> Change:
        change = Change.NONE
        for entry in self:
            painted, faint = lay(entry, layers)
            if not np.array_equal(painted, entry.painted):
                entry.painted, change = painted, change | Change.COLORS
            if not np.array_equal(faint, entry.faint):
                entry.faint, change = faint, change | Change.GHOSTS
        return change

    def _restore_visibility(self) -> Change:
        """Undo what the smart view that is shown did to it; what a person did since stays where it can."""
        if self.rules.isolated and self.isolated:
            return self.end_isolation()  # what was hidden inside it was so before, or not at all
        return self.set_visible(self.rules.hidden, True)

    def set_color_mode(self, mode: ColorMode) -> Change:
        """Colour by the muted palette or as authored."""
        changed = mode is not self.color_mode
        self.color_mode = mode
        return Change.COLORS if changed else Change.NONE

    def set_model_tint(self, key: ModelKey, color: str) -> Change:
        """Mix `#rrggbb` into all colours of a model; '' takes it away. Raises ValueError on another text."""
        if color:
            parse_color(color)
        entry = self._models[key]
        changed = entry.tint != color
        entry.tint = color
        return Change.COLORS if changed else Change.NONE

    def set_model_ghosted(self, key: ModelKey, ghosted: bool) -> Change:
        """Draw a whole model as faint shapes, but for what is selected or highlighted."""
        entry = self._models[key]
        changed = entry.ghosted != ghosted
        entry.ghosted = ghosted
        return Change.GHOSTS if changed else Change.NONE

    def set_sections(self, sections: Sections) -> Change:
        """Put these sections in the place of those before."""
        changed = sections != self.sections
        self.sections = sections
        return Change.SECTIONS if changed else Change.NONE

    def facts(self) -> SceneFacts:
        """Count what is shown."""
        return count_shown(self)

    def views(self) -> tuple[ModelView, ...]:
        """What the renderer draws of each shown model."""
        cut = self.sections.cut(self.origin)
        return view_models(self, origin=self.origin, mode=self.color_mode, ghosting=self.ghosting, cut=cut)
