"""Secret parameters of `bimdesk run`: from the environment, the keyring, or typed unseen."""

from __future__ import annotations

import getpass
import os
import re
import sys
from typing import Any

from bimdesk.cli.output import tell
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.services.parameters.check import fill_defaults
from bimdesk.services.parameters.effective import effective
from bimdesk.services.parameters.secret_values import MASK, dotted, secret_paths, secrets_in
from bimdesk.services.parameters.texts import read_parameters
from bimdesk.services.project import Project
from bimdesk.services.secrets import kept_secrets


def variable_of(path: str) -> str:
    """`BIMDESK_SECRET_ACCOUNT_TOKEN` for `account.token`."""
    return "BIMDESK_SECRET_" + re.sub(r"[^A-Za-z0-9]+", "_", path).upper()


def given_parameters(project: Project, script: Script, pairs: list[str], params_json: str) -> dict[str, Any]:
    """What `--param` and `--params-json` say, and the secrets that they lack."""
    return with_given_secrets(
        project, script, read_parameters(script.metadata.parameters, pairs, params_json)
    )


def with_given_secrets(project: Project, script: Script, values: dict[str, Any]) -> dict[str, Any]:
    """`values` with the secrets that they lack, as far as anybody gives them; one that stands on the command
    line is taken, with a word about it."""
    schema = script.metadata.parameters
    shape = effective(schema, fill_defaults(schema, values))
    paths = secret_paths(shape)
    if not paths:
        return values
    given = {dotted(place) for place, text in secrets_in(shape, values).items() if text != MASK}
    kept = frozenset[str]()
    if script.root is not ScriptRoot.FILE:
        _has_keyring, kept = kept_secrets(project, script.key, schema)
    for path in paths:
        if path in given:
            tell(
                f"The secret '{path}' stands on the command line, where other programs and the shell's "
                f"history see it. Set {variable_of(path)} instead."
            )
            continue
        text = os.environ.get(variable_of(path)) or (MASK if path in kept else _typed(path))
        if text:
            values = _put(values, path.split("."), text)
    return values


def _typed(path: str) -> str:
    """What a person types, where there is one."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return getpass.getpass(f"{path} (not shown, Enter for none): ", sys.stderr)


def _put(values: dict[str, Any], path: list[str], text: str) -> dict[str, Any]:
    inner = values.get(path[0])
    rest = _put(inner if isinstance(inner, dict) else {}, path[1:], text) if path[1:] else text
    return {**values, path[0]: rest}
