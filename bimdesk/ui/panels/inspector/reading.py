"""Reads what the inspector shows, in the pool; a reading that nobody waits for any more is stopped."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.errors import BimdeskError
from bimdesk.index.details import Comparison, EntityDetails, compare, load_details, merged, read_step_line
from bimdesk.index.reader import ModelIndex
from bimdesk.meshes import Mesh
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.inspector_rows import GeometryFacts, InspectorSection
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.inspector.geometry import geometry_facts, open_mesh


@dataclass(frozen=True, slots=True)
class OnePage:
    """One element; `details` is None where its model's index is not there yet.

    `first`: sections before all others, of those who know more of it.
    """

    ref: ElementRef
    details: EntityDetails | None
    geometry: GeometryFacts | None = None
    step_line: str | None = None
    first: tuple[InspectorSection, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonPage:
    """Several elements compared. `focus`: the storey, type or system whose elements the others are."""

    comparison: Comparison
    focus: ElementRef | None = None


Page = OnePage | CommonPage | None


class _Stop:
    """Lets the GUI thread end the statement that a reader is in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_set = False

    def is_set(self) -> bool:
        return self._is_set

    def watch(self, connection: sqlite3.Connection | None) -> None:
        with self._lock:
            self._connection = connection

    def set(self) -> None:
        with self._lock:
            self._is_set = True
            if self._connection is not None:
                self._connection.interrupt()


class InspectorReader:
    """`take` gets the newest page; older readings are stopped where they are."""

    def __init__(
        self,
        operations: Operations,
        folder_of: Callable[[ModelKey], Path],
        take: Callable[[Page], None],
        *,
        owner: QObject,
    ) -> None:
        self._folder_of = folder_of
        self._latest = Latest(operations, take, owner=owner)
        self._stop = _Stop()
        self._meshes: dict[ModelKey, Mesh] = {}
        self.first: Callable[[ModelKey, str], Sequence[InspectorSection]] = lambda _key, _guid: ()
        """What others know of an element with this GlobalId; called in the pool."""

    def read_one(self, ref: ElementRef, *, with_step: bool) -> None:
        """Ask for one element, and its STEP line where that is open."""
        self._begin()
        self._latest.ask(partial(self._one, ref, with_step))

    def read_common(self, elements: ElementIds) -> None:
        """Ask what `elements` have in common."""
        self._begin()
        folders = {key: self._folder_of(key) for key in elements.by_model}
        self._latest.ask(partial(_common, folders, elements, self._stop))

    def drop(self) -> None:
        """Nothing is selected any more."""
        self._begin()
        self._latest.drop()

    def forget_meshes(self) -> None:
        self._meshes = {}

    def _begin(self) -> None:
        self._stop.set()
        self._stop = _Stop()

    def _one(self, ref: ElementRef, with_step: bool) -> Page:
        folder = self._folder_of(ref.model)
        try:
            with ModelIndex(folder) as index:
                details = load_details(index, ref.element)
        except BimdeskError:
            return OnePage(ref, None)
        line = read_step_line(folder, ref.element) if with_step else None
        first = tuple(self.first(ref.model, _guid(details))) if details is not None else ()
        return OnePage(ref, details, self._geometry(ref, folder, details), line, first)

    def _geometry(self, ref: ElementRef, folder: Path, details: EntityDetails | None) -> GeometryFacts | None:
        if details is None or not details.has_geometry:
            return None
        meshes = self._meshes
        if ref.model not in meshes:
            mesh = open_mesh(folder / "mesh")
            if mesh is None:
                return None
            meshes[ref.model] = mesh
        return geometry_facts(meshes[ref.model], ref.element)


def _guid(details: EntityDetails) -> str:
    return next((str(one.value or "") for one in details.attributes if one.name == "GlobalId"), "")


def _common(folders: Mapping[ModelKey, Path], elements: ElementIds, stop: _Stop) -> Page:
    parts: list[Comparison] = []
    focus: list[ElementRef] = []
    for key, ids in elements.by_model.items():
        if stop.is_set():
            return None
        try:
            with ModelIndex(folders[key]) as index:
                stop.watch(index.connection)
                try:
                    parts.append(compare(index, ids.tolist()))
                    focus += [ElementRef(key, number) for number in _owners(index)]
                finally:
                    stop.watch(None)
        except sqlite3.OperationalError:
            if stop.is_set():
                return None
            raise
        except BimdeskError:  # its index is not there yet
            continue
    return CommonPage(merged(parts) if parts else Comparison(total=0), focus[0] if len(focus) == 1 else None)


def _owners(index: ModelIndex) -> list[ElementId]:
    """Storeys, types, systems among the elements compared: what a row of the tree stands for."""
    query = """SELECT e.id FROM chosen JOIN entities e ON e.id = chosen.id WHERE e.kind <> 'product'
               OR e.class IN (SELECT class FROM class_parents WHERE parent IN
                 ('IfcSpatialStructureElement', 'IfcSpatialElement') AND class NOT LIKE 'IfcSpa%') LIMIT 2"""
    return [ElementId(row[0]) for row in index.rows(query)]
