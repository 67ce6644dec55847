"""The filter that holds what makes a file, run as the kernel would run it, for both processors."""

from __future__ import annotations

import os

import pytest
from bpf_machine import Call, verdict

from bimdesk.worker.locks.creations import creation_program
from bimdesk.worker.locks.rules import AUDIT_ARCHITECTURE, filter_program
from bimdesk.worker.locks.syscalls import ANSWERED, CHECKED, PLAIN, REFUSED, numbers

BOTH = ("x86_64", "aarch64")
MAKING = {
    "open": (0, os.O_WRONLY | os.O_CREAT, 0o600),
    "openat": (-100, 0, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    "mkdir": (0, 0o700),
    "mkdirat": (-100, 0, 0o700),
}
OPENING = {"open": (0, os.O_RDWR), "openat": (-100, 0, os.O_RDONLY | os.O_CLOEXEC)}


@pytest.mark.parametrize("architecture", BOTH)
def test_that_a_call_waits_exactly_where_it_makes_something(architecture: str) -> None:
    program, known = creation_program(architecture), numbers(architecture)
    for name in (*PLAIN, *CHECKED, *ANSWERED, *REFUSED):
        if name in known:
            for arguments in (MAKING.get(name), OPENING.get(name, (0, 0, 0) if name not in MAKING else None)):
                if arguments is not None:
                    call = Call(AUDIT_ARCHITECTURE[architecture], known[name], arguments)
                    waits = arguments is MAKING.get(name)
                    assert verdict(program, call) == ("wait" if waits else "allow"), name


@pytest.mark.parametrize("architecture", BOTH)
def test_that_every_allowed_call_that_can_make_something_waits(architecture: str) -> None:
    """What POSIX and Linux have for making names: all are refused by the other filter, or wait."""
    known = numbers(architecture)
    making = {"creat", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "openat2", *MAKING}
    waiting, other = creation_program(architecture), filter_program(architecture, 1)
    for name in making & set(known):
        call = Call(AUDIT_ARCHITECTURE[architecture], known[name], MAKING.get(name, ()))
        assert verdict(other, call) != "allow" or verdict(waiting, call) == "wait", name
    assert making & {*PLAIN, *CHECKED} == set(MAKING)
