"""Materials of entities: single, layers (thickness in metres), constituents, profiles, lists; types' too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bimdesk.ifc.index_declarations import Declarations, Entity
from bimdesk.ifc.index_entities import Roots, read
from bimdesk.ifc.index_relations import Relations, all_of
from bimdesk.ifc.index_values import as_text


@dataclass(frozen=True, slots=True)
class MaterialUse:
    """One material in one use: a row of `entity_materials` without its entity."""

    material_id: int | None
    usage: str
    set_name: str | None = None
    part_name: str | None = None
    thickness: float | None = None
    fraction: float | None = None


@dataclass(slots=True)
class MaterialIndex:
    """materials: (id, name, category, description); uses: entity -> (uses, from its type)."""

    materials: list[tuple[int, str, str | None, str | None]] = field(default_factory=list)
    uses: dict[int, tuple[list[MaterialUse], bool]] = field(default_factory=dict)


class MaterialReader:
    """Reads the materials of one model; each set once."""

    def __init__(self, model: Any, declarations: Declarations, *, length_scale: float) -> None:
        self._model = model
        self._declarations = declarations
        self._scale = length_scale
        self._expanded: dict[int, list[MaterialUse]] = {}

    def read_all(self, roots: Roots, relations: Relations) -> MaterialIndex:
        """The first association of an entity counts, as for IfcOpenShell; else that of its type."""
        index = MaterialIndex(materials=[self._material(item) for item in all_of(self._model, "IfcMaterial")])
        own: dict[int, list[MaterialUse]] = {}
        for relation in all_of(self._model, "IfcRelAssociatesMaterial"):
            uses = self._expand(read(relation, 5))
            for related in read(relation, 4) or ():
                own.setdefault(related.id(), uses)
        for entity_id in roots.entities:
            if entity_id in own:
                index.uses[entity_id] = (own[entity_id], False)
            elif (type_id := relations.types.get(entity_id)) in own:
                index.uses[entity_id] = (own[type_id], True)
        return index

    def _get(self, instance: Entity, name: str) -> Any:
        position = self._declarations.attributes(instance.is_a()).get(name)
        return None if position is None else read(instance, position)

    def _material(self, instance: Entity) -> tuple[int, str, str | None, str | None]:
        return (
            instance.id(),
            as_text(read(instance, 0)) or "",
            as_text(self._get(instance, "Category")),
            as_text(self._get(instance, "Description")),
        )

    def _expand(self, instance: Entity | None) -> list[MaterialUse]:
        if instance is None:
            return []
        known = self._expanded.get(instance.id())
        if known is None:
            known = self._expanded[instance.id()] = self._read(instance)
        return known

    def _read(self, instance: Entity) -> list[MaterialUse]:
        match instance.is_a():
            case "IfcMaterial":
                return [MaterialUse(instance.id(), "material")]
            case (
                "IfcMaterialLayerSetUsage"
                | "IfcMaterialProfileSetUsage"
                | "IfcMaterialProfileSetUsageTapering"
            ):
                return self._expand(read(instance, 0))
            case "IfcMaterialLayerSet":
                return [self._layer(item, self._set_name(instance)) for item in read(instance, 0) or ()]
            case "IfcMaterialLayer" | "IfcMaterialLayerWithOffsets":
                return [self._layer(instance, None)]
            case "IfcMaterialProfileSet":
                items = self._get(instance, "MaterialProfiles") or ()
                return [self._part(item, "profile", self._set_name(instance)) for item in items]
            case "IfcMaterialProfile" | "IfcMaterialProfileWithOffsets":
                return [self._part(instance, "profile", None)]
            case "IfcMaterialConstituentSet":
                items = self._get(instance, "MaterialConstituents") or ()
                return [self._part(item, "constituent", self._set_name(instance)) for item in items]
            case "IfcMaterialConstituent":
                return [self._part(instance, "constituent", None)]
            case "IfcMaterialList":
                return [MaterialUse(item.id(), "list") for item in read(instance, 0) or ()]
        return []

    def _set_name(self, instance: Entity) -> str | None:
        return as_text(self._get(instance, "LayerSetName") or self._get(instance, "Name"))

    def _layer(self, instance: Entity, set_name: str | None) -> MaterialUse:
        thickness = self._get(instance, "LayerThickness")
        return MaterialUse(
            _id(self._get(instance, "Material")), "layer", set_name, as_text(self._get(instance, "Name")),
            float(thickness) * self._scale if isinstance(thickness, int | float) else None,
        )  # fmt: skip

    def _part(self, instance: Entity, usage: str, set_name: str | None) -> MaterialUse:
        fraction = self._get(instance, "Fraction")
        return MaterialUse(
            _id(self._get(instance, "Material")), usage, set_name, as_text(self._get(instance, "Name")), None,
            float(fraction) if isinstance(fraction, int | float) else None,
        )  # fmt: skip


def _id(instance: Entity | None) -> int | None:
    return None if instance is None else int(instance.id())
