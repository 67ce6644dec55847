"""What exporters write, as the mesh that comes of it: places, surfaces, colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from geometry_bench import area_of, box_of, colors_of, imported_mesh, volume_of
from step_text import block

RED, GLASS = (0.9, 0.1, 0.1, 1.0), (0.2, 0.4, 0.8, 0.25)
STYLES = """#900=IFCCOLOURRGB($,0.9,0.1,0.1);
#901=IFCSURFACESTYLERENDERING(#900,0.,$,$,$,$,$,$,.FLAT.);
#902=IFCSURFACESTYLE($,.BOTH.,(#901));
#903=IFCCOLOURRGB($,0.2,0.4,0.8);
#904=IFCSURFACESTYLERENDERING(#903,0.75,$,$,$,$,$,$,.FLAT.);
#905=IFCSURFACESTYLE($,.BOTH.,(#904));
"""
SQUARES = """#400=IFCCARTESIANPOINT((0.,0.,0.));
#401=IFCCARTESIANPOINT((1000.,0.,0.));
#402=IFCCARTESIANPOINT((1000.,1000.,0.));
#403=IFCCARTESIANPOINT((0.,1000.,0.));
#404=IFCCARTESIANPOINT((0.,0.,2000.));
#405=IFCCARTESIANPOINT((1000.,0.,2000.));
#406=IFCPOLYLOOP((#400,#401,#402,#403));
#407=IFCFACEOUTERBOUND(#406,.T.);
#408=IFCFACE((#407));
#409=IFCOPENSHELL((#408));
#410=IFCPOLYLOOP((#400,#401,#405,#404));
#411=IFCFACEOUTERBOUND(#410,.T.);
#412=IFCFACE((#411));
#413=IFCOPENSHELL((#412));
#414=IFCSHELLBASEDSURFACEMODEL((#409,#413));
#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));
#201=IFCSHAPEREPRESENTATION(#5,'Body','SurfaceModel',(#414));
"""
PLACED = "#101=IFCLOCALPLACEMENT($,#102);\n#102=IFCAXIS2PLACEMENT3D(#103,$,$);\n"


def product(step_id: int, shape: int, placement: str = "$") -> str:
    name = "IFCBUILDINGELEMENTPROXY"
    return f"#{step_id}={name}('{step_id:022d}',$,$,$,$,{placement},#{shape},$,$);\n"


def styled(step_id: int, item: int | str, style: int) -> str:
    return f"#{step_id}=IFCSTYLEDITEM({f'#{item}' if item != '$' else '$'},(#{style}),$);\n"


def mapped(operator: str, *, at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> str:
    """A cube of a metre from the origin on X, Y and Z, as product 100 through a mapped item."""
    x, y, z = at
    return (
        block(200, at=(500.0, 500.0, 0.0))
        + f"#300=IFCCARTESIANPOINT(({x},{y},{z}));\n"
        + "#301=IFCAXIS2PLACEMENT3D(#7,$,$);\n#302=IFCREPRESENTATIONMAP(#301,#201);\n"
        + "#303=IFCDIRECTION((-1.,0.,0.));\n#304=IFCDIRECTION((0.,1.,0.));\n#305=IFCDIRECTION((0.,0.,1.));\n"
        + f"#306={operator};\n#307=IFCMAPPEDITEM(#302,#306);\n"
        + "#308=IFCSHAPEREPRESENTATION(#5,'Body','MappedRepresentation',(#307));\n"
        + "#309=IFCPRODUCTDEFINITIONSHAPE($,$,(#308));\n"
        + product(100, 309)
    )


PLAIN = "IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#300,1.,$)"


def test_that_styles_on_shells_colour_their_faces(tmp_path: Path) -> None:
    lines = SQUARES + STYLES + product(100, 200)
    assert colors_of(imported_mesh(tmp_path, lines), 100) == [(-1.0,)]
    both = lines + styled(500, 409, 902) + styled(501, 413, 905)
    assert colors_of(imported_mesh(tmp_path, both), 100) == [GLASS, RED]
    alike = lines + styled(500, 409, 902) + styled(501, 413, 902)
    assert colors_of(imported_mesh(tmp_path, alike), 100) == [RED]


def test_that_a_mapped_item_takes_the_style_of_its_source_and_its_own_before_it(tmp_path: Path) -> None:
    lines = mapped(PLAIN) + STYLES + styled(500, 202, 902)
    assert colors_of(imported_mesh(tmp_path, lines), 100) == [RED]
    assert colors_of(imported_mesh(tmp_path, lines + styled(501, 307, 905)), 100) == [GLASS]


def test_that_a_material_colours_what_has_no_style(tmp_path: Path) -> None:
    material = (
        "#600=IFCMATERIAL('Brick',$,$);\n"
        + styled(601, "$", 902)
        + "#602=IFCSTYLEDREPRESENTATION(#5,'Style','Material',(#601));\n"
        + "#603=IFCMATERIALDEFINITIONREPRESENTATION($,$,(#602),#600);\n"
        + "#604=IFCRELASSOCIATESMATERIAL('0000000000000000000604',$,$,$,(#100,#110),#600);\n"
    )
    lines = block(200) + product(100, 200) + block(220) + product(110, 220) + STYLES + material
    mesh = imported_mesh(tmp_path, lines + styled(500, 222, 905))
    assert colors_of(mesh, 100) == [RED]
    assert colors_of(mesh, 110) == [GLASS]


def test_that_a_diffuse_colour_is_read_alike_in_both_stages(tmp_path: Path) -> None:
    style = (
        "#910=IFCCOLOURRGB($,0.5,0.5,0.5);\n#911=IFCCOLOURRGB($,0.6,0.4,0.2);\n"
        "#912=IFCSURFACESTYLERENDERING(#910,0.,#911,$,$,$,$,$,.FLAT.);\n"
        "#913=IFCSURFACESTYLE($,.BOTH.,(#912));\n"
    )
    lines = SQUARES + STYLES + style + product(100, 200) + styled(500, 409, 902) + styled(501, 413, 913)
    lines += block(220) + product(110, 220) + styled(502, 222, 913)
    mesh = imported_mesh(tmp_path, lines)
    assert colors_of(mesh, 110) == [(0.6, 0.4, 0.2, 1.0)]
    assert colors_of(mesh, 100) == [(0.6, 0.4, 0.2, 1.0), RED]


COLORS = "#420=IFCCOLOURRGBLIST(((0.1,0.2,0.3),(0.9,0.1,0.1)));\n"


def test_that_a_colour_map_of_one_colour_colours_a_face_set(tmp_path: Path) -> None:
    lines = face_set() + COLORS + "#421=IFCINDEXEDCOLOURMAP(#411,1.,#420,(2,2));\n"
    assert colors_of(imported_mesh(tmp_path, lines), 100) == [RED]


def test_that_a_colour_map_colours_each_face(tmp_path: Path) -> None:
    lines = face_set() + COLORS + "#421=IFCINDEXEDCOLOURMAP(#411,0.25,#420,(1,2));\n"
    mesh = imported_mesh(tmp_path, lines + STYLES)
    assert colors_of(mesh, 100) == [(0.1, 0.2, 0.3, 0.25), (*RED[:3], 0.25)]
    red = int(np.argmax(mesh.part_colors[:, 0]))
    assert mesh.part_faces[red + 1] - mesh.part_faces[red] == 1
    assert abs(area_of(mesh, 100) - 4) < 1e-4
    styled_too = imported_mesh(tmp_path, lines + STYLES + styled(500, 411, 905))
    assert colors_of(styled_too, 100) == [GLASS]


def test_that_a_colour_map_follows_its_triangles_where_they_are_placed_or_mapped(tmp_path: Path) -> None:
    points = "((9.,9.,9.),(0.,0.,0.),(1000.,0.,0.),(0.,1000.,0.),(0.,0.,1000.))"
    lines = (
        f"#410=IFCCARTESIANPOINTLIST3D({points},$);\n"
        "#411=IFCTRIANGULATEDFACESET(#410,$,.T.,((1,3,2),(1,2,4),(2,3,4),(1,4,3)),(2,3,4,5));\n"
        "#201=IFCSHAPEREPRESENTATION(#5,'Body','Tessellation',(#411));\n"
        "#421=IFCINDEXEDCOLOURMAP(#411,$,#420,(1,1,2,1));\n"
        "#103=IFCCARTESIANPOINT((5000.,0.,0.));\n"
        "#301=IFCAXIS2PLACEMENT3D(#7,$,$);\n#302=IFCREPRESENTATIONMAP(#301,#201);\n"
        "#306=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#7,1.,$);\n#307=IFCMAPPEDITEM(#302,#306);\n"
        "#308=IFCSHAPEREPRESENTATION(#5,'Body','MappedRepresentation',(#307));\n"
        "#309=IFCPRODUCTDEFINITIONSHAPE($,$,(#308));\n#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));\n"
    )
    lines += COLORS + PLACED + product(100, 309, "#101") + product(110, 200, "#101")
    mesh = imported_mesh(tmp_path, lines)
    for step_id in (100, 110):
        assert colors_of(mesh, step_id) == [(0.1, 0.2, 0.3, 1.0), RED]
        assert box_of(mesh, step_id) == [5, 0, 0, 6, 1, 1]


def face_set() -> str:
    """Product 100: a square of two metres with a hole of one, and a triangle at its side."""
    return (
        "#410=IFCCARTESIANPOINTLIST3D(((0.,0.,0.),(2000.,0.,0.),(2000.,2000.,0.),(0.,2000.,0.),"
        "(500.,500.,0.),(500.,1500.,0.),(1500.,1500.,0.),(1500.,500.,0.),(0.,0.,1000.)),$);\n"
        "#411=IFCPOLYGONALFACESET(#410,.F.,(#412,#413),$);\n"
        "#412=IFCINDEXEDPOLYGONALFACEWITHVOIDS((1,2,3,4),((5,6,7,8)));\n"
        "#413=IFCINDEXEDPOLYGONALFACE((1,2,9));\n"
        "#201=IFCSHAPEREPRESENTATION(#5,'Body','Tessellation',(#411));\n"
        "#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));\n" + product(100, 200)
    )


def test_that_a_hole_in_a_polygonal_face_stays_open(tmp_path: Path) -> None:
    mesh = imported_mesh(tmp_path, face_set())
    assert abs(area_of(mesh, 100) - (4 - 1 + 1)) < 1e-4


def test_that_a_triangulated_face_set_is_drawn_as_it_is(tmp_path: Path) -> None:
    lines = (
        "#410=IFCCARTESIANPOINTLIST3D(((0.,0.,0.),(1000.,0.,0.),(0.,1000.,0.),(0.,0.,1000.)),$);\n"
        "#411=IFCTRIANGULATEDFACESET(#410,$,.T.,((1,3,2),(1,2,4),(2,3,4),(1,4,3)),$);\n"
        "#201=IFCSHAPEREPRESENTATION(#5,'Body','Tessellation',(#411));\n"
        "#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));\n" + product(100, 200)
    )
    mesh = imported_mesh(tmp_path, lines)
    assert (mesh.triangle_count, box_of(mesh, 100)) == (4, [0, 0, 0, 1, 1, 1])


def test_that_a_mapped_item_is_scaled_mirrored_and_moved(tmp_path: Path) -> None:
    half = "IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#300,0.5,$)"
    assert box_of(imported_mesh(tmp_path, mapped(half)), 100) == [0, 0, 0, 0.5, 0.5, 0.5]
    uneven = "IFCCARTESIANTRANSFORMATIONOPERATOR3DNONUNIFORM($,$,#300,2.,$,3.,0.5)"
    assert box_of(imported_mesh(tmp_path, mapped(uneven)), 100) == [0, 0, 0, 2, 3, 0.5]
    mirror = "IFCCARTESIANTRANSFORMATIONOPERATOR3D(#303,#304,#300,1.,#305)"
    mesh = imported_mesh(tmp_path, mapped(mirror, at=(10000.0, 0.0, 0.0)))
    assert box_of(mesh, 100) == [9, 0, 0, 10, 1, 1]


def test_that_points_far_out_keep_their_millimetres(tmp_path: Path) -> None:
    lines = block(200, at=(4.0e8 + 123.0, 5.0e9 + 456.0, 0.0)) + product(100, 200)
    assert box_of(imported_mesh(tmp_path, lines), 100) == [
        *(399999.623, 4999999.956, 0.0),
        *(400000.623, 5000000.956, 1.0),
    ]


def test_that_a_far_placement_needs_no_second_look(tmp_path: Path) -> None:
    lines = PLACED + "#103=IFCCARTESIANPOINT((4.0E8,0.,0.));\n"
    mesh = imported_mesh(tmp_path, lines + block(200, at=(123.0, 0.0, 0.0)) + product(100, 200, "#101"))
    assert box_of(mesh, 100) == [399999.623, -0.5, 0, 400000.623, 0.5, 1]


def test_that_a_clearance_is_not_the_body(tmp_path: Path) -> None:
    lines = (
        "#8=IFCGEOMETRICREPRESENTATIONSUBCONTEXT('Body','Model',*,*,*,*,#5,$,.MODEL_VIEW.,$);\n"
        "#9=IFCGEOMETRICREPRESENTATIONSUBCONTEXT('Clearance','Model',*,*,*,*,#5,$,.MODEL_VIEW.,$);\n"
        "#150=IFCPRODUCTDEFINITIONSHAPE($,$,(#151,#152));\n"
        "#151=IFCSHAPEREPRESENTATION(#8,'Body','SweptSolid',(#202,#232));\n"
        "#152=IFCSHAPEREPRESENTATION(#9,'Clearance','SweptSolid',(#262));\n"
    )
    lines += block(200) + block(230, at=(1000.0, 0.0, 0.0)) + block(260, size=9000.0)
    lines += STYLES + styled(500, 202, 902) + styled(501, 232, 905) + product(100, 150)
    mesh = imported_mesh(tmp_path, lines)
    assert box_of(mesh, 100) == [-0.5, -0.5, 0, 1.5, 0.5, 1]
    assert colors_of(mesh, 100) == [GLASS, RED]


def test_that_an_alignment_is_a_line(tmp_path: Path) -> None:
    lines = (
        "#400=IFCCARTESIANPOINT((0.,0.,0.));\n#401=IFCCARTESIANPOINT((100000.,0.,0.));\n"
        "#402=IFCCARTESIANPOINT((100000.,50000.,2000.));\n#403=IFCPOLYLINE((#400,#401,#402));\n"
        "#8=IFCGEOMETRICREPRESENTATIONSUBCONTEXT('Axis','Model',*,*,*,*,#5,$,.MODEL_VIEW.,$);\n"
        "#201=IFCSHAPEREPRESENTATION(#8,'Axis','Curve3D',(#403));\n"
        "#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));\n"
        "#101=IFCLOCALPLACEMENT($,#102);\n#102=IFCAXIS2PLACEMENT3D(#7,$,$);\n"
        "#100=IFCALIGNMENT('0000000000000000000100',$,$,$,$,#101,#200,$);\n"
    )
    mesh = imported_mesh(tmp_path, lines, schema="IFC4X3_ADD2")
    assert box_of(mesh, 100) == [0, 0, 0, 100, 50, 2]
    assert (mesh.triangle_count, len(mesh.edges), mesh.part_edges.tolist()) == (0, 2, [0, 2])


def test_that_occurrences_of_a_map_stand_where_each_is_placed(tmp_path: Path) -> None:
    both = block(200).replace("(#202)", "(#202,#232)") + block(230, at=(1000.0, 0.0, 0.0))
    lines = both + STYLES + styled(500, 202, 902) + styled(501, 232, 905)
    lines += "#301=IFCAXIS2PLACEMENT3D(#7,$,$);\n#302=IFCREPRESENTATIONMAP(#301,#201);\n"
    lines += (
        "#303=IFCDIRECTION((-1.,0.,0.));\n#304=IFCDIRECTION((0.,1.,0.));\n#305=IFCDIRECTION((0.,0.,1.));\n"
    )
    operators = (
        "IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#7,1.,$)",
        "IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#7,1.,$)",
        "IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#7,2.,$)",
        "IFCCARTESIANTRANSFORMATIONOPERATOR3D(#303,#304,#7,1.,#305)",
    )
    for number, operator in enumerate(operators):
        at = 10 * number
        lines += (
            f"#{600 + at}={operator};\n#{601 + at}=IFCMAPPEDITEM(#302,#{600 + at});\n"
            f"#{602 + at}=IFCSHAPEREPRESENTATION(#5,'Body','MappedRepresentation',(#{601 + at}));\n"
            f"#{603 + at}=IFCPRODUCTDEFINITIONSHAPE($,$,(#{602 + at}));\n"
            f"#{604 + at}=IFCCARTESIANPOINT((0.,{at}000.,0.));\n"
            f"#{605 + at}=IFCAXIS2PLACEMENT3D(#{604 + at},$,$);\n"
            f"#{606 + at}=IFCLOCALPLACEMENT($,#{605 + at});\n"
        ) + product(100 + number, 603 + at, f"#{606 + at}")
    mesh = imported_mesh(tmp_path, lines)
    assert [box_of(mesh, 100 + number) for number in range(4)] == [
        [-0.5, -0.5, 0, 1.5, 0.5, 1],
        [-0.5, 9.5, 0, 1.5, 10.5, 1],
        [-1, 19, 0, 3, 21, 2],
        [-1.5, 29.5, 0, 0.5, 30.5, 1],
    ]
    for number, volume in enumerate((2.0, 2.0, 16.0)):
        assert colors_of(mesh, 100 + number) == [GLASS, RED]
        assert abs(volume_of(mesh, 100 + number) - volume) < 1e-4
