"""A program that is killed while it takes in findings loses nothing that it had shown as saved."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import Status
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.ids import ExecutionId
from bimdesk.paths import AppPaths
from bimdesk.services.findings.listing import count_findings, findings_of_execution
from bimdesk.services.project import Project

WRITER = Path(__file__).parents[2] / "support" / "finding_writer.py"


@pytest.mark.parametrize("seed", range(3))
def test_that_a_kill_loses_no_findings_that_were_shown(tmp_path: Path, paths: AppPaths, seed: int) -> None:
    made = random.Random(seed)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(WRITER.parent), str(WRITER.parents[2])))}
    command = [sys.executable, str(WRITER), str(tmp_path / "Project")]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert child.stdout is not None
    shown = [child.stdout.readline().split() for _ in range(made.randrange(1, 12))]
    until = time.perf_counter() + made.random() * 0.05  # somewhere in the next transactions
    while time.perf_counter() < until:
        pass
    child.kill()
    shown += [
        line.split() for line in child.communicate()[0].splitlines(keepends=True) if line.endswith(b"\n")
    ]
    assert all(shown)
    project = open_project(tmp_path / "Project", paths)
    for identity, count in shown:
        execution_id = ExecutionId(identity.decode())
        assert project.executions.get(execution_id).status is Status.FAILED
        assert len(findings_of_execution(project, execution_id)) == int(count)
    _check_whole(project)
    project.close()


def _check_whole(project: Project) -> None:
    """Every row that ended was taken in, no other one was, and each finding is one of a run."""
    with project.database.read() as session:
        ended = set(
            session.execute(text("SELECT id FROM script_executions WHERE status = 'failed'")).scalars()
        )
        taken = set(session.execute(text("SELECT execution_id FROM finding_runs")).scalars())
        left = set(session.execute(text("SELECT DISTINCT status FROM script_executions")).scalars())
        damage = session.execute(text("PRAGMA integrity_check")).scalar()
        strays = session.execute(
            text(
                "SELECT COUNT(*) FROM findings WHERE id NOT IN (SELECT finding_id FROM finding_texts)"
                " OR id NOT IN (SELECT finding_id FROM finding_elements)"
                " OR last_run_id NOT IN (SELECT id FROM finding_runs)"
            )
        ).scalar()
    assert ended == taken and left <= {"failed", "interrupted", "queued"} and damage == "ok" and strays == 0
    newest = [ExecutionId(one) for one in taken]
    found = {one.finding_id for execution in newest for one in findings_of_execution(project, execution)}
    assert len(found) == count_findings(project)
    assert FindingState.NOT_EVALUATED not in {
        one.state for execution in newest for one in findings_of_execution(project, execution)
    }
