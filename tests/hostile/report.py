"""A line for each script, the table of conditions at the end, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.conditions import CONDITIONS, STALL_MS
from tests.hostile.suite import Verdict

_COLUMNS = "{:<44} {:<10} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6}  {}"
HEAD = _COLUMNS.format("script", "status", "ms", "stall", "over", "MB", "disk", "files", "conditions")


def line(verdict: Verdict) -> str:
    """One script in one line, and a line for each complaint."""
    failed = {name: found for name, found in verdict.complaints.items() if found}
    passed = len(verdict.complaints) - len(failed)
    over = f"{verdict.overrun_s:+.1f}" if verdict.status == "timeout" else ""
    words = [
        _COLUMNS.format(
            verdict.attack.title,
            verdict.status,
            f"{verdict.seconds * 1000:.0f}",
            f"{verdict.stall_ms:.0f}",
            over,
            f"{verdict.memory_mb:.0f}",
            f"{verdict.disk_mb:.0f}",
            verdict.files,
            f"{passed}/{len(verdict.complaints)}{'' if verdict.passed else ' FAILED'}",
        )
    ]
    for name, found in failed.items():
        words += [f"    {name}: {text[:220]}" for text in found[:6]]
        if len(found) > 6:
            words.append(f"    {name}: ... {len(found) - 6} more")
    return "\n".join(words)


def table(verdicts: Sequence[Verdict]) -> str:
    """Each condition: how often it held; then the worst figures."""
    rows = [f"{'condition':<40} {'held':>6} {'failed':>7}"]
    for name in CONDITIONS:
        failed = [verdict for verdict in verdicts if verdict.complaints.get(name)]
        rows.append(f"{name:<40} {len(verdicts) - len(failed):>6} {len(failed):>7}")
    slow = sum(verdict.stall_ms > STALL_MS for verdict in verdicts)
    rows += ["", f"stalls over {STALL_MS:.0f} ms: {slow} of {len(verdicts)} scripts"]
    rows += [
        _worst("worst event-loop stall", verdicts, "stall_ms", "ms"),
        _worst(
            "worst overrun of a time limit", [v for v in verdicts if v.status == "timeout"], "overrun_s", "s"
        ),
        _worst("worst memory", verdicts, "memory_mb", "MB"),
        _worst("most growth of the window", verdicts, "window_mb", "MB"),
        _worst("worst disk", verdicts, "disk_mb", "MB"),
        _worst("most files", verdicts, "files", "files"),
    ]
    failed = [verdict for verdict in verdicts if not verdict.passed]
    rows.append(
        f"{len(verdicts)} scripts, {len(verdicts) - len(failed)} with all conditions held, {len(failed)} not"
    )
    return "\n".join(rows)


def _worst(what: str, verdicts: Sequence[Verdict], field: str, unit: str) -> str:
    if not verdicts:
        return f"{what}: none"
    worst = max(verdicts, key=lambda verdict: getattr(verdict, field))
    return f"{what}: {getattr(worst, field):.1f} {unit} ({worst.attack.title})"


def write_json(verdicts: Sequence[Verdict], file: Path | int) -> None:
    """All figures and complaints, into a file or an open descriptor."""
    rows = [
        {
            "script": verdict.attack.title,
            "what": verdict.attack.what,
            "status": verdict.status,
            "seconds": round(verdict.seconds, 3),
            "stall_ms": round(verdict.stall_ms, 1),
            "overrun_s": round(verdict.overrun_s, 2),
            "memory_mb": round(verdict.memory_mb),
            "disk_mb": round(verdict.disk_mb),
            "files": verdict.files,
            "window_mb": round(verdict.window_mb),
            "stalls": [] if verdict.answer is None else verdict.answer.facts.get("stalls", []),
            "complaints": {name: found for name, found in verdict.complaints.items() if found},
            "sentence": "" if verdict.answer is None else str(verdict.answer.facts.get("sentence", "")),
            "log": [] if verdict.answer is None else verdict.answer.facts.get("log", [])[:200],
        }
        for verdict in verdicts
    ]
    with open(file, "w", encoding="utf-8") as stream:  # noqa: PTH123 - it takes a descriptor too
        json.dump(rows, stream, indent=1)
