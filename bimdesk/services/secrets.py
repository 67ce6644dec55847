"""Secrets of forms in the system's keyring: by project, script and parameter. Calls may wait for a person.

A system without a keyring (or one that is locked) keeps nothing: a secret is then given for one run.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bimdesk.domain.ids import ScriptKey
from bimdesk.errors import BadInputError
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


def revealed(project: Project, key: ScriptKey | None, secrets: Mapping[Place, Any]) -> dict[Place, Any]:
    """The secrets themselves: MASK becomes what the keyring has. Raises ParameterErrors where it has none."""
    found: dict[Place, Any] = {}
    missing: dict[str, str] = {}
    for place, given in secrets.items():
        value = given
        if given == MASK:
            value = _read(_name(project, key, dotted(place))) if key is not None else None
        if value is None or value == "":
            missing[dotted(place)] = "Type it again: the keyring does not have it"
        else:
            found[place] = value
    if missing:
        raise ParameterErrors(missing)
    return found


def keep_secrets(project: Project, key: ScriptKey, secrets: Mapping[Place, Any], *, schema: Schema) -> None:
    """Keep them for the next run of the script in this project, where there is a keyring.

    Texts with a field of their own: rows of a table come and go, so that nothing tells whose it was.
    """
    backend = _backend() if secrets else None
    if backend is None:
        return
    own = set(secret_paths(schema))
    for place, text in secrets.items():
        path = dotted(place)
        name = _name(project, key, path)
        if isinstance(text, str) and path in own and _read(name) != text:
            _write(backend, name, text)


def forget_secret(project: Project, key: ScriptKey, path: str) -> None:
    """Take one secret of the script out of the keyring; raises BadInputError where it stays there."""
    name, backend = _name(project, key, path), _backend()
    if backend is None or _read(name) is None:
        return
    try:
        backend.delete_password(SERVICE, name)
    except Exception as error:  # another program, see _backend
        raise BadInputError(
            f"The keyring did not forget the secret '{path}': {error}.",
            "Unlock the keyring, or take it out there: its name begins with bimdesk.",
        ) from error


def keyring_words() -> str:
    """Which keyring is used, or that there is none and what follows from it; for `bimdesk doctor`."""
    backend = _backend()
    if backend is None:
        return f"none: a secret is asked for at each run ({_why_none()})"
    return str(backend.name)


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


def _why_none() -> str:
    """What a person could do about it."""
    if platform.system() == "Linux":
        return "no Secret Service or KWallet answers; they start with a desktop session"
    return "the system's own does not answer"


def _read(name: str) -> str | None:
    backend = _backend()
    try:
        return None if backend is None else backend.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - another program, see _backend; locked is as if it had nothing
        return None


def _write(backend: KeyringBackend, name: str, text: str) -> None:
    with suppress(Exception):  # another program, see _backend; locked: the secret is for this run only
        backend.set_password(SERVICE, name, text)
