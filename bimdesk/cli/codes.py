"""Exit codes (shared/script-api.md, "CLI contract")."""

from __future__ import annotations

from collections.abc import Iterable

from bimdesk.domain.execution import EXIT_CODES, Status
from bimdesk.domain.finding import Finding, Severity
from bimdesk.errors import BimdeskError
from bimdesk.protocol.state import Ending, EndReason

SUCCESS = 0
FINDINGS = 1
USAGE = 2
CRASH = 3
STOPPED = 4


class CommandStopped(Exception):  # noqa: N818 - it carries an error with the exit code that goes with it
    """A command ends with this error and this code."""

    def __init__(self, error: BimdeskError, code: int) -> None:
        super().__init__(str(error))
        self.error = error
        self.code = code


def exit_code(_error: BimdeskError) -> int:
    """What a person can mend is bad input, of the command line or of the surroundings."""
    return USAGE


def run_code(status: Status, findings: Iterable[Finding]) -> int:
    """The code of an execution; a success with findings of severity error counts as 1."""
    code = EXIT_CODES[status]
    if code == SUCCESS and any(finding.severity is Severity.ERROR for finding in findings):
        return FINDINGS
    return code


def import_code(ending: Ending) -> int:
    """The code of an import that failed: stopped from outside, or input that cannot be read."""
    return USAGE if ending.reason in (EndReason.EXITED, EndReason.NOT_STARTED) else STOPPED
