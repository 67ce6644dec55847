"""Which rights each ABI of Landlock knows, and the way back when a kernel refuses scopes."""

from __future__ import annotations

import errno
import struct

import pytest

from bimdesk.worker.locks import landlock
from bimdesk.worker.locks.landlock import handled_rights

FIRST = 0x1FFF  # the 13 rights of ABI 1
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15


@pytest.mark.parametrize(
    ("abi", "files", "network", "scoped"),
    [
        (1, FIRST, 0, 0),
        (2, FIRST | REFER, 0, 0),
        (3, FIRST | REFER | TRUNCATE, 0, 0),
        (4, FIRST | REFER | TRUNCATE, 3, 0),
        (5, FIRST | REFER | TRUNCATE | IOCTL_DEV, 3, 0),
        (6, FIRST | REFER | TRUNCATE | IOCTL_DEV, 3, 3),
        (99, FIRST | REFER | TRUNCATE | IOCTL_DEV, 3, 3),
    ],
)
def test_that_each_abi_handles_all_rights_that_it_knows(
    abi: int, files: int, network: int, scoped: int
) -> None:
    assert handled_rights(abi) == (files, network, scoped)


class Kernel:
    """Answers landlock_create_ruleset as a kernel that refuses attributes of `too_long` bytes."""

    def __init__(self, too_long: int) -> None:
        self.too_long = too_long
        self.asked: list[tuple[int, ...]] = []

    def __call__(self, name: str, attributes: bytes, size: int, flags: int) -> int:
        assert (name, flags) == ("landlock_create_ruleset", 0)
        self.asked.append(struct.unpack(f"<{size // 8}Q", attributes[:size]))
        if size >= self.too_long:
            raise OSError(errno.EINVAL, "Invalid argument")
        return 7


def test_that_refused_scopes_are_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(too_long=24)
    monkeypatch.setattr(landlock, "system_call", kernel)
    assert landlock._new_ruleset(6) == (7, ", without scopes")
    assert kernel.asked == [(*handled_rights(6)[:2], 3), handled_rights(6)[:2]]


def test_that_an_older_abi_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(too_long=16)
    monkeypatch.setattr(landlock, "system_call", kernel)
    with pytest.raises(OSError, match="Invalid"):
        landlock._new_ruleset(4)
    assert len(kernel.asked) == 1
