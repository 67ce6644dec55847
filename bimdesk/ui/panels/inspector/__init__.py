"""The inspector: attributes, properties, materials, relations of what is selected."""

from bimdesk.ui.panels.inspector.panel import InspectorPanel

__all__ = ["InspectorPanel"]
