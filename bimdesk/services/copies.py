"""A run as text to take elsewhere: a command, lines of Python, JSON; and JSON back into values. Pure.

Values are those of the form; secrets are left out of all of them.
"""

from __future__ import annotations

import json
import math
import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bimdesk.domain.limits import FIELDS
from bimdesk.errors import BimdeskError
from bimdesk.services.parameters.secret_values import without_secrets
from bimdesk.services.parameters.texts import json_object, read_parameters

Schema = Mapping[str, Any]
Values = Mapping[str, Any]

_LINE = 88


def as_arguments(
    script: str,
    model: str,
    values: Values,
    *,
    schema: Schema,
    limits: Mapping[str, float] | None = None,
    project: Path | None = None,
) -> list[str]:
    """The words of `bimdesk run` that give the same values; `limits` by the fields of domain.limits.Limits.

    A value that its text alone would not give back (a list, a group, a text that reads like a number where
    the schema names no type) goes into `--params-json`.
    """
    words = ["bimdesk", "run", script, model]
    if project is not None:
        words += ["--project", str(project)]
    pairs: list[str] = []
    rest: dict[str, Any] = {}
    for name, value in without_secrets(schema, values).items():
        pair = _pair(schema, name, value)
        if pair is None:
            rest[name] = value
        else:
            pairs.append(pair)
    if rest:
        words += ["--params-json", _plain_json(rest)]
    for pair in pairs:
        words += ["--param", pair]
    for field, number in (limits or {}).items():
        words += [FIELDS[field].option, f"{number:.15g}"]
    return words


def as_command(words: Sequence[str], *, windows: bool = os.name == "nt") -> str:
    """One line for the shell: of POSIX, or the rules of Windows."""
    return subprocess.list2cmdline(words) if windows else shlex.join(words)


def as_python(script: str | Path, model: Path, values: Values, *, schema: Schema) -> str:
    """Lines for a notebook: `run_script` on the imported model, which opens at once.

    `script`: the path of its file, or the text of one that has none.
    """
    kept = without_secrets(schema, values)
    source = repr(str(script)) if isinstance(script, Path) else _text_literal(script)
    return (
        "from bimdesk.sdk import run_script\n\n"
        f"run = run_script(\n    {source},\n    {str(model)!r},\n    params={_literal(kept, 4)},\n)\n"
        "print(run.status, run.summary)\n"
    )


def as_json(values: Values, *, schema: Schema) -> str:
    """The values as a JSON object, indented."""
    return _plain_json(without_secrets(schema, values), indent=2) + "\n"


def values_of(text: str) -> dict[str, Any]:
    """The values in a text that `as_json` could have made. Raises BadInputError."""
    return json_object(text, "What was copied", 'Copy an object such as {"limit": 5}.')


def _pair(schema: Schema, name: str, value: Any) -> str | None:
    """`name=value`, where the command line reads the same value from it."""
    text = _scalar_text(value)
    if text is None or name.startswith("-"):
        return None
    pair = f"{name}={text}"
    try:
        back = read_parameters(schema, [pair], "")
    except BimdeskError:
        return None
    return pair if list(back) == [name] and _same(back[name], value) else None


def _scalar_text(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return json.dumps(value)
        case str() if "\0" not in value and _is_encodable(value):
            return value
    return None


def _plain_json(value: Any, *, indent: int | None = None) -> str:
    """JSON that people can read; escaped where a text has half a surrogate pair."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if _is_encodable(text) else json.dumps(value, indent=indent)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _same(one: Any, other: Any) -> bool:
    """Equal and of the same type: 1 is neither true nor 1.0."""
    return type(one) is type(other) and bool(one == other)


def _text_literal(text: str) -> str:
    """A script's text as it can be read in Python, a string of several lines where that is exact."""
    quoted = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    plain = all(char == "\n" or char.isprintable() for char in text)
    return f'"""{quoted}"""' if plain and not quoted.endswith('"') else repr(text)


def _literal(value: Any, indent: int) -> str:
    """A JSON value as Python: short ones in a line, others one entry a line."""
    match value:
        case float() if not math.isfinite(value):
            return f'float("{value}")'
        case Mapping():
            parts = [f"{key!r}: {_literal(inner, indent + 4)}" for key, inner in value.items()]
            return _bracketed(parts, "{", "}", indent)
        case list() | tuple():
            return _bracketed([_literal(inner, indent + 4) for inner in value], "[", "]", indent)
    return repr(value)


def _bracketed(parts: Sequence[str], opening: str, closing: str, indent: int) -> str:
    line = f"{opening}{', '.join(parts)}{closing}"
    if len(line) + indent <= _LINE and "\n" not in line:
        return line
    pad = " " * indent
    inner = "".join(f"{pad}    {part},\n" for part in parts)
    return f"{opening}\n{inner}{pad}{closing}"
