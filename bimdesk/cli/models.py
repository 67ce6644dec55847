"""A model named on the command line: a file that is imported now, or a model of the project."""

from __future__ import annotations

import difflib
import threading
from dataclasses import dataclass
from pathlib import Path

from bimdesk.cli.codes import CommandStopped, import_code
from bimdesk.cli.output import ProgressLine
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError, NotFoundError
from bimdesk.protocol.messages import Message, Progress
from bimdesk.protocol.monitor import Monitor
from bimdesk.services.children import run_child
from bimdesk.services.importing import AlreadyHere, finish_import, prepare_import
from bimdesk.services.models import list_models
from bimdesk.services.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedModel:
    """A version, and whether it was in the project before."""

    version: ModelVersion
    already_here: bool


def import_file(
    project: Project, path: Path, cancel: threading.Event, *, model_name: str = ""
) -> ImportedModel:
    """Import one file in a worker. Raises `BimdeskError`, or `CommandStopped` where it was stopped.

    `model_name`: the model that it becomes the next version of; '': the one that the file names.
    """
    start = prepare_import(project, path, model_name=model_name)
    if isinstance(start, AlreadyHere):
        return ImportedModel(version=start.version, already_here=True)
    line = ProgressLine(f"Importing {path.name}")
    monitor = Monitor()

    def on_message(message: Message) -> None:
        if isinstance(message, Progress):
            line.show(message.done, message.message)

    ending = run_child(start.launch, monitor, on_message=on_message, cancel=cancel)
    line.clear()
    try:
        version, _changes = finish_import(project, start, monitor, ending)
    except BimdeskError as error:
        raise CommandStopped(error, import_code(ending)) from error
    return ImportedModel(version=version, already_here=False)


def find_model(project: Project, name_or_path: str, cancel: threading.Event) -> ModelVersion:
    """The version in a file (imported if need be), or of a model of the project: `House`, `House v2`."""
    path = Path(name_or_path)
    if path.exists() or path.suffix:
        return import_file(project, path, cancel).version
    models = list_models(project)
    by_name = {model.name.casefold(): model.latest for model in models}
    by_name |= {version.label.casefold(): version for model in models for version in model.versions}
    version = by_name.get(name_or_path.casefold())
    if version is not None:
        return version
    close = difflib.get_close_matches(name_or_path.casefold(), by_name, n=1)
    hint = f"Did you mean '{by_name[close[0]].label}'?" if close else "Give the path of an IFC file."
    raise NotFoundError(f"There is no file {path} and no model of this name in the project.", hint)
