"""Comparisons of filters as SQL on one column: text, numbers, patterns, lists of either."""

from __future__ import annotations

from collections.abc import Callable

from bimdesk.domain.filter_scan import NUMBER
from bimdesk.domain.filters import FilterError, Operator, Pattern, Quantity, Scalar, Value
from bimdesk.index.lookups import Sql

Convert = Callable[[Quantity], float | None]
"""A number with a unit in the unit of the column; None where the column measures something else."""
NEVER = Sql("0")
_LAST = "\U0010ffff"
_ROUNDING = 1e-9


def no_units(_quantity: Quantity) -> float | None:
    """For columns whose values have no unit."""
    return None


def compare(column: str, operator: Operator, value: Value, convert: Convert = no_units) -> Sql:
    """`column <operator> value` for a positive operator; 0 or NULL where the column is NULL.

    Text is compared as text and, where it is a number, with numbers too; as IfcOpenShell does.
    """
    match value:
        case None:
            return Sql(f"{column} IS NOT NULL")
        case Pattern(text=text):
            return Sql(f"matches(?, {column})", (text,))
        case tuple():
            return either([compare(column, operator, part, convert) for part in value])
        case bool():
            return NEVER
        case Quantity():
            number = convert(value)
            return NEVER if number is None else _number(column, operator, number, is_converted=True)
    return _text(column, operator, value)


def either(tests: list[Sql]) -> Sql:
    """One of the tests, as a balanced tree: SQLite takes expressions of a limited depth."""
    if not tests:
        return NEVER
    while len(tests) > 1:
        pairs = [tests[at : at + 2] for at in range(0, len(tests), 2)]
        tests = [_joined(pair, "OR") if len(pair) > 1 else pair[0] for pair in pairs]
    return tests[0]


def both(tests: list[Sql]) -> Sql:
    """All of the tests."""
    if not tests:
        return Sql("1")
    while len(tests) > 1:
        pairs = [tests[at : at + 2] for at in range(0, len(tests), 2)]
        tests = [_joined(pair, "AND") if len(pair) > 1 else pair[0] for pair in pairs]
    return tests[0]


def is_number(value: Scalar) -> bool:
    return isinstance(value, str) and NUMBER.fullmatch(value) is not None


def _joined(tests: list[Sql], word: str) -> Sql:
    text = f" {word} ".join(test.text for test in tests)
    return Sql(f"({text})", sum((test.parameters for test in tests), ()))


def _text(column: str, operator: Operator, text: str) -> Sql:
    match operator:
        case Operator.EQUAL:
            if is_number(text):
                return Sql(f"{column} IN (?, ?)", (text, float(text)))
            return Sql(f"{column} = ?", (text,))
        case Operator.CONTAINS:
            return Sql(f"(typeof({column}) = 'text' AND instr({column}, ?) > 0)", (text,))
        case Operator.STARTS:
            return Sql(
                f"({column} >= ? AND {column} < ? AND typeof({column}) = 'text')", (text, text + _LAST)
            )
    if is_number(text):
        return _number(column, operator, float(text))
    return Sql(f"({column} {operator.value} ? AND typeof({column}) = 'text')", (text,))


def _number(column: str, operator: Operator, number: float, *, is_converted: bool = False) -> Sql:
    """Every text is above every number in SQLite: `< ''` stays among numbers."""
    match operator:
        case Operator.EQUAL:
            slack = abs(number) * _ROUNDING if is_converted else 0.0
            return Sql(f"{column} BETWEEN ? AND ?", (number - slack, number + slack))
        case Operator.LESS | Operator.AT_MOST:
            return Sql(f"{column} {operator.value} ?", (number,))
        case Operator.MORE | Operator.AT_LEAST:
            return Sql(f"({column} {operator.value} ? AND {column} < '')", (number,))
    raise FilterError(f"'{operator.value}' compares text, not a number with a unit.")
