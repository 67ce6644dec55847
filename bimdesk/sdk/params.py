"""The values of the form as a script sees them."""

from __future__ import annotations

import difflib
from typing import Any


class MissingParameterError(KeyError):
    """A parameter that the form does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


class Params(dict[str, Any]):
    """A dict whose missing key says which parameters there are."""

    def __missing__(self, key: str) -> Any:
        close = difflib.get_close_matches(str(key), list(self), n=1, cutoff=0.5)
        if close:
            hint = f"did you mean '{close[0]}'?"
        elif self:
            hint = f"there are {', '.join(map(repr, self))}."
        else:
            hint = "the script's metadata declares none. params.get() gives a default instead."
        raise MissingParameterError(f"No parameter {key!r}; {hint}")
