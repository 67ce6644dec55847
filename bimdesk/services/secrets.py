"""Secrets of forms in the system's keyring: by project, script and parameter. Calls may wait for a person.

A system without a keyring (or one that is locked) keeps nothing: a secret is then given for one run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bimdesk.domain.ids import ScriptKey
from bimdesk.services.parameters.check import ParameterErrors
from bimdesk.services.parameters.secret_values import MASK, Place, dotted, secret_paths
from bimdesk.services.project import Project

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "bimdesk"
Schema = Mapping[str, Any]


def has_keyring() -> bool:
    """Whether there is a place that keeps secrets."""
    return _backend() is not None


def kept_secrets(project: Project, key: ScriptKey, schema: Schema) -> tuple[bool, frozenset[str]]:
    """Whether there is a keyring, and the paths of the script's secrets that it has."""
    paths = secret_paths(schema)
    if not paths or not has_keyring():
        return bool(paths) and has_keyring(), frozenset()
    return True, frozenset(path for path in paths if _read(_name(project, key, path)) is not None)


def revealed(project: Project, key: ScriptKey | None, secrets: Mapping[Place, str]) -> dict[Place, str]:
    """The secrets themselves: MASK becomes what the keyring has. Raises ParameterErrors where it has none."""
    found: dict[Place, str] = {}
    missing: dict[str, str] = {}
    for place, text in secrets.items():
        value = text
        if text == MASK:
            value = (_read(_name(project, key, dotted(place))) if key is not None else None) or ""
        if value:
            found[place] = value
        else:
            missing[dotted(place)] = "Type it again: the keyring does not have it"
    if missing:
        raise ParameterErrors(missing)
    return found


def keep_secrets(project: Project, key: ScriptKey, secrets: Mapping[Place, str]) -> None:
    """Keep them for the next run of the script in this project, where there is a keyring."""
    backend = _backend() if secrets else None
    if backend is None:
        return
    for place, text in secrets.items():
        name = _name(project, key, dotted(place))
        if _read(name) != text:
            _write(backend, name, text)


def _name(project: Project, key: ScriptKey, path: str) -> str:
    """A script of another project that has the same key gets none of it."""
    place = hashlib.sha256(str(project.folder.resolve()).encode()).hexdigest()[:16]
    return f"{place}/{key}/{path}"


def _backend() -> KeyringBackend | None:
    """The system's keyring; None where there is none that could keep anything."""
    try:
        import keyring
        from keyring.backends import fail, null

        found = keyring.get_keyring()
        usable = not isinstance(found, fail.Keyring | null.Keyring) and found.priority > 0
    except Exception:  # noqa: BLE001 - other programs answer here, each with errors of its own: then there is none
        return None
    return found if usable else None


def _read(name: str) -> str | None:
    backend = _backend()
    try:
        return None if backend is None else backend.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - another program, see _backend; locked is as if it had nothing
        return None


def _write(backend: KeyringBackend, name: str, text: str) -> None:
    with suppress(Exception):  # another program, see _backend; locked: the secret is for this run only
        backend.set_password(SERVICE, name, text)
