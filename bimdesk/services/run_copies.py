"""Copies of one run of a project: its names and places put into the texts of `services.copies`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.services.clock import now
from bimdesk.services.copies import as_arguments, as_command, as_python
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.parameters.check import ParameterErrors, fill_variables
from bimdesk.services.project import Project
from bimdesk.services.running import run_variables
from bimdesk.services.script_names import matching

Values = Mapping[str, Any]


def copy_command(
    project: Project, script: Script, version: ModelVersion, values: Values, limits: Mapping[str, float]
) -> str:
    """`bimdesk run ...` that does in this project what the form's Run does, and is kept in its history."""
    words = as_arguments(
        _script_word(project, script),
        _model_word(version),
        values,
        schema=script.metadata.parameters,
        limits=limits,
        project=project.folder,
    )
    return as_command(words)


def copy_python(project: Project, script: Script, version: ModelVersion, values: Values) -> str:
    """Lines for a notebook; `${VARIABLES}` are filled in as of now: `run_script` takes values as given."""
    variables = run_variables(project, version, ".", now().astimezone())
    try:
        values = fill_variables(values, variables)
    except ParameterErrors:
        values = dict(values)  # the form says what is wrong with them
    source = script.text if script.root is ScriptRoot.FILE else script.path
    return as_python(source, version.folder, values, schema=script.metadata.parameters)


def _script_word(project: Project, script: Script) -> str:
    """The script's name where it means this one alone, else its key; the path of one outside the library."""
    if script.root is ScriptRoot.FILE:
        return str(script.path)
    name = script.metadata.name
    found = [one.key for one in matching(list_scripts(project), name)]
    return name if found == [script.key] and not name.startswith("-") else script.key


def _model_word(version: ModelVersion) -> str:
    """`House v2`; the imported file itself where that would be taken for a file's name."""
    label = version.label
    path = Path(label)
    is_name = not path.suffix and not label.startswith("-") and path.name == label
    return label if is_name else str(version.folder / "source.ifc")
