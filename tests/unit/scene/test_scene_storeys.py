"""Heights of floors: elevations are believed where something stands at them, else shifted together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.scene.storeys import floor_heights

FEET = [np.array([0.0, 0.0, 0.0, -0.3, 0.9]), np.array([3.1, 3.1, 2.8, 4.0])]


def test_that_elevations_hold_where_the_elements_stand_near_them() -> None:
    assert floor_heights([0.0, 3.0], FEET) == [0.0, 3.0]


@given(st.floats(-4000, 4000))
def test_that_a_site_above_the_sea_lifts_all_floors_alike(height: float) -> None:
    if abs(height) < 1:
        return
    found = floor_heights([0.0, 3.1], [feet + height for feet in FEET])
    assert found == [pytest.approx(height, abs=0.011), pytest.approx(height + 3.1, abs=0.011)]


def test_that_a_storey_without_elevation_lies_where_most_elements_stand() -> None:
    assert floor_heights([None, 3.1], FEET) == [0.0, 3.1]
    assert floor_heights([None], [np.zeros(0)]) == [None]
    assert floor_heights([7.0], [np.zeros(0)]) == [7.0]
