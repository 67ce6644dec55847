"""Runs classic BPF programs as the kernel does for seccomp, one call at a time."""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass

LOAD, AND, EQUAL, ABOVE, AT_LEAST, BITS, RETURN = 0x20, 0x54, 0x15, 0x25, 0x35, 0x45, 0x06
VERDICTS = {0x7FFF0000: "allow", 0x80000000: "kill", 0x7FC00000: "wait"}


@dataclass(frozen=True, slots=True)
class Call:
    """What the kernel shows to a filter: struct seccomp_data."""

    architecture: int
    number: int
    arguments: tuple[int, ...] = ()

    def data(self) -> bytes:
        padded = (*self.arguments, 0, 0, 0, 0, 0, 0)[:6]
        masked = [argument & 0xFFFFFFFFFFFFFFFF for argument in padded]
        return struct.pack("<IIQ6Q", self.number & 0xFFFFFFFF, self.architecture, 0, *masked)


def verdict(program: bytes, call: Call) -> str:
    """`allow`, `kill`, `wait`, or the name of the errno that the program answers."""
    instructions = list(struct.iter_unpack("<HBBI", program))
    data = call.data()
    place = loaded = 0
    while True:
        code, if_true, if_false, constant = instructions[place]
        place += 1
        if code == LOAD:
            (loaded,) = struct.unpack_from("<I", data, constant)
        elif code == AND:
            loaded &= constant
        elif code == RETURN:
            return VERDICTS.get(constant) or errno.errorcode[constant & 0xFFFF]
        else:
            place += if_true if _holds(code, loaded, constant) else if_false


def _holds(code: int, loaded: int, constant: int) -> bool:
    tests = {
        EQUAL: loaded == constant,
        ABOVE: loaded > constant,
        AT_LEAST: loaded >= constant,
        BITS: bool(loaded & constant),
    }
    return tests[code]
