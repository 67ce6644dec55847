"""How many creations pass between two measurements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bimdesk.worker.supervisor.creations import Allowance


@given(st.integers(1, 100_000), st.integers(0, 200_000))
def test_that_no_more_pass_than_there_is_room_for_and_a_sixty_fourth(limit: int, files: int) -> None:
    allowance = Allowance()
    allowance.renew(files=files, limit=limit)
    passed = 0
    while allowance.spend():
        passed += 1
    assert passed <= max(limit - files, limit // 64, 1)
    assert passed >= 1


def test_that_the_first_is_measured() -> None:
    assert not Allowance().spend()
