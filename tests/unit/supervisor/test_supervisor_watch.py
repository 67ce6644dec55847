"""The limits: each has its own word, and the kernel's signals are theirs."""

from __future__ import annotations

import signal
from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from bimdesk.domain import limits as domain_limits
from bimdesk.worker.supervisor.watch import (
    FLOOD,
    MB,
    MOST_THREADS,
    THREADS,
    Limits,
    Use,
    by_signal,
    next_look,
    reached,
)

LIMITS = Limits.read(asdict(domain_limits.Limits()))
WITHIN = Use(
    wall_s=300.0,
    cpu_s=600.0,
    memory=2048 * MB,
    output=128 * MB,
    files=500,
    written=1024 * 1024 * 64,
    threads=MOST_THREADS,
)


def test_that_the_supervisor_knows_the_same_limits_as_the_domain() -> None:
    assert [field.name for field in fields(Limits)] == [field.name for field in fields(domain_limits.Limits)]
    assert domain_limits.FLOOD == FLOOD


def test_that_use_at_every_limit_is_within_them() -> None:
    assert reached(WITHIN, LIMITS) == ""


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({"wall_s": 300.01}, "wall_s"),
        ({"cpu_s": 600.01}, "cpu_s"),
        ({"memory": 2048 * MB + 1}, "memory_mb"),
        ({"output": 128 * MB + 1}, "output_mb"),
        ({"files": 501}, "files"),
        ({"written": 1024 * 1024 * 64 + 1}, "log_kb"),
        ({"threads": MOST_THREADS + 1}, THREADS),
    ],
)
def test_that_each_limit_has_its_own_word(more: dict[str, Any], limit: str) -> None:
    assert reached(replace(WITHIN, **more), LIMITS) == limit


@pytest.mark.parametrize(
    ("took", "grew", "pause"),
    [(0.001, 0, 0.05), (0.001, 5 * MB, 0.005), (0.1, 5 * MB, 0.3), (2.0, 0, 1.0)],
)
def test_that_looking_takes_a_quarter_of_the_time_at_most(took: float, grew: int, pause: float) -> None:
    assert next_look(10.0, 10.0 + took, grew=grew) == pytest.approx(10.0 + took + pause)


def test_that_the_signals_of_the_kernel_are_limits_and_others_are_not() -> None:
    named = {sign.name: by_signal(sign) for sign in signal.Signals if by_signal(sign)}
    assert named == {"SIGXCPU": "cpu_s", "SIGXFSZ": "output_mb"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("wall_s", 0),
        ("cpu_s", -1),
        ("memory_mb", float("nan")),
        ("files", float("inf")),
        ("log_kb", "many"),
        ("output_mb", None),
        ("wall_s", [1]),
    ],
)
def test_that_what_is_no_limit_is_refused(name: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        Limits.read({**asdict(domain_limits.Limits()), name: value})


def test_that_a_missing_limit_is_refused() -> None:
    with pytest.raises(KeyError):
        Limits.read({"wall_s": 1})
