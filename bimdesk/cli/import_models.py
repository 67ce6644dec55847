"""`bimdesk import MODEL...`: IFC files into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bimdesk.cli.codes import STOPPED, SUCCESS, CommandStopped, exit_code
from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.models import ImportedModel, import_file
from bimdesk.cli.output import print_error, say, say_json
from bimdesk.cli.projects import project_to_change
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError


def import_models(models: list[Path], /, *, project: Path | None = None, json: bool = False) -> int:
    """Import IFC files (.ifc, .ifczip). A file that cannot be read does not hinder the others.

    Parameters
    ----------
    models
        The files.
    project
        The project's folder; the default project if left out.
    json
        Print a JSON list instead of text.
    """
    done: list[ImportedModel] = []
    code = SUCCESS
    with project_to_change(project) as opened, cancel_on_interrupt() as cancel:
        for path in models:
            try:
                done.append(import_file(opened, path, cancel))
            except CommandStopped as stopped:
                print_error(stopped.error)
                code = max(code, stopped.code)
            except BimdeskError as error:
                print_error(error)
                code = max(code, exit_code(error))
            else:
                if not json:
                    say(_line(done[-1]))
            if cancel.is_set():
                code = STOPPED
                break
    if json:
        say_json([to_json(imported.version) for imported in done])
    return code


def to_json(version: ModelVersion) -> dict[str, Any]:
    """One model of the JSON list (shared/script-api.md)."""
    summary = version.summary
    return {
        "model": version.model_name,
        "version": version.number,
        "sha256": version.sha256,
        "schema": summary.schema,
        "entities": summary.entities,
        "products_with_geometry": summary.products_with_geometry,
        "triangles": summary.triangles,
        "properties": summary.properties,
        "seconds": dict(summary.seconds),
        "warnings": [notice.message for notice in summary.notices],
    }


def _line(imported: ImportedModel) -> str:
    version, summary = imported.version, imported.version.summary
    if imported.already_here:
        return f"{version.label}: already here"
    warnings = f", {len(summary.notices):,} warnings" if summary.notices else ""
    return (
        f"{version.label}: {summary.schema}, {summary.entities:,} products "
        f"({summary.products_with_geometry:,} with geometry), {summary.properties:,} property values, "
        f"{summary.triangles:,} triangles in {summary.seconds.get('total', 0):.2f} s{warnings}"
    )
