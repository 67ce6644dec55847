"""Viewpoints: what was shown comes back, also in a newer version with other STEP ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.domain.viewpoint import Guids, ViewpointScene
from bimdesk.scene.camera import Camera
from bimdesk.scene.entry import make_entry
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.sections import Sections, box_about, make_plane
from bimdesk.scene.snapshot import Packer
from bimdesk.scene.state import SceneState
from bimdesk.scene.viewpoint import take_viewpoint
from bimdesk.scene.viewpoint_show import Found, camera_of, find_viewpoint, selected_in, show_viewpoint

OLD, NEW, OTHER = ModelKey("old"), ModelKey("new"), ModelKey("other")
CAMERA = Camera(focal=np.array([1.0, 2.0, 3.0]), distance=12.5, azimuth=40, elevation=10, parallel=True)


def ref(element: int, key: ModelKey = OLD) -> ElementRef:
    return ElementRef(key, ElementId(element))


def scene(key: ModelKey, ids: list[int], *, origin: tuple[float, float, float] = (100, 200, 5)) -> SceneState:
    boxes = [Box(id=i, ifc_class="IfcSpace" if i % 10 == 9 else "IfcWall") for i in ids]
    state = SceneState()
    state.put_model(make_entry(key, box_mesh(boxes, origin=origin)))
    return state


def told(state: SceneState, shift: int = 0) -> ViewpointScene:
    """The GlobalId of element i is `g<i - shift>`."""

    def guids_of(_key: ModelKey, ids: NDArray[np.int64]) -> Guids:
        return tuple(f"g{i - shift}" for i in ids.tolist())

    return take_viewpoint(state, CAMERA, {entry.key: "House" for entry in state}).told(guids_of)


def found(
    kept: ViewpointScene, state: SceneState, *, shift: int = 0, keys: Mapping[str, ModelKey] | None = None
) -> Found:
    def ids_of(key: ModelKey, guids: Guids) -> NDArray[np.int64]:
        there = set(state.entry(key).mesh.element_ids.tolist())
        ids = [int(guid[1:]) + shift for guid in guids]
        return np.array([i for i in ids if i in there], dtype=np.int64)

    return find_viewpoint(kept, {"House": next(iter(state)).key} if keys is None else keys, ids_of)


def dressed() -> SceneState:
    state = scene(OLD, [1, 2, 3, 4, 9])
    state.set_visible([ref(2)], False)
    state.set_visible([ref(9)], True)
    state.highlight({ref(1): "#ff0000", ref(3): "#00ff00"})
    state.set_selection([ref(4)])
    state.ghost_others(True)
    state.set_color_mode(ColorMode.AUTHORED)
    state.set_model_tint(OLD, "#3366cc")
    sections = Sections(box=box_about(np.array([100, 200, 5, 101, 201, 6])))
    state.set_sections(sections.with_plane(make_plane(sections, (100, 200, 6), (0, 1, 1), name="Slope")))
    return state


def test_that_a_viewpoint_brings_everything_back_as_it_was() -> None:
    state = dressed()
    before = Packer().take(state)
    kept = told(state)
    for undo in (state.show_all, lambda: state.highlight({}), lambda: state.set_sections(Sections())):
        undo()
    state.set_color_mode(ColorMode.MUTED)
    state.set_model_tint(OLD, "")
    answer = found(kept, state)
    assert show_viewpoint(state, answer)
    assert Packer().take(state) == before
    assert selected_in(answer) == {ref(4)}
    assert not answer.missing
    assert not show_viewpoint(state, answer)


def test_that_the_camera_stands_at_the_same_place_of_the_world() -> None:
    kept = told(scene(OLD, [1]))
    assert kept.camera.focal == (101, 202, 8)
    again = camera_of(kept, np.array([90.0, 202.0, 0.0]))
    assert again.focal.tolist() == [11, 0, 8]
    assert (again.distance, again.azimuth, again.elevation, again.parallel) == (12.5, 40, 10, True)


def test_that_a_new_version_with_other_step_ids_is_shown_alike_and_what_is_gone_is_counted() -> None:
    kept = told(dressed())
    newer = scene(NEW, [1002, 1003, 1004, 1009, 1055])
    answer = found(kept, newer, shift=1000)
    show_viewpoint(newer, answer)
    assert {one.element for one in newer.hidden_refs()} == {1002}
    assert selected_in(answer) == {ref(1004, NEW)}
    assert answer.missing.elements == {"House": 1}
    assert not answer.missing.models


def test_that_of_an_isolated_few_only_those_are_kept_and_new_elements_stay_hidden() -> None:
    state = scene(OLD, [*range(10, 30)])
    state.isolate([ref(11), ref(12)])
    kept = told(state)
    assert kept.isolated
    assert kept.models[0].only == ("g11", "g12")
    assert not kept.models[0].hidden
    newer = scene(NEW, [11, 12, 13, 77])
    show_viewpoint(newer, found(kept, newer))
    assert {one.element for one in newer.hidden_refs()} == {13, 77}
    newer.end_isolation()
    assert not newer.hidden_refs()


def test_that_a_model_that_is_gone_is_named_and_one_that_came_since_is_hidden() -> None:
    kept = told(dressed())
    state = scene(OTHER, [1, 2])
    answer = found(kept, state, keys={"Garage": OTHER})
    assert answer.missing.models == ("House",)
    show_viewpoint(state, answer)
    assert not state.entry(OTHER).shown


def test_that_a_scene_is_plain_json() -> None:
    kept = told(dressed())
    assert json.loads(json.dumps(asdict(kept)))["models"][0]["colors"] == {
        "#00ff00": ["g3"],
        "#ff0000": ["g1"],
    }


elements = st.frozensets(st.sampled_from([1, 2, 3, 4, 9, 19]))


@given(shown=elements, red=elements, blue=elements, isolated=st.booleans())
@settings(max_examples=60, deadline=None)
def test_that_any_visibility_and_colours_come_back(
    shown: frozenset[int], red: frozenset[int], blue: frozenset[int], isolated: bool
) -> None:
    state = scene(OLD, [1, 2, 3, 4, 9, 19])
    if isolated and shown:
        state.isolate([ref(i) for i in shown])
    else:
        state.set_visible([ref(i) for i in shown], False)
    state.highlight({ref(i): "#ff0000" for i in red} | {ref(i): "#0000ff" for i in blue})
    entry = state.entry(OLD)
    visible, painted = entry.visible, entry.painted
    kept = told(state)
    state.show_all()
    state.highlight({})
    show_viewpoint(state, found(replace(kept), state))
    assert np.array_equal(entry.visible, visible)
    assert np.array_equal(entry.painted, painted)


def test_that_a_highlight_of_another_form_of_colour_is_kept() -> None:
    state = scene(OLD, [1])
    state.highlight({ref(1): "#F00"})
    assert told(state).models[0].colors == {"#ff0000": ("g1",)}
    with pytest.raises(ValueError, match="colour"):
        state.set_model_tint(OLD, "reddish")
