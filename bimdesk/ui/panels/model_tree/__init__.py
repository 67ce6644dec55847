"""The model tree: by storey, class, type, system, material, classification or model."""

from bimdesk.ui.panels.model_tree.menu import ModelLook
from bimdesk.ui.panels.model_tree.panel import ModelTreePanel

__all__ = ["ModelLook", "ModelTreePanel"]
