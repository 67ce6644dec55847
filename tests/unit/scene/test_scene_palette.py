"""Colours of parts, and the choice of tiers."""

from __future__ import annotations

import pytest
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.scene.classes import Group, class_group
from bimdesk.scene.palette import authored_colors, muted_colors, parse_color
from bimdesk.scene.tiers import SOFTWARE_BUDGET, TierChoice
from bimdesk.scene.views import Tier


def muted(ifc_class: str, *color: float) -> list[int]:
    return muted_colors(box_mesh([Box(id=1, ifc_class=ifc_class, color=color)]))[0].tolist()


def test_that_a_part_without_a_colour_takes_that_of_its_class() -> None:
    assert muted("IfcWallStandardCase", 0, 0, 0, -1) == [0xEE, 0xEB, 0xE4, 255]
    assert muted("IfcDoor", 0, 0, 0, -1) == [0xB9, 0x8F, 0x66, 255]


def test_that_a_grey_of_the_file_is_ignored_and_a_strong_hue_shines_through() -> None:
    assert muted("IfcWall", 0.7, 0.7, 0.7, 1)[:3] == [0xEE, 0xEB, 0xE4]
    red, green, blue, _ = muted("IfcSlab", 0.0, 0.5, 0.0, 1)
    assert green > red and green > blue


def test_that_a_dark_grey_stays_darker() -> None:
    assert max(muted("IfcMember", 0.05, 0.05, 0.05, 1)[:3]) < 0x90


def test_that_glass_windows_without_colour_and_spaces_are_see_through() -> None:
    assert muted("IfcWindow", 0.2, 0.8, 1.0, 0.3)[3] < 255
    assert muted("IfcWindow", 0, 0, 0, -1)[3] < 255
    assert muted("IfcSpace", 0.5, 0.5, 0.5, 1)[3] < 255
    assert muted("IfcWindow", 0.3, 0.3, 0.3, 1)[3] == 255


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(-1, 1))
def test_that_no_authored_colour_breaks_the_palette(rgb: list[float], alpha: float) -> None:
    mesh = box_mesh([Box(id=1, color=(rgb[0], rgb[1], rgb[2], alpha))])
    assert muted_colors(mesh).shape == (1, 4)
    if alpha >= 0:
        assert abs(int(authored_colors(mesh)[0, 0]) - rgb[0] * 255) <= 1


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("IfcWallElementedCase", Group.WALL),
        ("IfcFurnishingElement", Group.FURNITURE),
        ("IfcFlowTerminal", Group.SERVICES),
        ("IfcSpaceHeater", Group.SERVICES),
        ("IfcSpace", Group.SPACE),
        ("IfcTransportElement", Group.OTHER),
    ],
)
def test_that_classes_find_their_group(name: str, group: Group) -> None:
    assert class_group(name) is group


def test_that_a_colour_is_read_in_both_lengths_and_nothing_else() -> None:
    assert parse_color("#1677ff") == (0x16, 0x77, 0xFF)
    assert parse_color("#fa0") == (0xFF, 0xAA, 0)
    for wrong in ("red", "#12345", "#gggggg", ""):
        with pytest.raises(ValueError, match="no colour"):
            parse_color(wrong)


def test_that_the_tier_goes_up_after_twenty_good_frames_and_down_at_a_miss() -> None:
    choice = TierChoice("NVIDIA GeForce")
    assert choice.moving is Tier.MOVING
    for _ in range(20):
        choice.measured(choice.moving, 0.005)
    assert choice.moving is Tier.CLEAR
    choice.measured(Tier.STILL, 1.0)
    assert choice.moving is Tier.CLEAR
    choice.measured(Tier.CLEAR, 0.05)
    assert choice.moving is Tier.MOVING
    assert TierChoice("llvmpipe (LLVM 15)").budget == SOFTWARE_BUDGET


def test_that_a_slow_machine_draws_smaller_frames_while_moving_and_larger_ones_when_it_can() -> None:
    choice = TierChoice("llvmpipe")
    for _ in range(5):
        choice.measured(Tier.MOVING, 0.4)
    assert choice.scale == 0.5
    for _ in range(10):
        choice.measured(Tier.MOVING, 0.02)
    assert choice.scale == 1.0
