"""Keeps the model that a script changed: a script with the permission `model.write` leaves an IFC file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.outputs import MAX_NAME, OutputFolder

PERMISSION = "model.write"
_SUFFIX = ".ifc"


def save_changed_model(view: ModelView, output: OutputFolder, permissions: Iterable[str]) -> Path | None:
    """Write `model` as `<model name>.ifc` into the run's folder, if the script may and used it.

    Gives its path. To be called when the script ran to its end. The model version itself stays as it
    is. So does a file of that name which the script saved: the model gets a number behind its name then.
    """
    model = view.opened_model
    if model is None or PERMISSION not in permissions:
        return None
    return output.write(_free_name(view.label, output), lambda path: model.write(str(path)))


def _free_name(label: str, output: OutputFolder) -> str:
    stem = "".join("_" if sign in "/\\" else sign for sign in label).strip()
    stem = stem[: -len(_SUFFIX)] if stem.lower().endswith(_SUFFIX) else stem
    while len(stem.encode()) > MAX_NAME - 10:
        stem = stem[:-1]
    stem = stem.strip(". ") or "model"
    names = (f"{stem}{'' if number == 1 else f' {number}'}{_SUFFIX}" for number in range(1, 1_000))
    return next(name for name in names if not output.holds(name))
