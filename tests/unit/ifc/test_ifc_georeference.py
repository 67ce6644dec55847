"""Map conversions as files write them: units of map and model, and the property sets of IFC2X3."""

from __future__ import annotations

import ifcopenshell
from step_text import PROJECT, step_file

from bimdesk.domain.georeference import MapConversion
from bimdesk.ifc.georeference import read_map_conversion

CRS = "#50=IFCPROJECTEDCRS('EPSG:28992',$,$,$,$,$,{unit});\n#52=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n"


def read(lines: str, schema: str = "IFC4") -> MapConversion | None:
    return read_map_conversion(
        ifcopenshell.file.from_string(step_file(PROJECT + lines, schema=schema).decode())
    )


def test_that_a_map_in_metres_and_a_model_in_millimetres_meet() -> None:
    found = read(CRS.format(unit="#52") + "#51=IFCMAPCONVERSION(#5,#50,85000.,446000.,2.5,0.,1.,0.001);\n")
    assert found == MapConversion(
        crs="EPSG:28992", eastings=85000.0, northings=446000.0, height=2.5, cosine=0.0, sine=1.0
    )


def test_that_a_map_without_a_unit_has_the_projects() -> None:
    found = read(CRS.format(unit="$") + "#51=IFCMAPCONVERSION(#5,#50,85000000.,446000000.,0.,$,$,$);\n")
    assert found == MapConversion(crs="EPSG:28992", eastings=85000.0, northings=446000.0)


def test_that_a_rigid_operation_shifts() -> None:
    lines = CRS.format(unit="#52") + (
        "#51=IFCRIGIDOPERATION(#5,#50,IFCLENGTHMEASURE(10.),IFCLENGTHMEASURE(20.),3.);\n"
    )
    found = read(lines, "IFC4X3_ADD2")
    assert found == MapConversion(crs="EPSG:28992", eastings=10.0, northings=20.0, height=3.0)


def test_that_ifc2x3_says_it_in_property_sets() -> None:
    values = {"Eastings": 85000000.0, "Northings": 446000000.0, "OrthogonalHeight": 2500.0}
    lines = "".join(
        f"#{60 + row}=IFCPROPERTYSINGLEVALUE('{name}',$,IFCLENGTHMEASURE({value}),$);\n"
        for row, (name, value) in enumerate(values.items())
    )
    lines += "#70=IFCPROPERTYSET('0000000000000000000070',$,'ePSet_MapConversion',$,(#60,#61,#62));\n"
    lines += "#63=IFCPROPERTYSINGLEVALUE('Name',$,IFCLABEL('EPSG:28992'),$);\n"
    lines += "#71=IFCPROPERTYSET('0000000000000000000071',$,'ePSet_ProjectedCRS',$,(#63));\n"
    found = read(lines, "IFC2X3")
    assert found == MapConversion(crs="EPSG:28992", eastings=85000.0, northings=446000.0, height=2.5)


def test_that_a_model_without_one_is_local() -> None:
    assert read("") is None
    assert read("", "IFC2X3") is None
