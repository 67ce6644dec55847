"""For notebooks and tests: open a model, run a script on it in this process, without any confinement."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bimdesk.domain.finding import Finding
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.protection import LAYERS, UNAVAILABLE
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.index.reader import INDEX_FILE
from bimdesk.paths import AppPaths, default_paths
from bimdesk.protocol.findings import to_finding
from bimdesk.protocol.jobs import ImportJob, encode_job
from bimdesk.protocol.messages import FileSaved, FindingMessage, Log, Message, Output
from bimdesk.protocol.monitor import Monitor
from bimdesk.sdk.changed_model import save_changed_model
from bimdesk.sdk.convert import to_json
from bimdesk.sdk.execute import run_text
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter
from bimdesk.sdk.results import status_of

UNPROTECTED = dict.fromkeys(LAYERS, f"{UNAVAILABLE}run_script runs in your own process")
NOTE = "bimdesk: run_script protects nothing: the script may do all that you may do."
_STATUS = {"WARN": "warning", "FAIL": "failed"}


@dataclass(kw_only=True)
class ScriptRun:
    """What a script left. `result` is fit for JSON; `namespace` holds its variables as they are.

    `status` as in the history: "success", "warning" or "failed", by the word in result["status"].
    `sandbox`: what protected you while it ran, layer by layer: nothing.
    """

    result: Any = None
    status: str = "success"
    summary: str = ""
    findings: list[Finding] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    sandbox: dict[str, str] = field(default_factory=lambda: dict(UNPROTECTED))
    namespace: dict[str, Any] = field(default_factory=dict, repr=False)


def open_model(path: str | Path, *, paths: AppPaths | None = None) -> ModelView:
    """Open an IFC file, or a folder of an imported one. A file is imported into the user's cache first.

    A file that was opened before, by its content, opens at once. Raises BadInputError.
    """
    source = Path(path)
    if (source / INDEX_FILE).is_file():
        return ModelView(source)
    if not source.is_file():
        raise NotFoundError(f"{source} is no file.", "Give an IFC file or the folder of an imported model.")
    with source.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    folder = (paths or default_paths()).shared_models / digest
    if not (folder / INDEX_FILE).is_file():
        _import(source, folder)
    return ModelView(folder, label=source.stem)


def run_script(
    script: str | Path,
    model: ModelView | str | Path,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | Path = ".",
    models: Sequence[ModelView] = (),
    previous: ModelView | None = None,
    import_result: Mapping[str, Any] | None = None,
) -> ScriptRun:
    """Run a script (its text, or a path to a .py) on a model, as the window does, but in this process.

    Nothing is confined: the script may do all that you may do, and there are no limits; a line on standard
    error and `ScriptRun.sandbox` say so. Parameters are taken as given, over the defaults of the script's
    metadata. Raises ScriptFailedError with the script's line where it breaks.
    """
    text = _text_of(script)
    metadata, _problem = read_metadata(text, file_name=str(script) if "\n" not in str(script) else "")
    view = model if isinstance(model, ModelView) else open_model(model)
    print(NOTE, file=sys.stderr)  # noqa: T201 - a notebook shows it beside the result
    run = ScriptRun()
    folder = Path(output)
    reporter = Reporter(lambda message: _keep(run, message, folder), view, folder, is_piped=False)
    run.namespace = build_namespace(
        view,
        reporter,
        text=text,
        params=_defaults(metadata.parameters) | dict(params or {}),
        models=models,
        previous=previous,
        import_result=import_result,
    )
    run_text(text, run.namespace)
    reporter.flush()
    run.result = to_json(run.namespace.get("result"))
    status, run.summary = status_of(run.result)
    run.status = _STATUS.get(status, "success")
    save_changed_model(view, reporter.output, metadata.permissions)
    return run


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The default of each field; of a group of fields those of its members."""
    fields: Mapping[str, Any] = schema.get("properties", {})
    return {
        name: about["default"] if "default" in about else _defaults(about)
        for name, about in fields.items()
        if "default" in about or "properties" in about
    }


def _text_of(script: str | Path) -> str:
    if isinstance(script, str) and ("\n" in script or not script.endswith(".py")):
        return script
    path = Path(script)
    if not path.is_file():
        raise NotFoundError(f"{path} is no file.", "Give the text of a script or the path of a .py file.")
    return path.read_text(encoding="utf-8-sig")


def _keep(run: ScriptRun, message: Message, output: Path) -> None:
    match message:
        case Log():
            run.log.append(message.text)
        case Output():
            run.outputs.append(message)
        case FileSaved():
            run.files.append(output / message.name)
        case FindingMessage():
            run.findings.append(to_finding(message))


def _import(source: Path, folder: Path) -> None:
    """Import by a worker process, into a folder beside the final one, then rename."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="staging-", dir=folder.parent))
    try:
        job = ImportJob(source=str(source.resolve()), staging=str(staging))
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", "import"],
            input=encode_job(job),
            capture_output=True,
            env=dict(os.environ),
            check=False,
        )
        monitor = Monitor()
        monitor.feed_stdout(done.stdout)
        monitor.close()
        if monitor.failed is not None:
            raise BadInputError(monitor.failed.message, monitor.failed.hint)
        if not monitor.done:
            raise BadInputError(f"{source} could not be imported (exit code {done.returncode}).")
        if not folder.exists():
            staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
