"""Runs the built-in scripts on the project's samples and on real models, inside the wall."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from real_models import DATA
from script_bench import BUILTIN, Ended, run_here, run_in_worker

from bimdesk.domain.execution import Status

_in_a_worker: set[str] = set()


def run_builtin(name: str, model: Path, output: Path, **parameters: Any) -> Ended:
    """Run `builtin_scripts/<name>.py` with its defaults and `parameters` on an imported model.

    The first run of a script in a session is inside the wall, later ones by the same code in this process.
    """
    text = (BUILTIN / f"{name}.py").read_text(encoding="utf-8")
    if name in _in_a_worker:
        return run_here(text, model, output, parameters=parameters, memory_mb=4096)
    _in_a_worker.add(name)
    return run_in_worker(text, model, output, parameters=parameters, timeout_s=20.0, memory_mb=4096)


def found(ended: Ended) -> dict[str, int]:
    """How many elements each check found."""
    assert ended.result, ended.sentence
    counts: dict[str, int] = {}
    for finding in ended.state.findings:
        counts[finding.check] = counts.get(finding.check, 0) + len(finding.elements)
    return counts


def rows_by(rows: Iterable[dict[str, Any]], *columns: str) -> dict[Any, dict[str, Any]]:
    """Rows by the value of a column, or by the values of several."""
    return {
        row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns): row
        for row in rows
    }


def real_model(name: str) -> Path:
    return DATA / "models" / name


def assert_sound(ended: Ended) -> None:
    """It ended in a judgement with a sentence, in the form that every built-in script keeps."""
    assert ended.status in (Status.SUCCESS, Status.WARNING, Status.FAILED), ended.sentence
    assert ended.result["status"] in ("PASS", "WARN", "FAIL")
    assert ended.sentence == ended.result["summary"]
    assert "\n" not in ended.sentence and ended.sentence.endswith(".")
    assert all(finding.check for finding in ended.state.findings)
    assert ended.state.anomalies == 0
