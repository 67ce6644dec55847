"""Identifiers as types of their own, so that mypy keeps them apart."""

from __future__ import annotations

from typing import NamedTuple, NewType

ModelId = NewType("ModelId", int)
VersionId = NewType("VersionId", int)
ExecutionId = NewType("ExecutionId", str)
"""uuid4 hex; also the name of the execution's folder."""
ScriptKey = NewType("ScriptKey", str)
"""`<root>/<file stem>`, such as `builtin/guid_validation` or `project/my_check`."""
ModelKey = NewType("ModelKey", str)
"""SHA-256 (hex) of a model version's file; unique in a project, known before the version has a row."""
FindingId = NewType("FindingId", int)
"""A finding of a project, through all its runs and model versions."""
ElementId = NewType("ElementId", int)
"""STEP id (`#123`) inside one model version."""


class ElementRef(NamedTuple):
    """One element in one model version: what selections are made of."""

    model: ModelKey
    element: ElementId
