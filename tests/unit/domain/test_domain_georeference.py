"""Models beside one another by the map: the way through the map and back, whatever the directions."""

from __future__ import annotations

from math import cos, hypot, isclose, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.georeference import (
    AS_IT_IS,
    MapConversion,
    Placement,
    Point,
    map_conversion,
    place_models,
    placement_beside,
)
from bimdesk.domain.ids import ModelKey

A, B, C = ModelKey("a"), ModelKey("b"), ModelKey("c")
metres = st.floats(-5e6, 5e6)
near = st.floats(-500, 500)


@st.composite
def conversions(draw: st.DrawFn) -> MapConversion:
    angle = draw(st.floats(-3.1, 3.1))
    return MapConversion(
        crs="EPSG:28992",
        eastings=draw(metres),
        northings=draw(metres),
        height=draw(near),
        cosine=cos(angle),
        sine=sin(angle),
        scale=draw(st.floats(0.99, 1.01)),
    )


def on_map(conversion: MapConversion, point: Point) -> Point:
    x, y, z = point
    return (
        conversion.eastings + conversion.scale * (x * conversion.cosine - y * conversion.sine),
        conversion.northings + conversion.scale * (x * conversion.sine + y * conversion.cosine),
        conversion.height + conversion.scale * z,
    )


def placed(placement: Placement, point: Point) -> Point:
    x, y, z = point
    return (
        placement.scale * (placement.cosine * x - placement.sine * y) + placement.shift[0],
        placement.scale * (placement.sine * x + placement.cosine * y) + placement.shift[1],
        placement.scale * z + placement.shift[2],
    )


@given(conversions(), conversions(), st.tuples(near, near, near))
def test_that_a_placed_point_has_the_map_coordinates_that_its_own_model_gives_it(
    anchor: MapConversion, other: MapConversion, point: Point
) -> None:
    beside = placed(placement_beside(anchor, other), point)
    for mine, theirs in zip(on_map(anchor, beside), on_map(other, point), strict=True):
        assert isclose(mine, theirs, abs_tol=1e-3)


@given(conversions())
def test_that_the_same_conversion_moves_nothing(conversion: MapConversion) -> None:
    placement = placement_beside(conversion, conversion)
    assert placement.only_shifts
    assert hypot(*placement.shift) == 0
    assert MapConversion.from_text(conversion.to_text()) == conversion


def test_that_local_models_and_other_coordinate_systems_keep_their_own_coordinates() -> None:
    anchor = MapConversion(crs="EPSG:28992", eastings=85000.0, northings=446000.0)
    other = MapConversion(crs="epsg:28992 ", eastings=85010.0, northings=446000.0, height=2.0)
    abroad = MapConversion(crs="EPSG:25832", eastings=0.0, northings=0.0)
    found = place_models({A: None, B: anchor, C: other, ModelKey("d"): abroad})
    assert (found[A], found[B], found[ModelKey("d")]) == (AS_IT_IS, AS_IT_IS, AS_IT_IS)
    assert found[C] == Placement(shift=(10.0, 0.0, 2.0))
    assert set(place_models({B: anchor, C: other}, "project").values()) == {AS_IT_IS}


@pytest.mark.parametrize("scale", [0.001, 1000.0, 0.0])
def test_that_a_scale_that_is_a_unit_in_disguise_counts_as_one(scale: float) -> None:
    found = map_conversion(crs="", origin=(1.0, 2.0, 3.0), abscissa=3.0, ordinate=4.0, scale=scale)
    assert found is not None
    assert (found.scale, found.cosine, found.sine) == (1.0, 0.6, 0.8)


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"crs": "x"}', '{"crs": 1, "more": 2}'])
def test_that_a_text_that_is_no_conversion_gives_none(text: str) -> None:
    assert MapConversion.from_text(text) is None
