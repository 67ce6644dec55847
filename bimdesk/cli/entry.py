"""Parses the command line, runs the command, and turns its errors into one sentence and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from bimdesk import __version__
from bimdesk.cli.codes import USAGE, CommandStopped, exit_code
from bimdesk.cli.output import print_error, tell
from bimdesk.errors import BimdeskError

_HELP = "The BIM coordinator's workbench. Without a command, or with files only, the window opens."

_COMMANDS = {
    "import": ("import_models:import_models", "Import IFC files (.ifc, .ifczip)."),
    "run": ("run:run", "Run a script on a model."),
    "scripts list": ("scripts:list_command", "List the scripts of the library."),
    "scripts show": ("scripts:show_command", "Show what a script says of itself."),
    "scripts test": ("scripts:try_command", "Run scripts with their default parameters."),
    "history": ("history:history", "List the executions of a project."),
    "clean": ("clean:clean_command", "Remove result files that are over their time."),
    "screenshot": ("screenshot:screenshot", "Write a picture of a model."),
    "report": ("report:report", "Write a report of an execution, or of the findings (.html, .pdf, .xlsx)."),
    "doctor": ("doctor:doctor", "Show versions, the renderer of 3D, project, sandbox and disk."),
}
"""Command -> module and function, loaded when it is the one that was named, and a line for `--help`."""
_PROBE = "probe-gl"
"""Not shown: the part of `doctor` that a broken graphics driver may crash."""
_DRAW, _REPORT = "draw-shots", "report-job"
"""Not shown either: pictures of a report, and a report that the window has made."""


def build_app() -> App:
    """All commands. Lists take one word each time they are named; flags have no `--no-` form."""
    app = App(
        name="bimdesk",
        help=_HELP,
        version=__version__,
        default_parameter=Parameter(negative=()),
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    scripts = App(name="scripts", help="The script library.")
    for name, (place, line) in _COMMANDS.items():
        group, _space, verb = name.rpartition(" ")
        (scripts if group else app).command(f"bimdesk.cli.{place}", name=verb, help=line)
    app.command("bimdesk.cli.gl_probe:probe_gl", name=_PROBE, show=False)
    app.command("bimdesk.cli.draw_shots:draw_shots", name=_DRAW, show=False)
    app.command("bimdesk.cli.report_job:report_job", name=_REPORT, show=False)
    app.command(scripts)
    return app


def run_command(argv: list[str]) -> int:
    """Run one command; never shows a traceback for what a person can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = build_app()(argv, print_error=False, exit_on_error=False)
        sys.stdout.flush()
    except CycloptsError as error:
        tell(f"{_one_line(error)} See: bimdesk --help.")
        return USAGE
    except CommandStopped as stopped:
        print_error(stopped.error)
        return stopped.code
    except BimdeskError as error:
        print_error(error)
        return exit_code(error)
    except BrokenPipeError:
        with contextlib.suppress(OSError):  # whoever read our output has gone, as in `bimdesk history | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


def _one_line(error: CycloptsError) -> str:
    if isinstance(error, UnusedCliTokensError):
        return f"Too many words: {' '.join(error.unused_tokens or [])}."
    text = " ".join(str(error).split())
    return text if text.endswith((".", "?")) else f"{text}."
