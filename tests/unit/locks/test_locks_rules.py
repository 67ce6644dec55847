"""The filter of system calls, run as the kernel would run it, for both processors."""

from __future__ import annotations

import os

import pytest
from bpf_machine import Call, verdict
from hypothesis import example, given
from hypothesis import strategies as st

from bimdesk.worker.locks.rules import AUDIT_ARCHITECTURE, filter_program
from bimdesk.worker.locks.syscalls import ANSWERED, CHECKED, PLAIN, REFUSED, numbers

PID = 4711
BOTH = ("x86_64", "aarch64")
PROGRAMS = {architecture: filter_program(architecture, PID) for architecture in BOTH}
architectures = st.sampled_from(BOTH)
words = st.integers(0, 2**32 - 1)
flags = st.sets(st.integers(0, 31)).map(lambda bits: sum(1 << bit for bit in bits))
few_bits = st.sets(st.integers(0, 31), max_size=2).map(lambda bits: sum(1 << bit for bit in bits))
nearly_threads = st.tuples(st.sampled_from([0x3D0F00, 0x10F00, 17]), few_bits).map(
    lambda pair: pair[0] ^ pair[1]
)
high_halves = st.integers(0, 2**32 - 1).map(lambda half: half << 32)

THREAD = 0x3D0F00
CREATE, TRUNCATE, TMPFILE, ASYNC = 0o100, 0o1000, 0o20000000, 0o20000

TABLE = [
    ("clone", (THREAD,), "allow"),
    ("clone", (0x7D0F00,), "allow"),  # musl
    ("clone", (THREAD & ~0x10000,), "EPERM"),  # a process
    ("clone", (THREAD & ~0x400,), "EPERM"),  # descriptors of its own
    ("clone", (THREAD & ~0x200,), "EPERM"),  # a working directory of its own
    ("clone", (17,), "EPERM"),  # fork
    ("clone", (0x4111,), "EPERM"),  # vfork
    *[("clone", (THREAD | new,), "EPERM") for new in (0x20000, 0x2000000, 0x4000000, 0x8000000)],
    *[("clone", (THREAD | new,), "EPERM") for new in (0x10000000, 0x20000000, 0x40000000, 0x80)],
    ("clone3", (), "ENOSYS"),
    ("openat2", (), "ENOSYS"),
    ("fallocate", (), "ENOTSUP"),
    ("openat", (-100, 0, os.O_RDONLY), "allow"),
    ("openat", (-100, 0, os.O_RDONLY | 0o2000000), "allow"),
    ("openat", (-100, 0, os.O_WRONLY | CREATE | TRUNCATE, 0o666), "allow"),
    ("openat", (-100, 0, os.O_RDWR | CREATE | 0o200, 0o600), "allow"),
    ("openat", (-100, 0, os.O_RDONLY | TRUNCATE), "EPERM"),
    ("openat", (-100, 0, os.O_RDONLY | TRUNCATE | CREATE, 0o600), "EPERM"),
    ("openat", (-100, 0, 3), "EPERM"),
    ("openat", (-100, 0, 3 | TRUNCATE), "EPERM"),
    ("openat", (-100, 0, os.O_RDWR | TMPFILE | 0o200000, 0o600), "EPERM"),
    ("openat", (-100, 0, os.O_WRONLY | CREATE, 0o4755), "EPERM"),
    ("openat", (-100, 0, os.O_WRONLY | CREATE, 0), "EPERM"),
    ("mkdirat", (-100, 0, 0o777), "allow"),
    ("mkdirat", (-100, 0, 0o300), "EPERM"),
    ("fcntl", (3, 1030, 0), "allow"),
    ("fcntl", (3, 4, 0o4000), "allow"),
    ("fcntl", (3, 4, 0o4000 | ASYNC), "EPERM"),
    *[("fcntl", (3, command, 0), "EPERM") for command in (5, 6, 7, 8, 10, 15, 36, 37, 38, 1024, 1031, 1033)],
    ("ioctl", (1, 0x5401), "allow"),
    ("ioctl", (1, 0x5412), "EPERM"),  # TIOCSTI
    ("ioctl", (1, 0x5412 | 1 << 32), "EPERM"),
    ("ioctl", (1, 0x5401 | 1 << 32), "allow"),  # the kernel itself looks at 32 bits
    ("prctl", (15,), "allow"),
    ("prctl", (4, 1), "EPERM"),
    ("prctl", (22, 2), "EPERM"),
    ("prlimit64", (0, 7, 0, 4096), "allow"),
    ("prlimit64", (PID, 7, 0, 4096), "allow"),
    ("prlimit64", (1, 7, 0, 4096), "EPERM"),
    ("prlimit64", (0, 7, 4096, 0), "EPERM"),
    ("prlimit64", (0, 7, 1 << 32, 0), "EPERM"),
    ("tgkill", (PID, PID, 6), "allow"),
    ("tgkill", (1, 1, 0), "EPERM"),
    ("renameat2", (-100, 0, -100, 0, 1), "allow"),
    ("renameat2", (-100, 0, -100, 0, 4), "EPERM"),  # a whiteout is a device node
    ("close_range", (3, 9, 4), "allow"),
    ("close_range", (3, 9, 2), "EPERM"),
    ("pipe2", (4096, 0o2000000), "allow"),
    ("pipe2", (4096, 0o200), "EPERM"),
]


def judged(architecture: str, name: str, arguments: tuple[int, ...]) -> str:
    call = Call(AUDIT_ARCHITECTURE[architecture], numbers(architecture)[name], arguments)
    return verdict(PROGRAMS[architecture], call)


@pytest.mark.parametrize("architecture", BOTH)
@pytest.mark.parametrize(("name", "arguments", "expected"), TABLE)
def test_that_arguments_decide(
    architecture: str, name: str, arguments: tuple[int, ...], expected: str
) -> None:
    assert judged(architecture, name, arguments) == expected


@pytest.mark.parametrize("architecture", BOTH)
def test_that_the_older_open_and_mkdir_have_the_same_rules(architecture: str) -> None:
    if "open" not in numbers(architecture):
        assert "mkdir" not in numbers(architecture)
        return
    for name, arguments, expected in TABLE:
        if name in ("openat", "mkdirat"):
            assert judged(architecture, name.removesuffix("at"), arguments[1:]) == expected


@pytest.mark.parametrize("architecture", BOTH)
def test_that_plain_calls_pass_and_the_locks_own_calls_do_not(architecture: str) -> None:
    known = numbers(architecture)
    verdicts = {name: judged(architecture, name, (1, 2, 3, 4, 5, 6)) for name in known}
    assert {name for name in PLAIN if name in known and verdicts[name] != "allow"} == set()
    assert {name for name in REFUSED if verdicts[name] != "EPERM"} == set()


@pytest.mark.parametrize("architecture", BOTH)
def test_that_every_number_outside_the_list_is_refused(architecture: str) -> None:
    listed = {numbers(architecture).get(name) for name in (*PLAIN, *CHECKED, *ANSWERED)}
    audit, program = AUDIT_ARCHITECTURE[architecture], PROGRAMS[architecture]
    others = [number for number in range(1024) if number not in listed]
    assert {verdict(program, Call(audit, number)) for number in others} == {"EPERM"}


def test_that_the_list_stays_about_as_long_as_it_was_judged_to_be() -> None:
    assert len(PLAIN) + len(CHECKED) <= 115


@given(architecture=architectures, audit=words, number=words)
@example(architecture="x86_64", audit=0x40000003, number=1)  # i386
@example(architecture="aarch64", audit=0x40000028, number=1)  # arm
def test_that_another_architecture_is_killed(architecture: str, audit: int, number: int) -> None:
    if audit != AUDIT_ARCHITECTURE[architecture]:
        assert verdict(PROGRAMS[architecture], Call(audit, number)) == "kill"


@given(number=words)
def test_that_x32_calls_are_killed(number: int) -> None:
    call = Call(AUDIT_ARCHITECTURE["x86_64"], number | 0x40000000)
    assert verdict(PROGRAMS["x86_64"], call) == "kill"


@given(architecture=architectures, clone_flags=nearly_threads, high=high_halves)
def test_that_clone_makes_threads_only(architecture: str, clone_flags: int, high: int) -> None:
    shared, optional = 0x10F00, 0x7C0000
    thread = clone_flags & shared == shared and not clone_flags & ~(shared | optional)
    expected = "allow" if thread else "EPERM"
    assert judged(architecture, "clone", (clone_flags | high, 0, 0, 0, 0)) == expected


@given(architecture=architectures, open_flags=flags, mode=st.integers(0, 0o7777), high=high_halves)
@example(architecture="x86_64", open_flags=CREATE | 1, mode=0o600, high=1 << 32)
def test_that_open_neither_empties_nor_hides(
    architecture: str, open_flags: int, mode: int, high: int
) -> None:
    access = open_flags & 3
    empties = bool(open_flags & TRUNCATE) and access == 0
    hides = bool(open_flags & TMPFILE) or (bool(open_flags & CREATE) and mode & 0o7600 != 0o600)
    expected = "EPERM" if empties or hides or access == 3 else "allow"
    assert judged(architecture, "openat", (-100, 0, open_flags | high, mode | high)) == expected


@given(architecture=architectures, command=words, value=words, high=high_halves)
@example(architecture="x86_64", command=6, value=0, high=1 << 32)
@example(architecture="aarch64", command=4, value=ASYNC, high=0)
def test_that_fcntl_moves_descriptors_only(architecture: str, command: int, value: int, high: int) -> None:
    fine = command in (0, 1, 2, 3, 1030) or (command == 4 and not value & ASYNC)
    assert judged(architecture, "fcntl", (0, command | high, value | high)) == ("allow" if fine else "EPERM")


@given(architecture=architectures, pid=words, limit=st.integers(0, 2**64 - 1), high=high_halves)
@example(architecture="x86_64", pid=0, limit=1 << 63, high=0)
def test_that_no_limit_is_changed_by_prlimit(architecture: str, pid: int, limit: int, high: int) -> None:
    expected = "allow" if pid in (0, PID) and limit == 0 else "EPERM"
    assert judged(architecture, "prlimit64", (pid | high, 7, limit, 4096)) == expected


@given(
    architecture=architectures,
    name=st.sampled_from(["ioctl", "prctl", "tgkill", "renameat2", "mkdirat", "close_range", "pipe2"]),
    arguments=st.lists(words, min_size=6, max_size=6),
    highs=st.lists(high_halves, min_size=6, max_size=6),
)
def test_that_the_high_half_of_an_argument_changes_nothing(
    architecture: str, name: str, arguments: list[int], highs: list[int]
) -> None:
    both = tuple(low | high for low, high in zip(arguments, highs, strict=True))
    assert judged(architecture, name, both) == judged(architecture, name, tuple(arguments))


@pytest.mark.parametrize("architecture", BOTH)
def test_that_the_program_fits_the_kernel(architecture: str) -> None:
    assert len(PROGRAMS[architecture]) % 8 == 0
    assert len(PROGRAMS[architecture]) // 8 <= 4096


def test_that_an_architecture_without_a_table_has_no_filter() -> None:
    with pytest.raises(KeyError):
        filter_program("riscv64", PID)
