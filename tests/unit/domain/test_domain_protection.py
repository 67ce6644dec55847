"""What the layers come to: nothing that is not plainly there counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.protection import (
    ACTIVE,
    LAYERS,
    LIMITED_REASON,
    OFF_REASON,
    UNCHECKED_REASON,
    Protection,
    layers_without_wall,
    protection_of,
)

ALL = dict.fromkeys(LAYERS, ACTIVE)
NO_LANDLOCK = {**ALL, "landlock": "unavailable: no Landlock"}


@pytest.mark.parametrize(
    ("layers", "protection"),
    [
        (ALL, Protection.PROTECTED),
        ({**ALL, "namespaces": "unavailable: not asked for"}, Protection.PROTECTED),
        (NO_LANDLOCK, Protection.FALLBACK),
        ({**NO_LANDLOCK, "namespaces": "unavailable: not installed"}, Protection.UNAVAILABLE),
        ({**ALL, "seccomp": "unavailable: old kernel"}, Protection.UNAVAILABLE),
        ({**ALL, "seccomp": "active (almost)"}, Protection.UNAVAILABLE),
        ({**ALL, "landlock": "", "namespaces": ""}, Protection.UNAVAILABLE),
        (layers_without_wall(OFF_REASON), Protection.OFF),
        (layers_without_wall(UNCHECKED_REASON), Protection.UNKNOWN),
        (layers_without_wall(LIMITED_REASON), Protection.LIMITED),
        (layers_without_wall("the disk is full"), Protection.UNAVAILABLE),
        ({}, Protection.OFF),
    ],
)
def test_that_layers_come_to_a_state(layers: dict[str, str], protection: Protection) -> None:
    assert protection_of(layers) is protection


@given(
    st.dictionaries(
        st.sampled_from(list(LAYERS)),
        st.sampled_from([ACTIVE, "Active", "active ", "active (ABI 7)", "unavailable: x", "", "yes"]),
    )
)
def test_that_only_plain_words_protect(layers: dict[str, str]) -> None:
    protected = protection_of(layers) in (Protection.PROTECTED, Protection.FALLBACK)
    is_there = [layers.get(name) == ACTIVE for name in ("seccomp", "landlock", "namespaces")]
    assert protected == (is_there[0] and (is_there[1] or is_there[2]))


def test_that_a_bare_process_has_every_layer_named() -> None:
    layers = layers_without_wall("why")
    assert list(layers) == list(LAYERS)
    assert {name for name, words in layers.items() if words == ACTIVE} == {
        "process",
        "environment",
        "watcher",
    }
