"""Draws models beside one another: places them, follows the setting, says when two lie kilometres apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject

from bimdesk.domain.georeference import Placement
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.scene.distance import FarApart, far_apart, shift_beside
from bimdesk.scene.entry import ModelEntry, load_entry
from bimdesk.settings import Settings
from bimdesk.ui.context import Context
from bimdesk.ui.latest import is_alive
from bimdesk.ui.viewport import Viewport
from bimdesk.ui.window.placements import Placements


class Neighbours(QObject):
    """What `SceneModels` draws by; nobody else moves models."""

    def __init__(self, context: Context, viewport: Viewport, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._viewport = viewport
        self._placements = Placements(context)
        self._versions: dict[ModelKey, ModelVersion] = {}
        self._told: set[tuple[ModelKey, ModelKey]] = set()
        self._numbers = count(1)
        self._reading: dict[ModelKey, tuple[int, Placement]] = {}
        """What is read in the pool: which reading of a model counts, and where it will stand."""
        self._fit_then = False
        self._place_by = context.settings.place_by
        context.settings_changed.connect(self._settings_changed)

    @property
    def placements(self) -> Placements:
        """Where each model is put, and by what."""
        return self._placements

    def set_versions(self, versions: Sequence[ModelVersion]) -> None:
        """All that are shown or taken out for now. The oldest model stays, others come to it."""
        oldest_first = sorted(versions, key=lambda version: (version.model_id, version.number))
        self._versions = {ModelKey(version.sha256): version for version in oldest_first}

    def draw(
        self,
        key: ModelKey,
        folder: Path,
        title: str,
        *,
        on_drawn: Callable[[], None],
        on_failure: Callable[[BimdeskError], None],
    ) -> None:
        """Read a mesh in the pool, then show it where it belongs, unless another was asked for meanwhile."""
        placement = self._placements.of([*self._versions, key])[key]
        number = next(self._numbers)
        self._reading[key] = number, placement
        self._context.operations.run(
            partial(load_entry, key, folder, title=title, placement=placement),
            on_success=partial(self._take, number, on_drawn),
            on_failure=partial(self._fail, key, number, on_failure),
        )

    def is_reading(self, key: ModelKey) -> bool:
        """True while the model's mesh is on its way into the view."""
        return key in self._reading

    def cancel(self, key: ModelKey) -> None:
        """What is read of the model is no longer wanted."""
        self._reading.pop(key, None)

    def _take(self, number: int, on_drawn: Callable[[], None], entry: ModelEntry) -> None:
        wanted = self._reading.get(entry.key)
        if wanted is None or wanted[0] != number or not is_alive(self._viewport):
            return
        del self._reading[entry.key]
        if self._placements.applied.get(entry.key, wanted[1]) != wanted[1]:
            self._viewport.measuring.forget_points_of(entry.key)
        self._placements.applied[entry.key] = wanted[1]
        self._viewport.show_entry(entry)
        on_drawn()
        self.settle()
        if self._fit_then and not self._reading:
            self._fit_then = False
            self._viewport.fit()

    def _fail(
        self, key: ModelKey, number: int, on_failure: Callable[[BimdeskError], None], error: BimdeskError
    ) -> None:
        wanted = self._reading.get(key)
        if wanted is not None and wanted[0] == number:
            del self._reading[key]
            on_failure(error)

    def drop(self, key: ModelKey) -> None:
        """The model is no longer shown."""
        self.cancel(key)
        self._placements.drop(key)
        self._told = {pair for pair in self._told if key not in pair}

    def settle(self) -> None:
        """Move what stands elsewhere now, and say what is far from the rest."""
        moved = []
        for key, placement in self._placements.of(self._versions).items():
            if self._viewport.has_model(key) and self._stands_or_comes(key) != placement:
                self._redraw(key)
                moved.append(key)
        placed = [key for key in moved if not self._placements.is_shifted(key)]
        if placed and self._context.settings.place_by == "map":
            names = ", ".join(self._versions[key].label for key in placed)
            crs = self._placements.crs_of(placed[0])
            self._context.hub.notify(
                "info", self.tr("Placed by map coordinates ({0})").format(crs or self.tr("no name")), names
            )
        self._tell_far()

    def _stands_or_comes(self, key: ModelKey) -> Placement | None:
        reading = self._reading.get(key)
        return self._placements.applied.get(key) if reading is None else reading[1]

    def _redraw(self, key: ModelKey) -> None:
        version = self._versions[key]
        self.draw(
            key,
            version.folder / "mesh",
            version.label,
            on_drawn=lambda: None,
            on_failure=self._context.hub.notify_error,
        )

    def _settle_and_fit(self) -> None:
        """Move what stands elsewhere now; all of it is in the picture once it is there."""
        self._fit_then = True
        self.settle()
        if not self._reading:
            self._fit_then = False
            self._viewport.fit()

    def _tell_far(self) -> None:
        shown = {key: self._viewport.state.entry(key).mesh for key in self._shown_keys()}
        far = far_apart(shown)
        if far is None or (far.model, far.other) in self._told:
            return
        self._told.add((far.model, far.other))
        text = self.tr("{model} lies {distance} km from {other}: one picture cannot show both.").format(
            model=self._versions[far.model].label,
            other=self._versions[far.other].label,
            distance=_kilometres(far.metres),
        )
        self._viewport.overlays.say(
            text,
            action=self.tr("Move beside"),
            on_action=partial(self._move_beside, far),
            more=((self.tr("Show only this"), partial(self._show_only, far.model)),),
            stays=True,
        )

    def _shown_keys(self) -> list[ModelKey]:
        state = self._viewport.state
        return [key for key in self._versions if key in state and state.entry(key).shown]

    def _move_beside(self, far: FarApart) -> None:
        """Stand it to the right of the other, for looking; measured coordinates are then not its own."""
        state = self._viewport.state
        if far.model not in state or far.other not in state:
            return
        self._placements.shift(
            far.model, shift_beside(state.entry(far.model).mesh, state.entry(far.other).mesh)
        )
        self._settle_and_fit()
        self._viewport.overlays.say(
            self.tr("{0} stands beside {1} for looking, not where it belongs.").format(
                self._versions[far.model].label, self._versions[far.other].label
            ),
            action=self.tr("Put it back"),
            on_action=self._put_back,
        )

    def _put_back(self) -> None:
        self._placements.forget_shifts()
        self._told.clear()
        self._settle_and_fit()

    def _show_only(self, key: ModelKey) -> None:
        for other in self._shown_keys():
            if other != key:
                self._viewport.set_model_visible(other, False)
        self._viewport.fit()

    def _settings_changed(self, settings: Settings) -> None:
        if settings.place_by != self._place_by:
            self._place_by = settings.place_by
            self._told.clear()
            self.settle()
            self._viewport.fit()


def _kilometres(metres: float) -> str:
    """`2.4` or `1,412`."""
    kilometres = metres / 1000
    return f"{kilometres:,.1f}" if kilometres < 10 else f"{kilometres:,.0f}"
