"""Holds each call that makes a file or a folder until the supervisor has counted it.

A filter of its own beside that of rules.py; of two filters' answers the kernel takes the stricter: what
rules.py refuses is refused at once, what it allows waits.
"""

from __future__ import annotations

import os
import socket

from bimdesk.worker.locks import bpf
from bimdesk.worker.locks.bpf import Check, Rule
from bimdesk.worker.locks.rules import AUDIT_ARCHITECTURE, CREATE
from bimdesk.worker.locks.seccomp import install
from bimdesk.worker.locks.syscalls import numbers

_FLAGS = 8 | 1 | 16  # NEW_LISTENER, TSYNC, TSYNC_ESRCH; the last came after answers that let a call go on
_CREATING: dict[str, Rule] = {
    "open": [[Check(1, (CREATE,), mask=CREATE)]],
    "openat": [[Check(2, (CREATE,), mask=CREATE)]],
    "mkdir": [[]],
    "mkdirat": [[]],
}
"""All that rules.py allows and that makes something; links and special files it does not."""


def creation_program(architecture: str) -> bytes:
    """The filter as struct sock_filter[]. KeyError: an unknown architecture."""
    known = numbers(architecture)
    program = [
        bpf.load(bpf.ARCHITECTURE_OFFSET),
        bpf.if_equal_skip(AUDIT_ARCHITECTURE[architecture], 1),
        bpf.answer(bpf.ALLOW),  # the other filter kills it
        bpf.load(bpf.NUMBER_OFFSET),
    ]
    for name, rule in _CREATING.items():
        if name in known:
            program += bpf.call_block(known[name], rule, bpf.ALLOW, match=bpf.USER_NOTIF)
    return bpf.assembled([*program, bpf.answer(bpf.ALLOW)])


def count_creations(channel: int, architecture: str) -> str:
    """Send the supervisor what it listens on, through the socket `channel`; gives a line for the report.

    From then on a creation waits for the supervisor. A kernel without it (before Linux 5.7), or an outer
    sandbox that listens already, is told in the report: the folder is then only looked at. The caller closes
    `channel`.
    """
    try:
        listener = install(creation_program(architecture), _FLAGS)
    except OSError as error:
        return f"unavailable: {error.strerror}"
    try:
        with socket.socket(fileno=os.dup(channel)) as sending:
            socket.send_fds(sending, [b"\0"], [listener])
    finally:
        os.close(listener)
    return "active"
