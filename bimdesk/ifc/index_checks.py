"""What is broken inside a file: notices for the model, each with a bounded number of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bimdesk.domain.ids import ElementId
from bimdesk.domain.model import ImportNotice
from bimdesk.ifc.index_declarations import Declarations
from bimdesk.ifc.index_entities import EntityRow, Roots
from bimdesk.ifc.index_relations import Relations

MAX_ELEMENTS = 1000

_GUID = re.compile(r"[0-3][0-9A-Za-z_$]{21}")
_FEATURES = {"IfcFeatureElement", "IfcPort", "IfcVirtualElement"}
_NEED_PARENT = {"IfcElement", "IfcSpatialElement", "IfcSpatialStructureElement"}


def check_model(declarations: Declarations, roots: Roots, relations: Relations) -> list[ImportNotice]:
    """Projects, GlobalIds, containers, cycles."""
    notices = [*_check_project(roots), *_check_guids(roots)]
    lost = [row.id for row in roots.entities.values() if _lacks_parent(row, declarations, relations)]
    if lost:
        notices.append(
            _notice(
                "container", f"{_are(len(lost), 'element')} in no storey, building or other container.", lost
            )
        )
    if relations.loops:
        message = (
            "The spatial tree contains itself: a parent was taken from some elements to break the circle."
        )
        notices.append(_notice("structure", message, relations.loops))
    if relations.second_parents:
        count = len(set(relations.second_parents))
        notices.append(
            _notice(
                "container",
                f"{_are(count, 'element')} in two containers; the first was kept.",
                relations.second_parents,
            )
        )
    return notices


def _check_project(roots: Roots) -> Iterable[ImportNotice]:
    projects = roots.of_kind("project")
    if not projects:
        yield ImportNotice(kind="structure", message="The file has no IfcProject; units are taken as metres.")
    elif len(projects) > 1:
        yield _notice(
            "structure",
            f"The file has {len(projects)} IfcProject; the first was used.",
            [row.id for row in projects],
        )


def _check_guids(roots: Roots) -> Iterable[ImportNotice]:
    missing = roots.by_guid.get("", [])
    malformed = [
        key for guid, keys in roots.by_guid.items() if guid and not _GUID.fullmatch(guid) for key in keys
    ]
    twice = [key for guid, keys in roots.by_guid.items() if guid and len(keys) > 1 for key in keys]
    if missing:
        yield _notice("guid", f"{_have(len(missing), 'entity')} no GlobalId.", missing)
    if malformed:
        yield _notice("guid", f"{_have(len(malformed), 'entity')} a malformed GlobalId.", malformed)
    if twice:
        yield _notice("guid", f"{_have(len(twice), 'entity')} a GlobalId that others have too.", twice)


def _lacks_parent(row: EntityRow, declarations: Declarations, relations: Relations) -> bool:
    if row.kind != "product" or row.id in relations.parents:
        return False
    ancestors = declarations.ancestors(row.cls)
    return any(name in _NEED_PARENT for name in ancestors) and not any(
        name in _FEATURES for name in ancestors
    )


def _notice(kind: str, message: str, elements: Sequence[int]) -> ImportNotice:
    unique = list(dict.fromkeys(elements))[:MAX_ELEMENTS]
    return ImportNotice(kind=kind, message=message, elements=tuple(ElementId(key) for key in unique))


def _are(count: int, noun: str) -> str:
    return f"1 {noun} is" if count == 1 else f"{count} {_plural(noun)} are"


def _have(count: int, noun: str) -> str:
    return f"1 {noun} has" if count == 1 else f"{count} {_plural(noun)} have"


def _plural(noun: str) -> str:
    return "entities" if noun == "entity" else f"{noun}s"
