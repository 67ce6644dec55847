"""The script job: one script on one model version, in a process of its own."""

from __future__ import annotations

import builtins
import os
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path

from bimdesk.errors import BimdeskError
from bimdesk.protocol.jobs import ScriptJob
from bimdesk.protocol.messages import Done, Failed, Hello
from bimdesk.sdk.changed_model import save_changed_model
from bimdesk.sdk.convert import NotJsonError
from bimdesk.sdk.execute import ScriptFailedError, run_text
from bimdesk.sdk.log import Emit, LogStream, ScriptLog
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter
from bimdesk.sdk.results import ResultTooLargeError, make_result
from bimdesk.worker.channel import Channel
from bimdesk.worker.log_valve import LogValve
from bimdesk.worker.masking import masking
from bimdesk.worker.script_limits import limit_memory

FAILED_EXIT = 1
"""Exit code after a `Failed`."""


def run_script_job(job: ScriptJob, channel: Channel, *, confined: bool = False) -> int:
    """Run the script and tell what comes of it; the last message is `Done` or `Failed`.

    `confined`: the wall is up and its limits are set; else the memory limit is set here.
    """
    if not confined:
        channel.send(Hello(job="script", pid=os.getpid()))
    failed = _run(job, masking(LogValve(channel.send), job.secrets), confined=confined)
    masking(channel.send, job.secrets)(failed or Done())
    return FAILED_EXIT if failed else 0


def _open_models(
    job: ScriptJob, emit: Emit, stack: ExitStack
) -> tuple[ModelView, list[ModelView], ModelView | None]:
    """The model version (empty where an import failed), the others, the one before; `stack` closes them."""
    log = ScriptLog(emit)

    def opened(folder: str, label: str = "") -> ModelView:
        view = ModelView(Path(folder) if folder else None, label=label, warn=log.warning)
        stack.callback(view.close)
        return view

    view = opened(job.version_folder, job.variables.get("MODEL_NAME", ""))
    others = [opened(folder, label) for label, folder in job.others]
    return view, others, opened(job.previous) if job.previous else None


def _run(job: ScriptJob, emit: Emit, *, confined: bool) -> Failed | None:
    with ExitStack() as open_models:
        try:
            view, others, previous = _open_models(job, emit, open_models)
        except BimdeskError as error:
            return Failed(kind="input", message=error.message, hint=error.hint)
        reporter = Reporter(emit, view, Path(job.output))
        namespace = build_namespace(
            view,
            reporter,
            text=job.text,
            params=job.parameters,
            models=others,
            previous=previous,
            import_result=job.import_result,
        )
        if not job.python_layer:
            namespace["__builtins__"] = builtins
        lifted = _nothing if confined else limit_memory(job.memory_mb)
        printed, errors = LogStream(emit), LogStream(emit, "warning")
        try:
            with redirect_stdout(printed), redirect_stderr(errors):
                run_text(job.text, namespace, memory_mb=job.memory_mb)
                reporter.send_examined()
                save_changed_model(view, reporter.output, job.permissions)
                if "result" in namespace:
                    message = make_result(namespace["result"], Path(job.output))
        except ScriptFailedError as error:
            return error.failed
        except (NotJsonError, ResultTooLargeError) as error:
            return Failed(kind="script", message=str(error))
        except MemoryError:
            return Failed(
                kind="limit", message=f"The result needs more memory than the {job.memory_mb:,} MB allowed"
            )
        finally:
            lifted()
            printed.finish()
            errors.finish()
            reporter.flush()
        if "result" in namespace:
            emit(message)
    return None


def _nothing() -> None:
    """The limit of a confined process stays."""
