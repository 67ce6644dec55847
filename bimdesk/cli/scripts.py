"""`bimdesk scripts list | show | test`: the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from bimdesk.cli.output import say, say_json, table
from bimdesk.cli.parameter_rows import HEAD, parameter_rows
from bimdesk.cli.projects import project_or_throwaway, project_to_read
from bimdesk.cli.script_trials import choose_scripts, try_scripts
from bimdesk.domain.limits import FIELDS, merged
from bimdesk.domain.script import Script
from bimdesk.services.library.scripts import find_script, list_scripts


def list_command(*, project: Path | None = None, json: bool = False) -> int:
    """List the scripts of the library, broken ones marked.

    Parameters
    ----------
    project
        The project's folder; the default project if left out.
    json
        Print a JSON list instead of a table.
    """
    with project_to_read(project) as opened:
        scripts = list_scripts(opened)
    if json:
        say_json([_brief(script) for script in scripts])
    else:
        rows = [
            [script.path.stem, script.root.value, script.metadata.category, _described(script)]
            for script in scripts
        ]
        say(table(["SCRIPT", "FROM", "CATEGORY", "DESCRIPTION"], rows))
    return 0


def show_command(script: str, /, *, project: Path | None = None, json: bool = False) -> int:
    """Show what a script says of itself: description, limits, parameters, help.

    Parameters
    ----------
    script
        A name in the library, or the path of a .py file.
    project
        The project's folder; the default project if left out.
    json
        Print a JSON object instead of text.
    """
    with project_to_read(project) as opened:
        found = find_script(opened, script)
    if json:
        say_json(_full(found))
    else:
        say(_text(found))
    return 0


def try_command(
    script: str = "",
    /,
    *,
    everything: Annotated[bool, Parameter(name="--all")] = False,
    model: Path | None = None,
    project: Path | None = None,
    json: bool = False,
) -> int:
    """Run scripts with their default parameters and print a line for each. 0: all ran; 2, 3, 4: as in `run`.

    Parameters
    ----------
    script
        A name in the library, or the path of a .py file.
    everything
        Every script of the library.
    model
        An IFC file; the bundled sample house if left out.
    project
        The project's folder; without it nothing is kept.
    json
        Print a JSON list instead of text.
    """
    with project_or_throwaway(project) as opened:
        scripts = choose_scripts(opened, script, everything=everything)
        return try_scripts(opened, scripts, model=model, json=json)


def _described(script: Script) -> str:
    if script.problem is not None:
        return f"BROKEN, line {script.problem.line}: {script.problem.message}"
    return script.metadata.description or script.metadata.name


def _brief(script: Script) -> dict[str, Any]:
    problem = script.problem
    return {
        "key": script.key,
        "name": script.metadata.name,
        "category": script.metadata.category,
        "description": script.metadata.description,
        "tags": list(script.metadata.tags),
        "path": str(script.path),
        "read_only": script.is_read_only,
        "problem": None if problem is None else {"message": problem.message, "line": problem.line},
    }


def _full(script: Script) -> dict[str, Any]:
    metadata = script.metadata
    return {
        **_brief(script),
        **{field.key: getattr(merged(metadata.limits), name) for name, field in FIELDS.items()},
        "run_on": metadata.run_on,
        "permissions": list(metadata.permissions),
        "parameters": dict(metadata.parameters),
        "help": metadata.help,
        "sha256": script.sha256,
    }


def _text(script: Script) -> str:
    metadata = script.metadata
    lines = [f"{metadata.name} ({script.key}, {metadata.category})"]
    if script.problem is not None:
        lines.append(_described(script))
    lines += [text for text in (metadata.description, metadata.help) if text]
    limits = merged(metadata.limits)
    lines.append(f"Limits: {limits.wall_s:g} s, {limits.memory_mb:,} MB. File: {script.path}")
    rows = parameter_rows(metadata.parameters)
    if rows:
        lines += ["", table(HEAD, rows)]
    return "\n".join(lines)
