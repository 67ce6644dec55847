"""Presets of a script's form: list, save, rename, delete; the values of its last run; what still fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.preset import Preset, PresetId
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.clock import now
from bimdesk.services.own_values import without_own
from bimdesk.services.parameters.check import check_values, fill_defaults
from bimdesk.services.parameters.secret_values import without_secrets
from bimdesk.services.project import Project

LONGEST_NAME = 255
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """`values` that a schema takes; `problems`: what was left out (dotted path) and why."""

    values: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)


def list_presets(project: Project, key: ScriptKey) -> list[Preset]:
    """The presets of a script in this project, by name."""
    return project.presets.list_presets(key)


def save_preset(
    project: Project, key: ScriptKey, name: str, values: Mapping[str, Any], *, schema: Schema
) -> tuple[Preset, Changes]:
    """Keep values under a name, in place of what the script had under it.

    Secrets stay out, and so do paths and models that stand in the script itself (own_values).
    """
    kept = without_own(schema, without_secrets(schema, values))
    return project.presets.save_preset(key, _checked(name), kept, now()), _changed(key)


def rename_preset(project: Project, preset: Preset, name: str) -> tuple[Preset, Changes]:
    """Give a preset another name, which no other of the script has."""
    name = _checked(name)
    other = project.presets.find_named(preset.script_key, name)
    if other is not None and other.id != preset.id:
        raise BadInputError(f"There is a preset called {other.name} already.", "Choose another name.")
    renamed = project.presets.rename_preset(preset.id, name, now())
    if renamed is None:
        raise NotFoundError("The preset is no longer there.", "Save it anew.")
    return renamed, _changed(preset.script_key)


def delete_preset(project: Project, preset: Preset) -> Changes:
    """Forget a preset; one that is gone already is no error."""
    return _changed(preset.script_key) if project.presets.delete_preset(PresetId(preset.id)) else Changes()


def last_values(project: Project, key: ScriptKey) -> Mapping[str, Any] | None:
    """What was typed for the script's last run in this project; None where it never ran."""
    return project.presets.last_values(key)


def keep_last_values(project: Project, key: ScriptKey, values: Mapping[str, Any], *, schema: Schema) -> None:
    """Remember what a run was started with; a run that names no value (a trial) changes nothing."""
    kept = without_own(schema, without_secrets(schema, values))
    if kept:
        project.presets.keep_last(key, kept, now())


def fitting(schema: Schema, values: Mapping[str, Any]) -> Fitting:
    """What of `values` the schema takes today: the script may have changed since they were kept.

    A value that is missing is no problem here: the form asks for it. Raises BadInputError for a schema
    that is none.
    """
    kept: dict[str, Any] = dict(without_secrets(schema, values))
    problems: dict[str, str] = {}
    while True:
        found = check_values(schema, fill_defaults(schema, kept))
        dropped = {path: message for path, message in found.items() if _drop(kept, path)}
        problems |= dropped
        if not dropped:
            return Fitting(values=kept, problems=problems)


def _drop(values: dict[str, Any], path: str) -> bool:
    """Take the value at a dotted path out, of a list the whole list; false where there is none."""
    if path in values:
        del values[path]
        return True
    name, _dot, rest = path.partition(".")
    group = values.get(name)
    if not rest or name not in values:
        return False
    if isinstance(group, Mapping):
        inner = dict(group)
        values[name] = inner
        return _drop(inner, rest)
    del values[name]
    return True


def _changed(key: ScriptKey) -> Changes:
    return Changes(presets=frozenset({key}))


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInputError(
            "A preset needs a name of at most 255 characters.", "Type a name, such as Strict."
        )
    return name
