"""The tables of index.sqlite, filled from small models whose every row is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import pytest
from step_text import PROJECT, block, step_file

from bimdesk.domain.model import ImportNotice
from bimdesk.ifc.index_writer import IndexCounts, Indexer, finish_index

Write = Callable[..., tuple[sqlite3.Connection, IndexCounts]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the index of PROJECT with more lines of DATA."""

    def make(lines: str = "", *, schema: str = "IFC4") -> tuple[sqlite3.Connection, IndexCounts]:
        source, index = tmp_path / "a.ifc", tmp_path / "index.sqlite"
        source.write_bytes(step_file(PROJECT + lines, schema=schema))
        counts = Indexer(ifcopenshell.open(source)).write(index, schema_declared=schema)
        return sqlite3.connect(index), counts

    return make


def wall(step_id: int, name: str = "Wall", *, guid: str = "", shape: str = "$") -> str:
    return (
        f"#{step_id}=IFCWALL('{guid or f'{step_id:022d}'}',$,'{name}',$,'Typ',$,{shape},'tag',.SOLIDWALL.);\n"
    )


def contains(step_id: int, parent: int, *children: int) -> str:
    listed = ",".join(f"#{child}" for child in children)
    guid = f"{step_id:022d}"
    return f"#{step_id}=IFCRELCONTAINEDINSPATIALSTRUCTURE('{guid}',$,$,$,({listed}),#{parent});\n"


def test_that_meta_tells_header_project_and_units(write: Write) -> None:
    connection, _ = write()
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    assert meta["schema"] == meta["schema_declared"] == "IFC4"
    assert meta["project_name"] == "House"
    assert float(meta["length_unit"]) == 0.001
    assert (meta["author"], meta["organization"], meta["application"]) == ("Ada", "Office", "Tool 1.0")
    assert meta["time_stamp"] == "2024-01-02T03:04:05"


def test_that_an_element_has_its_attributes_and_its_place(write: Write) -> None:
    connection, counts = write(wall(100, "North", shape="#200") + contains(101, 12, 100) + block(200))
    connection.row_factory = sqlite3.Row
    row = dict(connection.execute("SELECT * FROM entities WHERE id = 100").fetchone())
    assert (row["kind"], row["class"], row["name"]) == ("product", "IfcWall", "North")
    assert (row["object_type"], row["tag"], row["predefined_type"]) == ("Typ", "tag", "SOLIDWALL")
    assert (row["parent_id"], row["parent_rel"], row["storey_id"]) == (12, "contains", 12)
    assert row["has_representation"] == 1
    assert counts.products == 4


def test_that_a_storey_is_given_in_metres_and_is_in_no_storey(write: Write) -> None:
    connection, counts = write()
    assert connection.execute("SELECT elevation, storey_id FROM entities WHERE id = 12").fetchone() == (
        2.7,
        None,
    )
    assert counts.storeys == 1


def test_that_further_scalar_attributes_are_kept_as_json(write: Write) -> None:
    connection, _ = write()
    value = connection.execute(
        "SELECT attributes ->> '$.RefLatitude' FROM entities WHERE id = 10"
    ).fetchone()[0]
    assert value == "[51,0,0,0]"


def test_that_the_storey_is_found_through_all_parents(write: Write) -> None:
    lines = (
        wall(100)
        + contains(101, 12, 100)
        + "#110=IFCOPENINGELEMENT('0000000000000000000110',$,$,$,$,$,$,$,$);\n"
        + "#111=IFCRELVOIDSELEMENT('0000000000000000000111',$,$,$,#100,#110);\n"
        + "#112=IFCDOOR('0000000000000000000112',$,$,$,$,$,$,$,$,$,$,$,$);\n"
        + "#113=IFCRELFILLSELEMENT('0000000000000000000113',$,$,$,#110,#112);\n"
        + "#114=IFCBUILDINGELEMENTPART('0000000000000000000114',$,$,$,$,$,$,$,$);\n"
        + "#115=IFCRELAGGREGATES('0000000000000000000115',$,$,$,#100,(#114));\n"
    )
    connection, counts = write(lines)
    rows = dict(connection.execute("SELECT id, parent_rel || storey_id FROM entities WHERE id >= 110"))
    assert rows == {110: "voids12", 112: "fills12", 114: "aggregates12"}
    relations = set(connection.execute("SELECT kind, from_id, to_id FROM relations"))
    assert relations == {("voids", 100, 110), ("fills", 110, 112)}
    assert counts.notices == ()


def test_that_elements_without_container_are_told(write: Write) -> None:
    _, counts = write(wall(100) + wall(102) + contains(101, 12, 100))
    assert counts.notices == (
        ImportNotice(
            kind="container",
            message="1 element is in no storey, building or other container.",
            elements=(102,),
        ),
    )


def test_that_a_circle_in_the_tree_is_cut_and_told(write: Write) -> None:
    circle = (
        wall(100)
        + wall(101)
        + "#102=IFCRELAGGREGATES('0000000000000000000102',$,$,$,#100,(#101));\n"
        + "#103=IFCRELAGGREGATES('0000000000000000000103',$,$,$,#101,(#100));\n"
    )
    connection, counts = write(circle)
    parents = [row[0] for row in connection.execute("SELECT parent_id FROM entities WHERE id IN (100, 101)")]
    assert sorted(parents, key=str) == [100, None] or sorted(parents, key=str) == [101, None]
    assert any("contains itself" in notice.message for notice in counts.notices)


def test_that_globalids_that_are_missing_malformed_or_double_are_told(write: Write) -> None:
    lines = (
        wall(100, guid="tooshort")
        + wall(101, guid="0000000000000000000001")
        + wall(102).replace("'0000000000000000000102'", "$")
        + contains(103, 12, 100, 101, 102)
    )
    _, counts = write(lines)
    found = {notice.message: notice.elements for notice in counts.notices if notice.kind == "guid"}
    assert found == {
        "1 entity has no GlobalId.": (102,),
        "1 entity has a malformed GlobalId.": (100,),
        "2 entities have a GlobalId that others have too.": (1, 101),
    }


def test_that_layers_have_their_thickness_in_metres_and_come_from_the_type(write: Write) -> None:
    lines = (
        wall(100)
        + contains(101, 12, 100)
        + "#110=IFCWALLTYPE('0000000000000000000110',$,'W1',$,$,$,$,$,$,.SOLIDWALL.);\n"
        + "#111=IFCRELDEFINESBYTYPE('0000000000000000000111',$,$,$,(#100),#110);\n"
        + "#112=IFCMATERIAL('Brick',$,'masonry');\n"
        + "#113=IFCMATERIALLAYER(#112,240.,$,'Core',$,$,$);\n"
        + "#114=IFCMATERIALLAYER($,40.,.T.,$,$,$,$);\n"
        + "#115=IFCMATERIALLAYERSET((#113,#114),'Cavity wall',$);\n"
        + "#116=IFCRELASSOCIATESMATERIAL('0000000000000000000116',$,$,$,(#110),#115);\n"
    )
    connection, _ = write(lines)
    query = (
        "SELECT material_id, usage, set_name, part_name, round(thickness, 6), from_type FROM entity_materials"
    )
    assert connection.execute(f"{query} WHERE entity_id = 100 ORDER BY seq").fetchall() == [
        (112, "layer", "Cavity wall", "Core", 0.24, 1),
        (None, "layer", "Cavity wall", None, 0.04, 1),
    ]
    assert connection.execute("SELECT type_id FROM entities WHERE id = 100").fetchone() == (110,)
    assert connection.execute("SELECT name, category FROM materials").fetchall() == [("Brick", "masonry")]


def test_that_a_reference_carries_the_name_of_its_system(write: Write) -> None:
    lines = (
        wall(100)
        + contains(101, 12, 100)
        + "#110=IFCCLASSIFICATION($,$,$,'Uniclass',$,$,$);\n"
        + "#111=IFCCLASSIFICATIONREFERENCE($,'EF_25','Walls',#110,$,$);\n"
        + "#112=IFCCLASSIFICATIONREFERENCE($,'EF_25_10','Wall structure',#111,$,$);\n"
        + "#113=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000113',$,$,$,(#100),#112);\n"
    )
    connection, _ = write(lines)
    row = connection.execute("SELECT system, identification, name FROM classifications").fetchone()
    assert row == ("Uniclass", "EF_25_10", "Wall structure")
    assert connection.execute("SELECT * FROM entity_classifications").fetchall() == [(100, 112, 0)]


def test_that_systems_know_their_members(write: Write) -> None:
    lines = (
        wall(100)
        + contains(101, 12, 100)
        + "#110=IFCSYSTEM('0000000000000000000110',$,'Heating',$,$);\n"
        + "#111=IFCRELASSIGNSTOGROUP('0000000000000000000111',$,$,$,(#100),$,#110);\n"
        + "#112=IFCRELSERVICESBUILDINGS('0000000000000000000112',$,$,$,#110,(#11));\n"
    )
    connection, _ = write(lines)
    assert set(connection.execute("SELECT * FROM relations")) == {("groups", 110, 100), ("serves", 110, 11)}
    assert connection.execute("SELECT kind, name FROM entities WHERE id = 110").fetchone() == (
        "group",
        "Heating",
    )


def test_that_every_root_and_every_superclass_is_there(write: Write) -> None:
    connection, _ = write(wall(100) + contains(101, 12, 100))
    roots = {row[0] for row in connection.execute("SELECT id FROM roots")}
    assert roots == {1, 10, 11, 12, 13, 14, 15, 100, 101}
    parents = {
        row[0] for row in connection.execute("SELECT parent FROM class_parents WHERE class = 'IfcWall'")
    }
    assert {"IfcWall", "IfcElement", "IfcProduct", "IfcRoot"} <= parents


def test_that_finishing_marks_geometry_and_keeps_the_notices(write: Write, tmp_path: Path) -> None:
    connection, _ = write(wall(100) + contains(101, 12, 100))
    notice = ImportNotice(kind="geometry", message="Bad.", elements=(100,))
    finish_index(tmp_path / "index.sqlite", with_geometry=[100], notices=[notice])
    assert connection.execute("SELECT id FROM entities WHERE has_geometry").fetchall() == [(100,)]
    assert connection.execute("SELECT * FROM notices").fetchall() == [(0, "geometry", "Bad.", "[100]")]
