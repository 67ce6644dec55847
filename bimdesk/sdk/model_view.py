"""One model version as a script sees it: queries, and the functions that take an element."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from types import GenericAlias
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.guid import LENGTH
from bimdesk.index.query import Query
from bimdesk.index.reader import ModelIndex
from bimdesk.sdk import element_reads
from bimdesk.sdk.element_reads import GeometryReader, SetReader
from bimdesk.sdk.entities import Classification, Entity, Material, PropertySet, Root, entity_class

if TYPE_CHECKING:
    import ifcopenshell

_ENTITY = "SELECT id, guid, class, name FROM entities WHERE "


class ElementNotFoundError(LookupError):
    """An id or a GlobalId that the model does not have."""


class ModelView:
    """A model version in `folder` (index.sqlite, mesh/, source.ifc). `warn` takes lines for the log.

    Without a folder: a model with nothing in it, as after an import that failed. `examined`: the STEP ids of
    all elements that were given out; it is what later runs are compared by.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        label: str = "",
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self.folder = folder
        self.index = ModelIndex(folder)
        self.label = label or self.index.meta.get("project_name", "") or (folder.name if folder else "")
        self._entity = entity_class(self)
        self._decoder: msgspec.json.Decoder[list[Entity]] = msgspec.json.Decoder(
            GenericAlias(list, (self._entity,))
        )
        self._warn = warn or (lambda _text: None)
        self._known: dict[int, Entity] = {}
        self.examined: set[int] = set()
        self._warned: set[str] = set()
        self._sets = SetReader(self.index)
        self._geometry = GeometryReader(folder / "mesh" if folder else None)

    @property
    def entities(self) -> Query[Entity]:
        """Every product: IfcProduct and subtypes."""
        return self._elements("entities")

    @property
    def types(self) -> Query[Entity]:
        """Every IfcTypeObject."""
        return self._elements("types")

    @property
    def systems(self) -> Query[Entity]:
        """Every IfcSystem and subtypes."""
        return self._elements("systems")

    @property
    def storeys(self) -> Query[Entity]:
        """Every IfcBuildingStorey, lowest first."""
        return self._elements("storeys")

    @property
    def properties(self) -> Query[PropertySet]:
        """Every property set of the file."""
        return Query(self.index, "properties", self._sets.make)

    @property
    def quantities(self) -> Query[PropertySet]:
        """Every quantity set of the file."""
        return Query(self.index, "quantities", self._sets.make)

    @property
    def materials(self) -> Query[Material]:
        """Every IfcMaterial."""
        return Query(self.index, "materials", element_reads.make_material)

    @property
    def classifications(self) -> Query[Classification]:
        """Every classification reference."""
        return Query(self.index, "classifications", element_reads.make_classification)

    @property
    def roots(self) -> Query[Root]:
        """Every IfcRoot, relationships and property sets too."""
        return Query(self.index, "roots", lambda row: Root(*row), seen=self.examined)

    @cached_property
    def model(self) -> ifcopenshell.file:
        """The file, opened by IfcOpenShell on first use."""
        import ifcopenshell

        if self.folder is None:
            raise ElementNotFoundError("There is no model: the import failed, import_result.error says why.")
        # The importer leaves readable.ifc where source.ifc cannot be opened as it is.
        mended = self.folder / "readable.ifc"
        opened = ifcopenshell.open(str(mended if mended.exists() else self.folder / "source.ifc"))
        if not isinstance(opened, ifcopenshell.file):
            raise TypeError(
                f"{self.label} is no STEP file; use entities and get_properties instead of model."
            )
        return opened

    @property
    def opened_model(self) -> ifcopenshell.file | None:
        """The file, if it was opened."""
        found: ifcopenshell.file | None = self.__dict__.get("model")
        return found

    def get_properties(self, entity: Any) -> list[PropertySet]:
        """All property sets and quantity sets of an element, its type's included and marked `from_type`.

        The values of `ifcopenshell.util.element.get_psets`: a property that the element overrides is left out
        of its type's set.
        """
        owner = self.resolve(entity)
        return owner.view.sets_of(owner.id)

    def get_quantities(self, entity: Any) -> list[PropertySet]:
        """The quantity sets of an element, in the file's units."""
        return [found for found in self.get_properties(entity) if found.is_quantity]

    def get_geometry(self, entity: Any) -> dict[str, NDArray[Any]] | None:
        """`{"vertices": float64 (n, 3), world metres, "faces": int32 (m, 3)}`; None where it has none."""
        owner = self.resolve(entity)
        return owner.view.geometry_of(owner.id)

    def get_materials(self, entity: Any) -> list[Material]:
        """The materials of an element: one for each layer, constituent or profile."""
        owner = self.resolve(entity)
        return element_reads.materials_of(owner.view.index, owner.id)

    def get_classifications(self, entity: Any) -> list[Classification]:
        """The classification references of an element, its type's included and marked."""
        owner = self.resolve(entity)
        return element_reads.classifications_of(owner.view.index, owner.id)

    def get_container(self, entity: Any) -> Entity | None:
        """The spatial element that an element is in: storey, space, building, site, through any wholes."""
        owner = self.resolve(entity)
        return owner.view.entity_or_none(element_reads.container_id(owner.view.index, owner.id))

    def get_parts(self, entity: Any) -> list[Entity]:
        """What an element is made of: its parts (aggregated or nested), or what is in a spatial element."""
        owner = self.resolve(entity)
        found = [
            owner.view.entity_or_none(number) for number in element_reads.part_ids(owner.view.index, owner.id)
        ]
        return [part for part in found if part is not None]

    def resolve(self, entity: Any) -> Entity:
        """The element that is meant: an entity, an id (int or text), a GlobalId, an IfcOpenShell instance.

        Raises ElementNotFoundError where there is none, TypeError where it is nothing of the kind.
        """
        if isinstance(entity, Entity):
            return entity
        number = element_number(entity)
        if number is not None:
            found = self.entity_or_none(number)
            if found is None:
                raise ElementNotFoundError(f"The model has no element with the id {number}.")
            return found
        if not isinstance(entity, str):
            raise TypeError(f"{entity!r} is no element, no id and no GlobalId.")
        return self._by_guid(entity)

    def sets_of(self, number: int) -> list[PropertySet]:
        """The effective property and quantity sets of an element of this model."""
        return self._sets.sets_of(number)

    def geometry_of(self, number: int) -> dict[str, NDArray[Any]] | None:
        """The shape of an element of this model."""
        return self._geometry.geometry_of(number)

    def details(self, number: int) -> tuple[Any, ...]:
        """The fields `entities.DETAILS` of an element."""
        return element_reads.entity_details(self.index, number)

    def system_of(self, number: int) -> Entity | None:
        """The first system that an element belongs to."""
        return self.entity_or_none(element_reads.system_id(self.index, number))

    def entity_or_none(self, number: int | None) -> Entity | None:
        """The element with a STEP id; the same object each time."""
        if number is None:
            return None
        known = self._known.get(number)
        if known is None:
            row = next(self.index.rows(_ENTITY + "id = ?", (number,)), None)
            known = None if row is None else self._make(row)
            if known is not None:
                self._known[number] = known
                self.examined.add(number)
        return known

    def close(self) -> None:
        self.index.close()

    def __repr__(self) -> str:
        return f"<model {self.label}: {self.entities.count()} products>"

    def _elements(self, source: str) -> Query[Entity]:
        return Query(self.index, source, self._make, unpack=self._unpack, seen=self.examined)

    def _make(self, row: tuple[Any, ...]) -> Entity:
        return self._entity(*row)

    def _unpack(self, rows: str) -> list[Entity]:
        """Many rows at once, sorted by their ids."""
        found = self._decoder.decode(rows)
        found.sort(key=attrgetter("id"))
        return found

    def _by_guid(self, guid: str) -> Entity:
        rows = list(self.index.rows(_ENTITY + "guid = ? ORDER BY id LIMIT 2", (guid,)))
        if not rows:
            raise ElementNotFoundError(f"The model has no element with the GlobalId {guid!r}.")
        if len(rows) > 1 and guid not in self._warned:
            self._warned.add(guid)
            self._warn(f"Several elements have the GlobalId {guid}; #{rows[0][0]} is taken.")
        self.examined.add(rows[0][0])
        return self._make(rows[0])


def element_number(entity: Any) -> int | None:
    """The STEP id that an argument holds: an int, digits, an IfcOpenShell instance; None for a GlobalId."""
    if isinstance(entity, bool):
        return None
    if isinstance(entity, int | np.integer):
        return int(entity)
    if isinstance(entity, str):
        digits = entity.strip().removeprefix("#")
        return int(digits) if digits.isdecimal() and len(digits) < LENGTH else None
    identity = getattr(entity, "id", None)
    if callable(identity) and hasattr(entity, "is_a"):
        return int(identity())
    return identity if isinstance(identity, int) and not isinstance(identity, bool) else None
