"""bimdesk: the BIM coordinator's workbench."""

from __future__ import annotations

__version__ = "0.1.0"
