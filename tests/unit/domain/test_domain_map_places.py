"""Places on the map: the same point of the ground has the same map coordinates in every model."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.georeference import AS_IT_IS, MapConversion, placement_beside
from bimdesk.domain.map_places import map_place

metres = st.floats(-500, 500)
conversions = st.builds(
    lambda east, north, height, turn: MapConversion(
        crs="EPSG:28992",
        eastings=east,
        northings=north,
        height=height,
        cosine=cos(radians(turn)),
        sine=sin(radians(turn)),
    ),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(-10, 100),
    st.floats(-180, 180),
)


@given(conversions, conversions, st.tuples(metres, metres, metres))
def test_that_a_point_lies_at_the_same_place_on_the_map_by_each_model(
    anchor: MapConversion, other: MapConversion, point: tuple[float, float, float]
) -> None:
    beside = placement_beside(anchor, other)
    assert map_place(other, beside, point) == pytest.approx(map_place(anchor, AS_IT_IS, point), abs=1e-5)


def test_that_a_turned_model_has_its_x_axis_where_the_conversion_says() -> None:
    east = MapConversion(crs="", eastings=100, northings=200, height=5, cosine=0, sine=1)
    assert map_place(east, AS_IT_IS, (1, 0, 2)) == pytest.approx((100, 201, 7))
