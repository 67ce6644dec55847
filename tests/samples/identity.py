"""GlobalIds, owner history and header that are the same at every run."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid
from ifcopenshell import entity_instance

from tests.samples.entity import Entity, Model

NAMESPACE = uuid.UUID("6f0c3c52-2f0e-5d0b-9a53-3d5c1f1f7a10")
CREATED = 1_767_225_600
"""2026-01-01T00:00:00Z, in seconds."""
TIME_STAMP = "2026-01-01T00:00:00+00:00"


def guid_of(text: str) -> str:
    """The GlobalId that belongs to a text."""
    return str(ifcopenshell.guid.compress(uuid.uuid5(NAMESPACE, text).hex))


def settle_order(file: ifcopenshell.file) -> None:
    """Sorts what a relationship relates by STEP id: it is a set, and comes in any order."""
    for relation in file.by_type("IfcRelationship"):
        for index in range(4, len(relation)):
            value = relation[index]
            if isinstance(value, tuple) and len(value) > 1:
                relation[index] = sorted(value, key=entity_instance.id)


def settle_guids(file: ifcopenshell.file, seed: str, *, keep: Collection[str] = ()) -> None:
    """Replaces every GlobalId outside `keep` by one that follows from class, name and order; sorts sets."""
    settle_order(file)
    seen: Counter[str] = Counter()
    roots: list[Entity] = sorted(file.by_type("IfcRoot"), key=entity_instance.id)
    for root in roots:
        if root.GlobalId in keep:
            continue
        key = f"{seed}/{root.is_a()}/{root.Name or ''}"
        seen[key] += 1
        root.GlobalId = guid_of(f"{key}/{seen[key]}")


def guids(file: ifcopenshell.file) -> set[str]:
    """Every GlobalId of a file."""
    return {root.GlobalId for root in file.by_type("IfcRoot")}


def add_owner(file: ifcopenshell.file) -> None:
    """Gives every root the same owner history, and takes out those that tell today's date."""
    existing = sorted(file.by_type("IfcOwnerHistory"), key=entity_instance.id)
    owner = existing[0] if existing else _owner_history(file)
    for root in file.by_type("IfcRoot"):
        root.OwnerHistory = owner
    for other in existing[1:]:
        file.remove(other)


def _owner_history(file: ifcopenshell.file) -> Entity:
    person = file.create_entity("IfcPerson", Identification="AL", FamilyName="Lindqvist", GivenName="Astrid")
    office = file.create_entity("IfcOrganization", Name="bimdesk sample office")
    application = file.create_entity("IfcApplication", office, "1.0", "bimdesk samples", "bimdesk-samples")
    user = file.create_entity("IfcPersonAndOrganization", person, office)
    return file.create_entity(
        "IfcOwnerHistory", user, application, "READWRITE", "NOCHANGE", None, None, None, CREATED
    )


def write_file(file: ifcopenshell.file, path: Path) -> None:
    """Writes a model with a header that says nothing of today or of this machine."""
    name = file.header.file_name
    name.name = path.name
    name.time_stamp = TIME_STAMP
    name.author = ("Astrid Lindqvist",)
    name.organization = ("bimdesk sample office",)
    name.preprocessor_version = "bimdesk samples"
    name.originating_system = "bimdesk samples 1.0"
    name.authorization = "none"
    file.header.file_description.description = ("ViewDefinition [ReferenceView_V1.2]",)
    model: Model = file
    path.write_bytes(model.to_string().replace("\r\n", "\n").encode("ascii"))
