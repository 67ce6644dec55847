"""Runs `worker geometry` and outlives it: a crash or an endless element costs that element only."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bimdesk.ifc.geometry_blocks import Block
from bimdesk.ifc.geometry_records import ShapesJob, ShapesStart, block_of_records, read_records

ELEMENT_S = 20.0
"""Longest time for one element alone; after three times that without any done, all go one by one."""
BUDGET_S = 600.0
_LAST_PYTHON_EXIT = 255
"""What Python itself ends with is at most this; beyond (Windows) or below zero (a signal) is a crash."""
_POLL_S = 0.02
_START_S = 30.0
"""Loading the library and opening the model comes on top of the first element."""


@dataclass(slots=True)
class Outcome:
    """What came of it: elements that crashed, were late, were never begun, or have no faces."""

    block: Block | None = None
    crashed: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    unfinished: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)


class Spare:
    """A child that loads its library and opens `source` while it is found out what there is to do."""

    def __init__(self, source: Path, command: tuple[str, ...] = ()) -> None:
        self.source = source
        self._process = subprocess.Popen(
            command or shapes_command(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        self._say(ShapesStart(source=str(source)), last=False)

    def begin(self, job: ShapesJob) -> subprocess.Popen[bytes]:
        """Hand over the job; the child ends with it."""
        self._say(job, last=True)
        return self._process

    def end(self) -> None:
        """There is nothing to do."""
        self._process.kill()
        self._process.communicate()

    def _say(self, line: ShapesStart | ShapesJob, *, last: bool) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(line) + b"\n")
            self._process.stdin.close() if last else self._process.stdin.flush()
        except BrokenPipeError:
            self._process.wait()


class ShapesChild:
    """The child for some elements of one model; started at once, so that it runs beside the index.

    `lines`: elements beside `ids` of which the curves are wanted. `spare`: a child of the same model.
    """

    def __init__(
        self,
        source: Path,
        ids: Iterable[int],
        folder: Path,
        *,
        lines: Iterable[int] = (),
        spare: Spare | None = None,
        command: tuple[str, ...] = (),
        budget_s: float = BUDGET_S,
        element_s: float = ELEMENT_S,
    ) -> None:
        self._command = command
        self._element_s = element_s
        self._source = source
        self._spare = spare
        self._lines = frozenset(lines)
        self._ids = [*ids, *self._lines]
        self._folder = folder
        self._records: list[Path] = []
        self._journal = folder / "shapes.log"
        self._deadline = time.monotonic() + budget_s
        self._outcome = Outcome()
        self._was_late = False
        self._process = self._start(self._ids, one_by_one=False)

    def wait(self, classes: dict[int, str]) -> Outcome:
        """Wait for all elements. `classes`: IFC class of each."""
        if not self._follow(quiet_s=3 * self._element_s):
            self._blame()
            self._go_on_alone()
        self._outcome.block = block_of_records(self._records, classes)
        self._outcome.empty += sorted(self._read_journal().get("empty", set()))
        for file in (*self._records, self._journal):
            file.unlink(missing_ok=True)
        return self._outcome

    def _go_on_alone(self) -> None:
        """One by one, with a new process after every element that ended the last."""
        left = self._left()
        while left:
            if time.monotonic() > self._deadline:
                self._outcome.unfinished = left
                return
            self._process = self._start(left, one_by_one=True)
            if self._follow(quiet_s=self._element_s):
                return
            self._blame()
            before, left = left, self._left()
            if len(left) == len(before) or not (self._was_late or self._has_crashed):
                self._outcome.unfinished = left
                return

    @property
    def _has_crashed(self) -> bool:
        code = self._process.returncode
        return code is not None and not 0 <= code <= _LAST_PYTHON_EXIT

    def _blame(self) -> None:
        """Whatever was begun alone and did not end has ended the process."""
        words = self._read_journal()
        known = {*self._outcome.late, *self._outcome.crashed}
        culprits = words.get("begin", set()) - self._ended(words) - known
        (self._outcome.late if self._was_late else self._outcome.crashed).extend(culprits)

    def _left(self) -> list[int]:
        """What no attempt has come to an end with."""
        done = {key for key, _ in read_records(self._records)} | self._ended(self._read_journal())
        done.update(self._outcome.late, self._outcome.crashed)
        return [step_id for step_id in self._ids if step_id not in done]

    @staticmethod
    def _ended(words: dict[str, set[int]]) -> set[int]:
        return words.get("done", set()) | words.get("empty", set()) | words.get("failed", set())

    def _start(self, ids: list[int], *, one_by_one: bool) -> subprocess.Popen[bytes]:
        self._records.append(self._folder / f"shapes-{len(self._records)}.bin")
        job = ShapesJob(
            records=str(self._records[-1]),
            journal=str(self._journal),
            ids=ids,
            one_by_one=one_by_one,
            lines=[step_id for step_id in ids if step_id in self._lines],
        )
        spare, self._spare = self._spare or Spare(self._source, self._command), None
        return spare.begin(job)

    def _follow(self, *, quiet_s: float) -> bool:
        """Whether the process ended well; one that is silent for too long is killed."""
        seen, last = self._journal_size(), time.monotonic() + _START_S
        self._was_late = False
        while self._process.poll() is None:
            now = time.monotonic()
            size = self._journal_size()
            if size != seen:
                seen, last = size, now
            if now - last > quiet_s or now > self._deadline:
                self._was_late = True
                self._process.kill()
                self._process.wait()
                return False
            time.sleep(_POLL_S)
        return self._process.returncode == 0

    def _journal_size(self) -> int:
        return self._journal.stat().st_size if self._journal.exists() else 0

    def _read_journal(self) -> dict[str, set[int]]:
        """Words of the journal (begin, done, empty, failed) and the elements they were said of."""
        words: dict[str, set[int]] = {}
        for line in self._journal.read_text(encoding="ascii").splitlines() if self._journal.exists() else ():
            word, _, number = line.partition(" ")
            if number.isdigit():
                words.setdefault(word, set()).add(int(number))
        return words


def shapes_command() -> tuple[str, ...]:
    """How the program starts itself for this; a frozen build has no `-m`."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "worker", "geometry")
    return (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", "geometry")
