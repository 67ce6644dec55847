"""Who sits at this machine: the name that versions of scripts carry."""

from __future__ import annotations

import getpass


def current_author() -> str:
    """The login name; '' where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable and no such user: containers, some services
        return ""
