"""A small model version written by hand: what an import leaves, without an import."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np

from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.meshes import Mesh, save_mesh

WALL_EAST, WALL_WEST, DOOR, SPACE, TWIN = 100, 101, 102, 103, 104
GUID_EAST = "2O2Fr$t4X7Zf8NOew3FNtn"
GUID_TWIN = "1hOSvn6df7F8_7GcBWlRGQ"

_COLUMNS = (
    "id", "kind", "guid", "class", "name", "description", "object_type", "tag", "predefined_type",
    "parent_id", "parent_rel", "storey_id", "type_id", "elevation", "has_geometry",
)  # fmt: skip


def _row(number: int, kind: str, guid: str, class_name: str, name: str | None, **more: Any) -> dict[str, Any]:
    plain = dict.fromkeys(_COLUMNS) | {"has_geometry": 0}
    return plain | {"id": number, "kind": kind, "guid": guid, "class": class_name, "name": name} | more


_ENTITIES: list[dict[str, Any]] = [
    _row(1, "project", "0project00000000000000", "IfcProject", "House"),
    _row(2, "product", "0site00000000000000000", "IfcSite", "Site", parent_id=1, parent_rel="aggregates"),
    _row(
        3, "product", "0building0000000000000", "IfcBuilding", "House A", parent_id=2, parent_rel="aggregates"
    ),
    _row(
        5,
        "product",
        "0storey100000000000000",
        "IfcBuildingStorey",
        "Level 1",
        parent_id=3,
        parent_rel="aggregates",
        storey_id=5,
        elevation=3.0,
    ),
    _row(
        4,
        "product",
        "0storey000000000000000",
        "IfcBuildingStorey",
        "Level 0",
        parent_id=3,
        parent_rel="aggregates",
        storey_id=4,
        elevation=0.0,
    ),
    _row(
        100,
        "product",
        GUID_EAST,
        "IfcWall",
        "Außenwand Ost",
        description="load bearing",
        object_type="Wall 300",
        tag="T-1",
        predefined_type="SOLIDWALL",
        parent_id=4,
        parent_rel="contains",
        storey_id=4,
        type_id=200,
        has_geometry=1,
    ),
    _row(
        101,
        "product",
        "2O2Fr$t4X7Zf8NOew3FNtm",
        "IfcWallStandardCase",
        "Außenwand West",
        parent_id=5,
        parent_rel="contains",
        storey_id=5,
        type_id=200,
        has_geometry=1,
    ),
    _row(
        102,
        "product",
        "2O2Fr$t4X7Zf8NOew3FNto",
        "IfcDoor",
        None,
        tag="D-1",
        parent_id=110,
        parent_rel="fills",
        storey_id=4,
    ),
    _row(
        110,
        "product",
        "2O2Fr$t4X7Zf8NOew3FNtp",
        "IfcOpeningElement",
        "Opening",
        parent_id=100,
        parent_rel="voids",
        storey_id=4,
    ),
    _row(103, "product", GUID_TWIN, "IfcSpace", "001", parent_id=4, parent_rel="aggregates", storey_id=4),
    _row(104, "product", GUID_TWIN, "IfcBeam", "=1+1", parent_id=3, parent_rel="contains"),
    _row(105, "product", "2O2Fr$t4X7Zf8NOew3FNtr", "IfcBeam", "Part", parent_id=104, parent_rel="aggregates"),
    _row(200, "type", "2O2Fr$t4X7Zf8NOew3FNts", "IfcWallType", "Brick 300"),
    _row(300, "group", "2O2Fr$t4X7Zf8NOew3FNtt", "IfcSystem", "Heating"),
    _row(301, "group", "2O2Fr$t4X7Zf8NOew3FNtu", "IfcGroup", "Just a group"),
]
_PARENTS = {
    "IfcProject": (),
    "IfcSite": ("IfcSpatialElement", "IfcProduct"),
    "IfcBuilding": ("IfcSpatialElement", "IfcProduct"),
    "IfcBuildingStorey": ("IfcSpatialElement", "IfcProduct"),
    "IfcSpace": ("IfcSpatialElement", "IfcProduct"),
    "IfcWall": ("IfcElement", "IfcProduct"),
    "IfcWallStandardCase": ("IfcWall", "IfcElement", "IfcProduct"),
    "IfcDoor": ("IfcElement", "IfcProduct"),
    "IfcBeam": ("IfcElement", "IfcProduct"),
    "IfcOpeningElement": (
        "IfcFeatureElementSubtraction",
        "IfcFeatureElement",
        "IfcElement",
        "IfcProduct",
    ),
    "IfcWallType": ("IfcTypeObject",),
    "IfcSystem": ("IfcGroup",),
    "IfcGroup": (),
}
_PSETS = [
    (400, 400, "IfcPropertySet", "2O2Fr$t4X7Zf8NOew3FN40", "Pset_WallCommon", None, 0),
    (401, 401, "IfcPropertySet", "2O2Fr$t4X7Zf8NOew3FN41", "Pset_WallCommon", "of the type", 0),
    (402, 402, "IfcElementQuantity", "2O2Fr$t4X7Zf8NOew3FN42", "Qto_WallBaseQuantities", None, 1),
    (-1, 401, "IfcPropertySet", "2O2Fr$t4X7Zf8NOew3FN41", "Pset_WallCommon", "of the type", 0),
    (403, 403, "IfcPropertySet", "2O2Fr$t4X7Zf8NOew3FN43", "Dotted.Set", None, 0),
]
_PROPERTIES = [
    (400, 0, "IsExternal", 1, "bool", "IfcBoolean"),
    (400, 1, "FireRating", "REI 60", "str", "IfcLabel"),
    (400, 2, "Status", '["NEW", "EXISTING"]', "json", "IfcLabel"),
    (400, 3, "Nothing", None, "null", None),
    (401, 0, "IsExternal", 0, "bool", "IfcBoolean"),
    (401, 1, "ThermalTransmittance", 0.24, "float", "IfcThermalTransmittanceMeasure"),
    (-1, 0, "ThermalTransmittance", 0.24, "float", "IfcThermalTransmittanceMeasure"),
    (402, 0, "Length", 4.5, "float", "IfcQuantityLength"),
    (402, 1, "Layers", 3, "int", "IfcQuantityCount"),
    (403, 0, "A.B", "text [not json", "str", "IfcLabel"),
]
_LINKS = [
    (100, 0, 400, 0),
    (100, 1, 402, 0),
    (100, 2, -1, 1),
    (101, 0, 401, 1),
    (200, 0, 401, 0),
    (104, 0, 403, 0),
]


def write_small_index(folder: Path) -> Path:
    """Write `index.sqlite` and `mesh/` into `folder`; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.executescript(TABLES)
    meta = {"index_version": str(VERSION), "schema": "IFC4", "project_name": "House", "length_unit": "1.0"}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    marks = ", ".join(f":{name}" for name in _COLUMNS)
    connection.executemany(f"INSERT INTO entities ({', '.join(_COLUMNS)}) VALUES ({marks})", _ENTITIES)
    roots = [(row["id"], row["guid"], row["class"], row["name"]) for row in _ENTITIES]
    roots += [(row[0], row[3], row[2], row[4]) for row in _PSETS if row[0] > 0]
    roots += [(500, "2O2Fr$t4X7Zf8NOew3FN5", "IfcRelAggregates", None)]
    connection.executemany("INSERT INTO roots VALUES (?, ?, ?, ?)", roots)
    pairs = [(name, parent) for name, parents in _PARENTS.items() for parent in (name, *parents, "IfcRoot")]
    connection.executemany("INSERT INTO class_parents VALUES (?, ?)", pairs)
    connection.executemany("INSERT INTO psets VALUES (?, ?, ?, ?, ?, ?, ?)", _PSETS)
    connection.executemany("INSERT INTO properties VALUES (?, ?, ?, ?, ?, ?, NULL)", _PROPERTIES)
    connection.executemany("INSERT INTO entity_psets VALUES (?, ?, ?, ?)", _LINKS)
    connection.execute(
        "INSERT INTO materials VALUES (600, 'Brick', 'masonry', NULL), (601, 'Plaster', NULL, NULL)"
    )
    connection.executemany(
        "INSERT INTO entity_materials VALUES (?, ?, ?, 'layer', 'Wall 300', NULL, ?, NULL, ?)",
        [(100, 0, 600, 0.28, 1), (100, 1, None, 0.01, 1), (100, 2, 601, 0.02, 1)],
    )
    connection.execute("INSERT INTO classifications VALUES (700, 'Uniclass 2015', 'EF_25_10', 'Walls', NULL)")
    connection.execute("INSERT INTO entity_classifications VALUES (100, 700, 0), (101, 700, 1)")
    connection.execute(
        "INSERT INTO relations VALUES ('groups', 300, 102), ('groups', 301, 102), ('groups', 301, 100)"
    )
    connection.executescript(INDEXES)
    connection.commit()
    connection.close()
    save_mesh(_two_boxes(), folder / "mesh")
    return folder


def make_older(folder: Path) -> None:
    """Take away what the first program's index did not have."""
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.executescript("DROP TABLE property_values; DROP TABLE property_names;")
    connection.execute("CREATE INDEX properties_name ON properties (name, value)")
    connection.close()


def _two_boxes() -> Mesh:
    """Elements 100 (a tetrahedron of two parts) and 101 (one triangle), about a far origin."""
    vertices = np.array(
        [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [5, 5, 5], [6, 5, 5], [5, 6, 5]], np.float32
    )
    faces = np.array([[0, 1, 2], [0, 1, 3], [4, 5, 6]], np.uint32)
    return Mesh(
        origin=np.array([1_000_000.0, 2_000_000.0, 100.0]),
        vertices=vertices,
        faces=faces,
        edges=np.zeros((0, 2), np.uint32),
        element_ids=np.array([100, 101], np.int64),
        element_class=np.array([0, 1], np.uint16),
        element_parts=np.array([0, 2, 3], np.uint32),
        element_bounds=np.zeros((2, 6), np.float32),
        part_vertices=np.array([0, 3, 4, 7], np.uint32),
        part_faces=np.array([0, 1, 2, 3], np.uint32),
        part_edges=np.array([0, 0, 0, 0], np.uint32),
        part_colors=np.full((3, 4), -1, np.float32),
        classes=("IfcWall", "IfcWallStandardCase"),
    )
