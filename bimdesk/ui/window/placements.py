"""Where each model of the scene is put: by its map conversion, by its own coordinates, or by hand."""

from __future__ import annotations

from collections.abc import Iterable

from bimdesk.domain.georeference import MapConversion, Placement, Point, place_models
from bimdesk.domain.ids import ModelKey
from bimdesk.errors import BimdeskError
from bimdesk.ui.context import Context


class Placements:
    """Answers how models are placed; remembers what was read of them and what was moved by hand."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._conversions: dict[ModelKey, MapConversion | None] = {}
        self._shifts: dict[ModelKey, Point] = {}
        self.applied: dict[ModelKey, Placement] = {}
        """What the view shows of each model."""

    def of(self, keys: Iterable[ModelKey]) -> dict[ModelKey, Placement]:
        """For models in the order in which they were opened. Reads what is not known yet (a few ms each)."""
        conversions = {key: self._conversion(key) for key in keys}
        placed = place_models(conversions, self._context.settings.place_by)
        return {
            key: placement.moved(self._shifts[key]) if key in self._shifts else placement
            for key, placement in placed.items()
        }

    def shift(self, key: ModelKey, by: Point) -> None:
        """Move a model by hand, metres, on top of what was done before; until it is dropped."""
        old = self._shifts.get(key, (0.0, 0.0, 0.0))
        self._shifts[key] = (old[0] + by[0], old[1] + by[1], old[2] + by[2])

    def is_shifted(self, key: ModelKey) -> bool:
        """True where the model stands where a person put it."""
        return key in self._shifts

    def forget_shifts(self) -> None:
        """All models back to where their coordinates put them."""
        self._shifts.clear()

    def drop(self, key: ModelKey) -> None:
        """The model is gone."""
        for known in (self._conversions, self._shifts, self.applied):
            known.pop(key, None)

    def crs_of(self, key: ModelKey) -> str:
        """The name of the map's coordinate system, '' where the model has none."""
        found = self._conversions.get(key)
        return found.crs if found is not None else ""

    def conversion(self, key: ModelKey) -> MapConversion | None:
        """How the model lies on the map; None where its file does not say."""
        return self._conversion(key)

    def _conversion(self, key: ModelKey) -> MapConversion | None:
        if key not in self._conversions:
            try:
                text = self._context.indexes.get(key).meta.get("map_conversion", "")
            except BimdeskError:  # on its way still, or broken: said elsewhere
                return None
            self._conversions[key] = MapConversion.from_text(text)
        return self._conversions[key]
