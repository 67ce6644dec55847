"""Small STEP files as text, for tests of the reader."""

from __future__ import annotations

HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');
FILE_NAME('made.ifc','2024-01-02T03:04:05',('Ada'),('Office'),'pre','Tool 1.0','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
"""
TAIL = "ENDSEC;\nEND-ISO-10303-21;\n"

PROJECT = """#1=IFCPROJECT('0000000000000000000001',$,'House',$,$,$,$,(#5),#2);
#2=IFCUNITASSIGNMENT((#3,#4));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#6,$);
#6=IFCAXIS2PLACEMENT3D(#7,$,$);
#7=IFCCARTESIANPOINT((0.,0.,0.));
#10=IFCSITE('0000000000000000000010',$,'Site',$,$,$,$,$,.ELEMENT.,(51,0,0,0),$,$,$,$);
#11=IFCBUILDING('0000000000000000000011',$,'Building',$,$,$,$,$,.ELEMENT.,$,$,$);
#12=IFCBUILDINGSTOREY('0000000000000000000012',$,'Ground',$,$,$,$,$,.ELEMENT.,2700.);
#13=IFCRELAGGREGATES('0000000000000000000013',$,$,$,#1,(#10));
#14=IFCRELAGGREGATES('0000000000000000000014',$,$,$,#10,(#11));
#15=IFCRELAGGREGATES('0000000000000000000015',$,$,$,#11,(#12));
"""


def step_file(data: str = PROJECT, *, schema: str = "IFC4") -> bytes:
    """A whole file around the lines of its DATA section."""
    return (HEAD.format(schema=schema) + data + TAIL).encode("ascii")


def block(first: int, *, at: tuple[float, float, float] = (0.0, 0.0, 0.0), size: float = 1000.0) -> str:
    """A cube of `size` (file units) as representation: its IfcProductDefinitionShape is #first."""
    x, y, z = at
    return (
        f"#{first}=IFCPRODUCTDEFINITIONSHAPE($,$,(#{first + 1}));\n"
        f"#{first + 1}=IFCSHAPEREPRESENTATION(#5,'Body','SweptSolid',(#{first + 2}));\n"
        f"#{first + 2}=IFCEXTRUDEDAREASOLID(#{first + 3},#{first + 5},#{first + 7},{size});\n"
        f"#{first + 3}=IFCRECTANGLEPROFILEDEF(.AREA.,$,#{first + 4},{size},{size});\n"
        f"#{first + 4}=IFCAXIS2PLACEMENT2D(#{first + 8},$);\n"
        f"#{first + 5}=IFCAXIS2PLACEMENT3D(#{first + 6},$,$);\n"
        f"#{first + 6}=IFCCARTESIANPOINT(({x},{y},{z}));\n"
        f"#{first + 7}=IFCDIRECTION((0.,0.,1.));\n"
        f"#{first + 8}=IFCCARTESIANPOINT((0.,0.));\n"
    )
