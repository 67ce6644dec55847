"""The values of the form as a script sees them."""

from __future__ import annotations

import difflib
from typing import Any


class MissingParameterError(KeyError, AttributeError):
    """A parameter that the form does not have; `hint` says which there are."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name)
        self.hint = hint

    def __str__(self) -> str:
        return f"There is no parameter {self.args[0]!r}"


class Params(dict[str, Any]):
    """A dict whose missing key says which parameters there are; `params.width` is `params["width"]`."""

    def __missing__(self, key: str) -> Any:
        raise MissingParameterError(key, self._hint(str(key)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def _hint(self, key: str) -> str:
        close = difflib.get_close_matches(key, list(self), n=1, cutoff=0.5)
        if close:
            return f"Did you mean '{close[0]}'?"
        if self:
            return f"There are {', '.join(map(repr, self))}. params.get() gives a default."
        return "The script's metadata declares none. params.get() gives a default."
