"""Classification references with their system; a type's hold where its occurrence has none of that system."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bimdesk.ifc.index_declarations import Declarations, Entity
from bimdesk.ifc.index_entities import Roots, read
from bimdesk.ifc.index_relations import Relations, all_of
from bimdesk.ifc.index_values import as_text

_MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of `classifications`; `system_id` tells systems of the same name apart."""

    id: int
    system: str | None
    identification: str | None
    name: str | None
    location: str | None
    system_id: int = 0


@dataclass(slots=True)
class ClassificationIndex:
    """References by STEP id, and entity -> [(reference, from its type)]."""

    references: dict[int, Reference] = field(default_factory=dict)
    links: dict[int, list[tuple[Reference, bool]]] = field(default_factory=dict)


def read_classifications(
    model: Any, declarations: Declarations, roots: Roots, relations: Relations
) -> ClassificationIndex:
    """All IfcRelAssociatesClassification of the entities of the index."""
    index = ClassificationIndex()
    own: dict[int, dict[int, Reference]] = defaultdict(dict)
    for relation in all_of(model, "IfcRelAssociatesClassification"):
        target = read(relation, 5)
        if target is None:
            continue
        reference = index.references.get(target.id()) or _reference(target, declarations)
        index.references[reference.id] = reference
        for related in read(relation, 4) or ():
            if related.id() in roots.entities:
                own[related.id()][reference.id] = reference
    for entity_id in roots.entities:
        mine = list(own.get(entity_id, {}).values())
        systems = {reference.system_id for reference in mine}
        inherited = own.get(relations.types.get(entity_id, 0), {}).values()
        links = [(reference, False) for reference in mine]
        links += [(reference, True) for reference in inherited if reference.system_id not in systems]
        if links:
            index.links[entity_id] = links
    return index


def _reference(instance: Entity, declarations: Declarations) -> Reference:
    def get(name: str, of: Entity = instance) -> Any:
        position = declarations.attributes(of.is_a()).get(name)
        return None if position is None else read(of, position)

    system = instance
    for _ in range(_MAX_DEPTH):
        source = get("ReferencedSource", system)
        if source is None:
            break
        system = source
    is_system = system.is_a() == "IfcClassification"
    return Reference(
        id=instance.id(),
        system=as_text(get("Name", system)) if is_system else None,
        identification=as_text(get("Identification") or get("ItemReference")),
        name=as_text(get("Name")),
        location=as_text(get("Location")),
        system_id=system.id() if is_system else 0,
    )
