"""Makes the field of a specification, those that hold others with what makes theirs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from bimdesk.ui.forms.field import Field, NestingField
from bimdesk.ui.forms.groups import GroupField, TupleField
from bimdesk.ui.forms.kinds import Kind
from bimdesk.ui.forms.registry import FIELDS
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec
from bimdesk.ui.forms.variants import VariantField

NESTING: Mapping[Kind, type[NestingField]] = {
    Kind.GROUP: GroupField,
    Kind.TUPLE: TupleField,
    Kind.VARIANT: VariantField,
}


def make_field(spec: FieldSpec, source: FormSource, parent: QWidget) -> Field:
    """The field for a specification, with nothing in it yet."""
    nesting = NESTING.get(spec.kind)
    if nesting is not None:
        return nesting(spec, source, parent, make=make_field)
    return FIELDS[spec.kind](spec, source, parent)
