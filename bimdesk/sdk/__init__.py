"""All that a script sees (docs/scripts.md); notebooks import `open_model` and `run_script` from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bimdesk.sdk.notebook import ScriptRun, open_model, run_script

__all__ = ["ScriptRun", "open_model", "run_script"]


def __getattr__(name: str) -> Any:
    """Load the notebook part when it is asked for: a worker does not need it."""
    if name in __all__:
        from bimdesk.sdk import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module 'bimdesk.sdk' has no attribute '{name}'")
