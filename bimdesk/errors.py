"""The errors that a person can mend: one sentence, and a hint what to do."""

from __future__ import annotations


class BimdeskError(Exception):
    """Something a person can mend: shown as `message`, with `hint` beneath, never as a traceback."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInputError(BimdeskError):
    """A file, parameter or name that was given is not usable."""


class NotFoundError(BadInputError):
    """What was named does not exist."""


class ProjectError(BimdeskError):
    """The project's folder or database cannot be used."""


class MachineError(BimdeskError):
    """The machine lacks something: a library, a display, room on the disk, a permission."""
