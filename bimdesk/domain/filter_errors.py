"""What is wrong with a filter."""

from __future__ import annotations

from bimdesk.errors import BadInputError


class FilterError(BadInputError):
    """A text that cannot be read, or a filter that makes no sense. `position`: the character, from 0."""

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position
