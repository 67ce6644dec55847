"""Whether the script may be sent: every doubt is a refusal with its own sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.protection import LAYERS as SHOWN
from bimdesk.domain.protection import Protection, protection_of
from bimdesk.worker.locks.acts import FORBIDDEN, NEEDED
from bimdesk.worker.supervisor.gate import LAYERS, judge, nothing
from bimdesk.worker.supervisor.vitals import Vitals

PROBES = dict.fromkeys(FORBIDDEN, "blocked") | dict.fromkeys(NEEDED, "allowed")
REPORT: dict[str, Any] = {"landlock": "active (ABI 7)", "seccomp": "active", "probes": PROBES}
SEEN = Vitals(memory=1, threads=1, cpu_s=0.1, seccomp=2, no_new_privs=1, capabilities=0)
NONE = "unavailable: not asked for"


def _refusal(report: dict[str, Any], seen: Vitals | None = SEEN, *, namespaces: str = NONE) -> str:
    verdict = judge(report, seen, namespaces=namespaces)
    expected = Protection.PROTECTED, Protection.FALLBACK
    assert bool(verdict.refusal) == (protection_of(verdict.layers) not in expected)
    return verdict.refusal


def test_that_a_report_without_doubt_is_taken_and_its_layers_are_plain_words() -> None:
    verdict = judge(REPORT, SEEN, namespaces=NONE)
    assert verdict.refusal == ""
    assert verdict.layers == {**dict.fromkeys(LAYERS, "active"), "namespaces": NONE}
    assert set(LAYERS) == set(SHOWN)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seccomp": 0}, "The kernel says that the worker is not confined, though it reported so."),
        ({"seccomp": 1}, "The kernel says that the worker is not confined, though it reported so."),
        ({"no_new_privs": 0}, "The kernel says that the worker is not confined, though it reported so."),
        ({"threads": 2}, "The worker had threads before it was confined."),
        ({"capabilities": 1 << 21}, "The worker kept privileges of root."),
    ],
)
def test_that_the_kernel_is_believed_and_not_the_report(changed: dict[str, int], words: str) -> None:
    assert _refusal(REPORT, replace(SEEN, **changed)) == words


def test_that_a_worker_that_is_gone_is_refused() -> None:
    assert _refusal(REPORT, None) == "The worker ended before it was checked."


@pytest.mark.parametrize("name", FORBIDDEN)
@pytest.mark.parametrize("outcome", ["allowed", "error: ENOENT No such file", "error: EINVAL", "", 0, None])
def test_that_every_probe_must_have_been_blocked(name: str, outcome: Any) -> None:
    words = _refusal({**REPORT, "probes": {**PROBES, name: outcome}})
    assert words.startswith(f"A forbidden act was not blocked: {name}")


@pytest.mark.parametrize("name", [*FORBIDDEN, *NEEDED])
def test_that_no_probe_may_be_missing(name: str) -> None:
    probes = {other: outcome for other, outcome in PROBES.items() if other != name}
    assert "was not tried" in _refusal({**REPORT, "probes": probes})


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("namespaces", [NONE, "active"])
def test_that_what_a_script_needs_must_work(name: str, namespaces: str) -> None:
    broken = {**REPORT, "probes": {**PROBES, name: "error: ENOENT No such file"}}
    assert name in _refusal(broken, namespaces=namespaces)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_that_in_namespaces_only_files_may_be_absent_instead_of_refused(name: str) -> None:
    hidden = {**REPORT, "probes": {**PROBES, name: "error: ENOENT No such file"}}
    is_file = "outside" in name or "snapshot" in name
    assert bool(_refusal(hidden, namespaces="active")) is not is_file


@pytest.mark.parametrize(
    ("left_out", "namespaces", "words"),
    [
        ({"seccomp": "unavailable: x"}, "active", "The filter of system calls is missing (x)."),
        ({"seccomp": "activeX"}, "active", "The filter of system calls is missing (not reported)."),
        ({"seccomp": None}, "active", "The filter of system calls is missing (not reported)."),
        ({"landlock": "unavailable: y"}, "active", ""),
        (
            {"landlock": "unavailable: y"},
            "unavailable: bubblewrap is not installed",
            "Files cannot be kept from scripts: no Landlock (y) and no bubblewrap "
            "(bubblewrap is not installed).",
        ),
        ({"landlock": ["active"]}, NONE, "Files cannot be kept from scripts: no Landlock (not reported) and"),
    ],
)
def test_that_seccomp_and_one_way_to_keep_files_away_must_be_there(
    left_out: dict[str, Any], namespaces: str, words: str
) -> None:
    refusal = _refusal({**REPORT, **left_out}, namespaces=namespaces)
    assert refusal.startswith(words) and bool(refusal) == bool(words)


def test_that_without_a_look_no_layer_counts_as_there() -> None:
    verdict = nothing("The worker said nothing. " * 100)
    assert protection_of(verdict.layers) is Protection.UNAVAILABLE
    assert len(verdict.refusal) == 300


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["active", "blocked"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["landlock", "seccomp", "probes", "type"]), _anything))
def test_that_no_report_of_any_shape_is_taken_without_its_probes(report: dict[str, Any]) -> None:
    verdict = judge(report, SEEN, namespaces="active")
    assert verdict.refusal
    assert all(words == "active" or words.startswith("unavailable: ") for words in verdict.layers.values())
