"""The secrets of a stage: random tokens in every place that a script must not read."""

from __future__ import annotations

import ctypes
import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

PREFIX = "bdsecret"
VARIABLE = "BIMDESK_TEST_SECRET"
MEMORY_VARIABLE = "BIMDESK_TEST_MEMORY"
"""How the window's process is told what to keep in its memory; it takes the variable away at once."""
_CREATE = 0o1666


def _token(kind: str) -> str:
    return f"{PREFIX}-{kind}-{secrets.token_hex(12)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """One token for each place."""

    key_file: str
    environment: str
    memory: str
    database: str
    library: str
    version: str
    execution: str
    settings: str
    shared_memory: str
    posix_memory: str
    key_ring: str

    @classmethod
    def make(cls) -> Secrets:
        return cls(**{field.name: _token(field.name.replace("_", "")) for field in fields(cls)})

    def all(self) -> dict[str, str]:
        """Place -> token."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def found_in(self, data: bytes) -> list[str]:
        """The places whose token is in `data`: as it is, backwards, in hexadecimal, with NULs between."""
        found = []
        for place, token in self.all().items():
            core = token.encode()
            forms = (
                core,
                core[::-1],
                core.hex().encode(),
                b"\x00".join(core[n : n + 1] for n in range(len(core))),
            )
            if any(form in data for form in forms):
                found.append(place)
        return found


class KernelSecrets:
    """SysV shared memory, a message queue, POSIX shared memory and a key ring entry that hold tokens."""

    def __init__(self, secrets_: Secrets) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.shmat.restype = ctypes.c_void_p
        self.key = int.from_bytes(os.urandom(3), "big") | 1
        self.shared_name = f"bd-{os.urandom(4).hex()}"
        self._shared = Path("/dev/shm") / self.shared_name
        self._shared.write_text(secrets_.posix_memory)
        self._segment = self._libc.shmget(self.key, 4096, _CREATE)
        self._queue = self._libc.msgget(self.key, _CREATE)
        if self._segment >= 0:
            where = self._libc.shmat(self._segment, None, 0)
            ctypes.memmove(where, secrets_.shared_memory.encode(), len(secrets_.shared_memory))
        self.key_name = f"bd-{os.urandom(4).hex()}"
        data = secrets_.key_ring.encode()
        number = 248 if os.uname().machine == "x86_64" else 217
        self.key_serial = self._libc.syscall(number, b"user", self.key_name.encode(), data, len(data), -4)

    def close(self) -> None:
        """Take them away again."""
        self._shared.unlink(missing_ok=True)
        if self._segment >= 0:
            self._libc.shmctl(self._segment, 0, None)
        if self._queue >= 0:
            self._libc.msgctl(self._queue, 0, None)
