"""Which class makes the field of a kind: one line each."""

from __future__ import annotations

from collections.abc import Mapping

from bimdesk.ui.forms.colors import ColorField
from bimdesk.ui.forms.const import ConstField
from bimdesk.ui.forms.elements import ElementsField
from bimdesk.ui.forms.enums import EnumField, MultiEnumField
from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.json_field import JsonField
from bimdesk.ui.forms.lists import ListField
from bimdesk.ui.forms.mixed import MixedField
from bimdesk.ui.forms.model_fields import ChoiceField, ChoicesField
from bimdesk.ui.forms.numbers import IntegerField, NumberField
from bimdesk.ui.forms.paths import FileField, FolderField
from bimdesk.ui.forms.query import QueryField
from bimdesk.ui.forms.secret import SecretField
from bimdesk.ui.forms.slider import SliderField
from bimdesk.ui.forms.spec import Kind
from bimdesk.ui.forms.table import TableField
from bimdesk.ui.forms.texts import DateField, MultilineField, StringField
from bimdesk.ui.forms.toggles import BooleanField
from bimdesk.ui.forms.versions import VersionField

FIELDS: Mapping[Kind, type[Field]] = {
    Kind.STRING: StringField,
    Kind.MULTILINE: MultilineField,
    Kind.NUMBER: NumberField,
    Kind.INTEGER: IntegerField,
    Kind.SLIDER: SliderField,
    Kind.BOOLEAN: BooleanField,
    Kind.ENUM: EnumField,
    Kind.MULTI_ENUM: MultiEnumField,
    Kind.CONST: ConstField,
    Kind.DATE: DateField,
    Kind.COLOR: ColorField,
    Kind.SECRET: SecretField,
    Kind.MIXED: MixedField,
    Kind.FILE: FileField,
    Kind.FOLDER: FolderField,
    Kind.LIST: ListField,
    Kind.TABLE: TableField,
    Kind.JSON: JsonField,
    Kind.CHOICE: ChoiceField,
    Kind.CHOICES: ChoicesField,
    Kind.ELEMENTS: ElementsField,
    Kind.VERSION: VersionField,
    Kind.QUERY: QueryField,
}
"""All kinds but those that hold other fields: these stand in `making`."""
