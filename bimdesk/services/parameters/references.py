"""What a `$ref` within a schema names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

Schema = Mapping[str, Any]


def referred(root: Schema, reference: str) -> Any:
    """The part that a JSON pointer (`#/$defs/name`) or an anchor (`#name`) names; None where there is none.

    Nothing outside the schema is ever fetched.
    """
    if not reference.startswith("#"):
        return None
    if not reference.startswith("#/"):
        definitions = root.get("$defs")
        parts = [root, *(definitions.values() if isinstance(definitions, Mapping) else ())]
        named = [one for one in parts if isinstance(one, Mapping)]
        return next((one for one in named if not reference[1:] or _is_called(one, reference[1:])), None)
    found: Any = root
    for token in reference[2:].split("/"):
        name = unquote(token).replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _is_called(schema: Schema, anchor: str) -> bool:
    return anchor in (schema.get("$anchor"), schema.get("$dynamicAnchor"))
