"""The type of an entity, and of a model where its untyped methods are called."""

from __future__ import annotations

from typing import Any, TypeAlias

Entity: TypeAlias = Any
Model: TypeAlias = Any
