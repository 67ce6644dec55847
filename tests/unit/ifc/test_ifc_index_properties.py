"""Effective properties equal `ifcopenshell.util.element.get_psets`, on small models and on all real ones."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest
from ifcopenshell.util import element as element_util
from real_models import model_files, needs_real_models
from step_text import PROJECT, step_file

from bimdesk.ifc.header import rewritten
from bimdesk.ifc.index_values import sql_value
from bimdesk.ifc.index_writer import Indexer
from bimdesk.ifc.opening import read_source

Sets = dict[str, dict[str, tuple[Any, str]]]

_EFFECTIVE = """
SELECT l.entity_id, s.name, p.name, p.value, p.kind FROM entity_psets l JOIN psets s ON s.id = l.pset_id
LEFT JOIN properties p ON p.pset_id = l.pset_id
"""
KINDS = """#100=IFCWALL('0000000000000000000100',$,'Wall',$,$,$,$,$,$);
#101=IFCWALLTYPE('0000000000000000000101',$,'Type',$,$,(#110,#111),$,$,$,.SOLIDWALL.);
#102=IFCRELDEFINESBYTYPE('0000000000000000000102',$,$,$,(#100),#101);
#103=IFCRELDEFINESBYPROPERTIES('0000000000000000000103',$,$,$,(#100),#112);
#104=IFCRELDEFINESBYPROPERTIES('0000000000000000000104',$,$,$,(#100),#113);
#105=IFCRELDEFINESBYPROPERTIES('0000000000000000000105',$,$,$,(#100),#114);
#110=IFCPROPERTYSET('0000000000000000000110',$,'Common',$,(#120,#121));
#111=IFCPROPERTYSET('0000000000000000000111',$,'TypeOnly',$,(#122));
#112=IFCPROPERTYSET('0000000000000000000112',$,'Common',$,(#123,#124,#125));
#113=IFCPROPERTYSET('0000000000000000000113',$,'Kinds',$,(#126,#127,#128,#129,#130,#131));
#114=IFCELEMENTQUANTITY('0000000000000000000114',$,'Quantities',$,$,(#140,#141));
#120=IFCPROPERTYSINGLEVALUE('FireRating',$,IFCLABEL('30'),$);
#121=IFCPROPERTYSINGLEVALUE('FromType',$,IFCBOOLEAN(.T.),$);
#122=IFCPROPERTYSINGLEVALUE('Width',$,IFCPOSITIVELENGTHMEASURE(240.),$);
#123=IFCPROPERTYSINGLEVALUE('FireRating',$,IFCLABEL('60'),$);
#124=IFCPROPERTYSINGLEVALUE('Empty',$,$,$);
#125=IFCPROPERTYSINGLEVALUE('Count',$,IFCINTEGER(3),$);
#126=IFCPROPERTYENUMERATEDVALUE('Enum',$,(IFCLABEL('A'),IFCLABEL('B')),$);
#127=IFCPROPERTYLISTVALUE('List',$,(IFCREAL(1.5),IFCREAL(2.5)),$);
#128=IFCPROPERTYBOUNDEDVALUE('Bounded',$,IFCREAL(9.),IFCREAL(1.),$,$);
#129=IFCPROPERTYTABLEVALUE('Table',$,(IFCREAL(1.)),(IFCREAL(2.)),$,$,$,$);
#130=IFCCOMPLEXPROPERTY('Complex',$,'use',(#120));
#131=IFCPROPERTYREFERENCEVALUE('Reference',$,$,$);
#140=IFCQUANTITYLENGTH('Length',$,$,4200.,$);
#141=IFCPHYSICALCOMPLEXQUANTITY('Layers',$,(#140),'layer',$,$);
"""


def effective(index: Path) -> dict[int, Sets]:
    """Entity -> set -> property -> (value, kind); a property that stands twice is an error."""
    found: dict[int, Sets] = {}
    with sqlite3.connect(index) as connection:
        for entity, pset, name, value, kind in connection.execute(_EFFECTIVE):
            properties = found.setdefault(entity, {}).setdefault(pset, {})
            if kind is not None:
                assert name not in properties, (entity, pset, name)
                properties[name] = (value, kind)
    return found


def expected(entity: Any) -> Sets:
    """What IfcOpenShell says, in the form of the index."""
    return {
        pset or "": {name or "": sql_value(value) for name, value in properties.items() if name != "id"}
        for pset, properties in element_util.get_psets(entity).items()
    }


def remembered(read: Any) -> Any:
    """The same function, reading each set once: get_psets reads it for every element that has it."""
    known: dict[int, Any] = {}

    def once(definition: Any, verbose: bool = False) -> Any:
        if definition.id() not in known:
            known[definition.id()] = read(definition, verbose=verbose)
        return known[definition.id()]

    return once


def index_of(data: bytes, folder: Path) -> tuple[Any, dict[int, Sets], int]:
    """The model, its effective properties, and the count of those of products."""
    source, index = folder / "a.ifc", folder / "index.sqlite"
    source.write_bytes(data)
    model: Any = ifcopenshell.open(source)
    counts = Indexer(model).write(index, schema_declared="")
    return model, effective(index), counts.properties


def test_that_all_kinds_of_properties_equal_get_psets(tmp_path: Path) -> None:
    model, found, count = index_of(step_file(PROJECT + KINDS), tmp_path)
    wall = expected(model.by_id(100))
    assert found[100] == wall
    assert found[101] == expected(model.by_id(101))
    assert wall["Common"]["FireRating"] == ("60", "str")
    assert wall["Common"]["FromType"] == (1, "bool")
    assert count == sum(len(properties) for properties in wall.values())


def test_that_measures_and_units_stand_beside_values(tmp_path: Path) -> None:
    index_of(step_file(PROJECT + KINDS), tmp_path)
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        rows = {row[0]: row[1:] for row in connection.execute("SELECT name, measure, unit FROM properties")}
    assert rows["Width"] == ("IfcPositiveLengthMeasure", "mm")
    assert rows["Length"] == ("IfcLengthMeasure", "mm")
    assert rows["Count"] == ("IfcInteger", None)
    assert rows["Empty"] == (None, None)


def test_that_a_trimmed_copy_names_its_source(tmp_path: Path) -> None:
    index_of(step_file(PROJECT + KINDS), tmp_path)
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        copies = connection.execute("SELECT id, source_id, name FROM psets WHERE id < 0").fetchall()
    assert copies == [(-1, 110, "Common")]


def test_that_a_broken_set_is_told_and_spoils_nothing(tmp_path: Path) -> None:
    broken = KINDS.replace(
        "#125=IFCPROPERTYSINGLEVALUE", "#125=IFCCARTESIANPOINT((0.,0.));\n#925=IFCPROPERTYSINGLEVALUE"
    )
    _, found, _ = index_of(step_file(PROJECT + broken), tmp_path)
    assert found[100]["Quantities"]["Length"] == (4200.0, "float")


@pytest.mark.real
@needs_real_models
@pytest.mark.parametrize("path", model_files(), ids=lambda path: path.name)
def test_that_properties_of_a_real_model_equal_get_psets(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_once = remembered(element_util.get_property_definition)
    monkeypatch.setattr(element_util, "get_property_definition", read_once)
    source = read_source(path)
    model, found, count = index_of(rewritten(source.data, source.header), tmp_path)
    products = model.by_type("IfcProduct")
    others = [*model.by_type("IfcTypeObject"), *model.by_type("IfcGroup"), *model.by_type("IfcProject")]
    for entity in (*products, *others):
        assert found.get(entity.id(), {}) == expected(entity)
    assert count == sum(len(sets) for key in products for sets in found.get(key.id(), {}).values())
