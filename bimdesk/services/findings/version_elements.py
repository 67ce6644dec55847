"""The elements of one model version as findings need them, read from its index and its mesh."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.identity import ElementDescription, ElementKey, Triple, key_without_guid
from bimdesk.errors import BadInputError
from bimdesk.index.reader import ModelIndex
from bimdesk.meshes import Mesh, load_mesh

_ROOTS = (
    "SELECT r.id, r.guid, r.class, COALESCE(e.name, r.name, ''), COALESCE(e.tag, ''), COALESCE(t.name, ''),"
    " COALESCE(s.name, '') FROM roots r LEFT JOIN entities e ON e.id = r.id"
    " LEFT JOIN entities t ON t.id = e.type_id LEFT JOIN entities s ON s.id = e.storey_id"
)
_OCCURRENCES = (
    "SELECT guid, id, ROW_NUMBER() OVER (PARTITION BY guid ORDER BY class, COALESCE(name, ''), id) - 1"
    " FROM roots WHERE guid IN (SELECT value FROM json_each(?)) AND guid <> ''"
)


class VersionElements:
    """Opened where it is needed first; a version that cannot be read has no elements (`is_readable`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._described: dict[int, ElementDescription] = {}

    @property
    def is_readable(self) -> bool:
        return self._index is not None

    def describe(self, ids: Iterable[int]) -> dict[int, ElementDescription]:
        """Those of these STEP ids that are elements (or anything else with a GlobalId)."""
        wanted = set(ids)
        missing = sorted(wanted - self._described.keys())
        if missing and self._index is not None:
            rows = self._rows(f"{_ROOTS} WHERE r.id IN (SELECT value FROM json_each(?))", missing)
            self._describe_all(rows)
        return {number: self._described[number] for number in wanted if number in self._described}

    def locate(self, keys: Iterable[ElementKey]) -> dict[ElementKey, int]:
        """STEP ids of the elements that have these keys here."""
        wanted = set(keys)
        guids = {key.guid for key in wanted if not key.guid.startswith("~")}
        found = {key: number for number, key in self._occurrences(guids).items() if key in wanted}
        if len(guids) < len({key.guid for key in wanted}):
            found |= {key: number for key, number in self._without_guid.items() if key in wanted}
        return found

    def of_classes(self, classes: Iterable[str]) -> dict[int, ElementDescription]:
        """All elements of these classes, by STEP id."""
        if self._index is None:
            return {}
        rows = self._rows(f"{_ROOTS} WHERE r.class IN (SELECT value FROM json_each(?))", sorted(set(classes)))
        self._describe_all([row for row in rows if row[0] not in self._described])
        return {row[0]: self._described[row[0]] for row in rows}

    def close(self) -> None:
        if "_index" in self.__dict__ and self._index is not None:
            self._index.close()

    @cached_property
    def _index(self) -> ModelIndex | None:
        try:
            index = ModelIndex(self._folder)
        except (BadInputError, sqlite3.Error):
            return None
        with contextlib.suppress(sqlite3.Error):
            index.rows("SELECT 1 FROM roots, entities LIMIT 1")
            return index
        index.close()
        return None

    @cached_property
    def _mesh(self) -> Mesh | None:
        try:
            return load_mesh(self._folder / "mesh")
        except (OSError, ValueError, KeyError):
            return None

    @cached_property
    def _mesh_order(self) -> NDArray[np.int64]:
        assert self._mesh is not None
        return np.argsort(self._mesh.element_ids, kind="stable")

    @cached_property
    def _without_guid(self) -> dict[ElementKey, int]:
        rows = self._rows(f"{_ROOTS} WHERE r.guid = ''")
        self._describe(rows, {})
        return {self._described[row[0]].key: row[0] for row in rows}

    def _rows(self, sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        if self._index is None:
            return []
        return list(self._index.rows(sql, () if values is None else (json.dumps(values),)))

    def _occurrences(self, guids: set[str]) -> dict[int, ElementKey]:
        rows = self._rows(_OCCURRENCES, sorted(guids)) if guids else []
        return {number: ElementKey(guid, place) for guid, number, place in rows}

    def _describe_all(self, rows: list[tuple[Any, ...]]) -> None:
        """Those without GlobalId all at once: alike ones are told apart by their order."""
        named = [row for row in rows if row[1]]
        if len(named) < len(rows):
            _ = self._without_guid
        self._describe(named, self._occurrences({row[1] for row in named}))

    def _describe(self, rows: list[tuple[Any, ...]], keys: dict[int, ElementKey]) -> None:
        boxes = self._boxes([row[0] for row in rows])
        doubles = Counter[str]()
        for number, guid, ifc_class, name, tag, type_name, storey in sorted(rows):
            place, size = boxes.get(number, (None, None))
            key = keys.get(number)
            if key is None:
                made = key_without_guid(ifc_class, tag, type_name, name, place)
                key = ElementKey(made, doubles[made])
                doubles[made] += 1
            self._described[number] = ElementDescription(
                key=key,
                guid=guid,
                ifc_class=ifc_class,
                name=name,
                tag=tag,
                type_name=type_name,
                storey=storey,
                place=place,
                size=size,
            )

    def _boxes(self, ids: list[int]) -> dict[int, tuple[Triple, Triple]]:
        """Middle and size of the boxes of elements that have a shape."""
        if self._mesh is None or not ids or not self._mesh.element_count:
            return {}
        wanted = np.array(ids, dtype=np.int64)
        numbers, order = self._mesh.element_ids, self._mesh_order
        near = order[np.minimum(np.searchsorted(numbers, wanted, sorter=order), len(order) - 1)]
        here = numbers[near] == wanted
        bounds = self._mesh.element_bounds[near[here]].astype(np.float64)
        middles = (bounds[:, :3] + bounds[:, 3:]) / 2 + self._mesh.origin
        sizes = bounds[:, 3:] - bounds[:, :3]
        columns = zip(wanted[here].tolist(), middles.tolist(), sizes.tolist(), strict=True)
        return {number: (tuple(middle), tuple(size)) for number, middle, size in columns}
