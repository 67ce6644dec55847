"""What to do about the mistakes that are made most."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from bimdesk.errors import BimdeskError
from bimdesk.sdk.hint_none import none_hint
from bimdesk.sdk.hint_wall import wall_hint
from bimdesk.sdk.imports import REMOVED, SEE
from bimdesk.sdk.params import MissingParameterError

_INSTEAD = {
    "os": "Files go through save_output(); the model is already open as entities and model.",
    "sys": "print() and log go to the log; parameters are in params.",
    "pathlib": "Files go through save_output().",
    "shutil": "Files go through save_output().",
    "tempfile": "Files go through save_output().",
    "subprocess": "Scripts start no other programs.",
    "socket": "Scripts have no network.",
    "requests": "Scripts have no network.",
    "urllib": "Scripts have no network.",
    "threading": "A script runs in a process of its own; run it in one thread.",
    "multiprocessing": "A script runs in one process of its own.",
    "logging": "Use log.info(), log.warning() and log.error().",
    "argparse": "Parameters come from the form: declare them in the metadata and read params.",
    "openpyxl": "save_output('name.xlsx', rows) writes Excel files.",
    "xlsxwriter": "save_output('name.xlsx', rows) writes Excel files.",
    "sqlite3": "The model's data is in entities, get_properties() and to_df().",
    "plotly": "Use chart(), or matplotlib with save_output('figure.png', figure).",
}
_REMOVED = {
    "open": "Scripts open no files; save_output(filename, data) writes one, model is the IFC file.",
    "input": "Nobody is there to answer; declare a parameter in the metadata and read params.",
}
_NONE_HINT = (
    "Something is None here: get_geometry(), first(), entity.storey, entity.type and entity.name can be. "
    "Test it before use."
)


def hint_for(
    error: BaseException, namespace: Mapping[str, Any], *, source: str = "", file_name: str = ""
) -> str:
    """A sentence that helps with this error of the script `source`, compiled as `file_name`; or ''."""
    if isinstance(error, AttributeError | TypeError) and "NoneType" in str(error):
        return none_hint(error.__traceback__, source, file_name) or _NONE_HINT
    return _hint_by_kind(error, namespace) or wall_hint(error, error.__traceback__)


def _hint_by_kind(error: BaseException, namespace: Mapping[str, Any]) -> str:
    match error:
        case BimdeskError() | MissingParameterError():
            return error.hint
        case SystemExit():
            return "A script ends at its last line; leave what it found in result."
        case ImportError() if SEE in str(error):
            return _INSTEAD.get((error.name or "").partition(".")[0], "")
        case NameError():
            return _name_hint(error.name or "", namespace)
        case AttributeError():
            return _attribute_hint(error)
        case RecursionError():
            return "A function calls itself without end."
    return ""


def _name_hint(name: str, namespace: Mapping[str, Any]) -> str:
    if name in REMOVED:
        return _REMOVED.get(name, f"{name}() is not available to scripts; see {SEE}.")
    return _did_you_mean(name, (known for known in namespace if not known.startswith("_")))


def _attribute_hint(error: AttributeError) -> str:
    if error.obj is None or not error.name:
        return ""
    return _did_you_mean(error.name, (name for name in dir(error.obj) if not name.startswith("_")))


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""
