"""Conditions on properties and quantities as SQL: names are looked up first, then values, sorted by name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bimdesk.domain.filters import Operator, Pattern, Property, Quantity, Value
from bimdesk.domain.units import convert
from bimdesk.index.filter_values import NEVER, compare, either
from bimdesk.index.lookups import Sql
from bimdesk.index.names import PropertyName
from bimdesk.index.reader import ModelIndex

_ELEMENTS = (
    "SELECT COALESCE(v.entity_id, l.entity_id) FROM property_values v LEFT JOIN entity_psets l"
    " ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END WHERE v.name_id {names}"
    " AND v.kind <> 3 AND {test}"
)
_LIST_MEMBERS = (
    "(v.kind = 2 AND EXISTS (SELECT 1 FROM json_each(CASE WHEN v.kind = 2 THEN v.value ELSE '[]' END) j"
    " WHERE {test}))"
)
_UNIT_IS = "(SELECT p.unit FROM properties p WHERE p.pset_id = v.pset_id AND p.name = ?) = ?"


def property_members(index: ModelIndex, subject: Property, operator: Operator, value: Value) -> Sql:
    """A SELECT of the entities that have such a property with such a value (a positive operator)."""
    names = list(matching_names(index, subject))
    groups: dict[tuple[bool, frozenset[str]], list[PropertyName]] = defaultdict(list)
    for name in names:
        units = frozenset(name.units) if _has_units(value) else frozenset()
        groups["json" in name.kinds, units].append(name)
    selects: list[Sql] = []
    for (has_lists, units), members in groups.items():
        if len(units) > 1:
            selects += [_select([name], _by_unit(name, operator, value), has_lists) for name in members]
        else:
            selects.append(
                _select(members, _test("v.value", operator, value, next(iter(units), "")), has_lists)
            )
    found = [select for select in selects if select.text]
    if not found:
        return Sql("SELECT 0 WHERE 0")
    return Sql(" UNION ALL ".join(s.text for s in found), sum((s.parameters for s in found), ()))


def matching_names(index: ModelIndex, subject: Property) -> Iterator[PropertyName]:
    """The properties of the model whose set and name fit."""
    owner, name = subject.owner, subject.name
    if isinstance(owner, str) and isinstance(name, str):
        found = index.property_names.get((owner, name))
        yield from [found] if found else []
        return
    owner_test = None if owner is None else re.compile(owner.text) if isinstance(owner, Pattern) else owner
    name_test = re.compile(name.text) if isinstance(name, Pattern) else name
    for known in index.property_names.values():
        if _fits(known.name, name_test) and (owner_test is None or _fits(known.owner, owner_test)):
            yield known


def _fits(text: str, wanted: str | re.Pattern[str]) -> bool:
    return text == wanted if isinstance(wanted, str) else wanted.match(text) is not None


def _has_units(value: Value) -> bool:
    return isinstance(value, Quantity) or (
        isinstance(value, tuple) and any(isinstance(part, Quantity) for part in value)
    )


@dataclass(frozen=True, slots=True)
class _Test:
    whole: Sql
    member: Sql


def _test(column: str, operator: Operator, value: Value, unit: str) -> _Test:
    """The test of a value, and that of a member of a list."""

    def in_unit(quantity: Quantity) -> float | None:
        return convert(quantity.number, quantity.unit, unit) if unit else None

    if isinstance(value, bool):
        truth = "true" if value else "false"
        return _Test(Sql("(v.kind = 1 AND v.value = ?)", (int(value),)), Sql("j.type = ?", (truth,)))
    if value is None:
        return _Test(Sql("1"), NEVER)
    whole = compare(column, operator, value, in_unit)
    is_texts = "v.kind <> 2 AND " if whole.text != "0" else ""
    return _Test(
        Sql(f"({is_texts}{whole.text})", whole.parameters), compare("j.value", operator, value, in_unit)
    )


def _by_unit(name: PropertyName, operator: Operator, value: Value) -> _Test:
    """The rare property that is given in several units: each set's own decides."""
    wholes, members = [], []
    for unit in sorted(name.units):
        test = _test("v.value", operator, value, unit)
        names = (name.name, unit)
        wholes.append(Sql(f"({_UNIT_IS} AND {test.whole.text})", names + test.whole.parameters))
        members.append(Sql(f"({_UNIT_IS} AND {test.member.text})", names + test.member.parameters))
    return _Test(either(wholes), either(members))


def _select(names: list[PropertyName], test: _Test, has_lists: bool) -> Sql:
    ids = [name.id for name in names]
    chosen = Sql("= ?", (ids[0],))
    if len(ids) > 1:
        chosen = Sql("IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    whole = Sql(
        _ELEMENTS.format(names=chosen.text, test=test.whole.text), chosen.parameters + test.whole.parameters
    )
    if not has_lists or test.member.text == "0":
        return whole
    inner = _LIST_MEMBERS.format(test=test.member.text)
    text = f"{whole.text} UNION ALL {_ELEMENTS.format(names=chosen.text, test=inner)}"
    return Sql(text, whole.parameters + chosen.parameters + test.member.parameters)
