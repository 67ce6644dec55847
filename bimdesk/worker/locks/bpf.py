"""A small assembler for seccomp: conditions on a call's arguments in, a classic BPF program out.

Source of the layouts: linux/seccomp.h (struct seccomp_data), linux/filter.h (struct sock_filter).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KILL_PROCESS = 0x80000000
ALLOW = 0x7FFF0000
ERRNO = 0x00050000
USER_NOTIF = 0x7FC00000

NUMBER_OFFSET = 0
ARCHITECTURE_OFFSET = 4
_ARGUMENTS_OFFSET = 16

_LOAD = 0x20  # LD | W | ABS
_AND = 0x54  # ALU | AND | K
_IF_EQUAL = 0x15  # JMP | JEQ | K
_IF_ABOVE = 0x25  # JMP | JGT | K
_IF_AT_LEAST = 0x35  # JMP | JGE | K
_IF_BITS = 0x45  # JMP | JSET | K
_RETURN = 0x06  # RET | K
_ALL_BITS = 0xFFFFFFFF

Instruction = tuple[int, int, int, int]
"""code, jump if true, jump if false, constant"""


@dataclass(frozen=True, slots=True)
class Check:
    """Holds when the low (or `high`) 32 bits of an argument, masked, are one of `values`."""

    argument: int
    values: tuple[int, ...]
    mask: int = _ALL_BITS
    high: bool = False


Rule = Sequence[Sequence[Check]]
"""The alternatives, any of which allows the call; each a list of checks that must all hold."""


def load(offset: int) -> Instruction:
    """The 32 bits at `offset` of seccomp_data."""
    return (_LOAD, 0, 0, offset)


def if_equal_skip(constant: int, skip: int) -> Instruction:
    """Skip so many instructions when the loaded value is `constant`."""
    return (_IF_EQUAL, skip, 0, constant)


def unless_equal_skip(constant: int, skip: int) -> Instruction:
    """Go on when the loaded value is `constant`, else skip so many instructions."""
    return (_IF_EQUAL, 0, skip, constant)


def unless_bits_skip(bits: int, skip: int) -> Instruction:
    """Go on when the loaded value has any of `bits`, else skip so many instructions."""
    return (_IF_BITS, 0, skip, bits)


def answer(action: int) -> Instruction:
    """The end of the program, with this verdict."""
    return (_RETURN, 0, 0, action)


def allow_calls(sorted_numbers: Iterable[int]) -> list[Instruction]:
    """Allow these calls whatever their arguments. Numbers in a row are one test: half the program."""
    program: list[Instruction] = []
    rows: list[list[int]] = []
    for number in sorted_numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    for first, *others in rows:
        if others:
            program += [(_IF_AT_LEAST, 0, 2, first), (_IF_ABOVE, 1, 0, others[-1]), answer(ALLOW)]
        else:
            program += [unless_equal_skip(first, 1), answer(ALLOW)]
    return program


def call_block(number: int, rule: Rule, otherwise: int, *, match: int = ALLOW) -> list[Instruction]:
    """Answer `match` to the call `number` by `rule`, else `otherwise`; the loaded number may be another's."""
    body = [instruction for checks in rule for instruction in _alternative(checks, match)]
    body.append(answer(otherwise))
    return [unless_equal_skip(number, len(body)), *body]


def _alternative(checks: Sequence[Check], match: int) -> list[Instruction]:
    """Answer `match` when all checks hold; the first that fails leads past the end."""
    body = [answer(match)]
    for check in reversed(checks):
        last = len(check.values) - 1
        tests = [
            (_IF_EQUAL, last - place, len(body) if place == last else 0, value)
            for place, value in enumerate(check.values)
        ]
        masked = [] if check.mask == _ALL_BITS else [(_AND, 0, 0, check.mask)]
        offset = _ARGUMENTS_OFFSET + 8 * check.argument + (4 if check.high else 0)
        body = [load(offset), *masked, *tests, *body]
    return body


def assembled(program: Iterable[Instruction]) -> bytes:
    """The program as an array of struct sock_filter. struct.error: a jump over more than 255 instructions."""
    pack = struct.Struct("<HBBI").pack
    return b"".join([pack(*instruction) for instruction in program])
