"""Turns what SQLite complains about into one sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bimdesk.errors import ProjectError

_SENTENCES = (
    (("file is not a database", "malformed", "file is encrypted"), "{file} is damaged: {reason}.",
     "Put back a copy of it, or move it away: models and executions stay on disk and are imported again."),
    (("readonly", "read-only"), "{file} cannot be written.",
     "Give yourself write permission on the project's folder, or choose another project."),
    (("unable to open",), "{file} cannot be opened.",
     "Look whether the folder is there and whether you may write in it."),
    (("disk is full", "full"), "The disk is full: {file} could not be written. Nothing was changed.",
     "Make room on the disk and try again."),
    (("locked", "busy"), "{file} is in use by another program for too long.",
     "Wait until it has finished, or close it."),
    (("disk i/o error",), "{file} could not be read or written (disk I/O error).",
     "Look whether the disk or the network drive is still there."),
)  # fmt: skip


def explain(error: DBAPIError, file: Path) -> ProjectError | None:
    """The readable error for a complaint of SQLite; None where it is a fault of this program."""
    reason = str(error.orig).strip().rstrip(".")
    lowered = reason.lower()
    for words, message, hint in _SENTENCES:
        if any(word in lowered for word in words):
            return ProjectError(message.format(file=file, reason=reason), hint)
    return None


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Raise `ProjectError` in place of the environment's database errors; bugs pass through."""
    try:
        yield
    except DBAPIError as error:
        readable = explain(error, file)
        if readable is None:
            raise
        raise readable from error
