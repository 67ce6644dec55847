"""The other model versions that a script is given: those chosen in parameters that ask for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.domain.model import ModelVersion
from bimdesk.services.input_files import texts_of
from bimdesk.services.models import list_models
from bimdesk.services.own_values import KINDS, numbers_named
from bimdesk.services.parameters.check import ParameterErrors
from bimdesk.services.project import Project


def chosen_versions(
    project: Project,
    schema: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    shape: Mapping[str, Any] | None = None,
) -> list[ModelVersion]:
    """Versions named by parameters with `x-bim` model or model-version, each once, in their order.

    A value is the number of a version, its label (`House v2`), or the name of a model (its latest). One that
    stands in the script itself, as a default or a choice, gives nothing: else a script could name what it
    wants to read. `shape`: the schema as these values have it (services.parameter_effective).
    Raises ParameterErrors where the project has none such.
    """
    own = {*texts_of(schema, {}), *numbers_named(schema)}
    wanted = [(name, value) for name, value in _wanted(shape or schema, values) if value not in own]
    if not wanted:
        return []
    known = _by_name(project)
    problems = {
        name: f"The project has no model version '{value}'" for name, value in wanted if value not in known
    }
    if problems:
        raise ParameterErrors(problems)
    return list({known[value].id: known[value] for _name, value in wanted}.values())


def _wanted(schema: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        inner = schema.get("properties", {}).get(name, {})
        if isinstance(value, Mapping):
            for below, one in _wanted(inner, value):
                yield f"{name}.{below}", one
        elif inner.get("x-bim", inner.get("items", {}).get("x-bim")) in KINDS:
            for one in value if isinstance(value, list) else [value]:
                if one not in (None, ""):
                    yield name, str(one)


def _by_name(project: Project) -> dict[str, ModelVersion]:
    """Names go first: a model called `2` is meant before the version with that number."""
    models = list_models(project)
    versions = [version for model in models for version in model.versions]
    return {
        **{str(version.id): version for version in versions},
        **{version.label: version for version in versions},
        **{model.name: model.latest for model in models},
    }
