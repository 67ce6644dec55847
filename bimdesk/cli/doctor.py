"""`bimdesk doctor`: what this installation can and cannot do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from bimdesk.bootstrap import DATABASE
from bimdesk.cli.codes import FINDINGS, SUCCESS
from bimdesk.cli.output import say, say_json
from bimdesk.cli.projects import project_to_read
from bimdesk.errors import BimdeskError
from bimdesk.paths import default_paths
from bimdesk.services.doctor import MISSING, disk_space, installed_versions
from bimdesk.services.history import count_executions
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.models import list_models
from bimdesk.services.sandbox import Wall, probe_wall
from bimdesk.services.secrets import keyring_words

GL_DEADLINE_S = 20.0


def doctor(*, project: Path | None = None, json: bool = False) -> int:
    """Show versions, the renderer of 3D, project, sandbox and disk. 1 where something needed is missing.

    Parameters
    ----------
    project
        The project's folder; the default project if left out.
    json
        Print a JSON object instead of text.
    """
    folder = (project or default_paths().default_project).absolute()
    space = disk_space(folder)
    versions = installed_versions()
    wall = probe_wall(default_paths())
    facts: dict[str, Any] = {
        "versions": versions,
        "gl": {"renderer": ask_renderer()},
        "project": _project_facts(folder, project),
        "sandbox": dict(wall.layers),
        "keyring": keyring_words(),
        "disk": {"folder": str(space.folder), "free_bytes": space.free, "total_bytes": space.total},
        "problems": [f"{name} is not installed." for name, version in versions.items() if version == MISSING],
    }
    if not wall.runs_scripts:
        facts["problems"].append(f"Scripts are not run: {wall.reason}")
    if facts["project"].get("error"):
        facts["problems"].append(facts["project"]["error"])
    if json:
        say_json(facts)
    else:
        _say_text(facts, wall)
    return FINDINGS if facts["problems"] else SUCCESS


def ask_renderer() -> str:
    """The GL renderer's name, asked in a child: a broken driver kills that. "unavailable: why" else."""
    head = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-I", "-m", "bimdesk"]
    try:
        child = subprocess.run(
            [*head, "probe-gl"],
            capture_output=True,
            timeout=GL_DEADLINE_S,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return f"unavailable: no answer within {GL_DEADLINE_S:g} s"
    except OSError as error:
        return f"unavailable: {error.strerror}"
    lines = [line for line in child.stdout.splitlines() if line.strip()]
    if child.returncode == 0 and lines:
        return lines[-1]
    reason = [line for line in child.stderr.splitlines() if line.strip()]
    return f"unavailable: {reason[-1] if reason else f'the probe ended with {child.returncode}'}"


def _project_facts(folder: Path, named: Path | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"folder": str(folder), "exists": (folder / DATABASE).is_file()}
    try:
        with project_to_read(named) as opened:
            facts |= {
                "models": len(list_models(opened)),
                "scripts": len(list_scripts(opened)),
                "executions": count_executions(opened),
            }
    except BimdeskError as error:
        facts["error"] = str(error)
    return facts


def _say_text(facts: dict[str, Any], wall: Wall) -> None:
    for name, version in facts["versions"].items():
        say(f"{name:<14}{version}")
    say(f"{'3D renderer':<14}{facts['gl']['renderer']}")
    project = facts["project"]
    counts = ", ".join(
        f"{project[noun]:,} {noun}" for noun in ("models", "scripts", "executions") if noun in project
    )
    state = project.get("error") or (counts if project["exists"] else f"made on first use; {counts}")
    say(f"{'project':<14}{project['folder']} ({state})")
    say(f"{'scripts':<14}{wall.protection.value}{f': {wall.reason}' if wall.reason else ''}")
    for layer, words in facts["sandbox"].items():
        say(f"{f'sandbox {layer}':<22}{words}")
    say(f"{'keyring':<14}{facts['keyring']}")
    gigabyte = 1024**3
    disk = facts["disk"]
    say(f"{'disk':<14}{disk['free_bytes'] / gigabyte:,.1f} of {disk['total_bytes'] / gigabyte:,.1f} GB free")
    for problem in facts["problems"]:
        say(f"problem: {problem}")
