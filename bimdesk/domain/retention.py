"""How long the files of executions are kept: pure rules. Rows of the history always stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ExecutionId, ScriptKey

FAILURES = frozenset({Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.KILLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Files stay for `days`, those of failures for `failed_days` if that is longer.

    The newest `keep_last` of a script stay whatever their age, and with `forever` all do.
    """

    days: int = 30
    failed_days: int = 90
    keep_last: int = 5
    forever: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """An execution that is over and has its files. `size`: bytes, None where nobody has counted."""

    id: ExecutionId
    script_key: ScriptKey | None
    script_name: str
    model_label: str
    at: datetime
    status: Status
    pinned: bool
    size: int | None

    @property
    def script(self) -> str:
        """What rules are set for: the script's key, or the name of one outside the library."""
        return self.script_key or self.script_name


def runs_to_clean(
    runs: Iterable[StoredRun], rule_of: Callable[[str], RetentionRule], now: datetime
) -> list[StoredRun]:
    """Those whose files go by the rules, oldest first; never a pinned one."""
    by_script = defaultdict[str, list[StoredRun]](list)
    for run in runs:
        by_script[run.script].append(run)
    found: list[StoredRun] = []
    for script, own in by_script.items():
        rule = rule_of(script)
        own.sort(key=lambda run: (run.at, run.id), reverse=True)
        found += [run for run in own[rule.keep_last :] if _is_over_age(run, rule, now)]
    return sorted(found, key=lambda run: (run.at, run.id))


def _is_over_age(run: StoredRun, rule: RetentionRule, now: datetime) -> bool:
    days = max(rule.days, rule.failed_days) if run.status in FAILURES else rule.days
    return not rule.forever and not run.pinned and now - run.at > timedelta(days=days)
