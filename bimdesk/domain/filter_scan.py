"""A cursor in the text of a filter: blanks, names, values; every error knows its place."""

from __future__ import annotations

import re

from bimdesk.domain.filters import FilterError, Operator, Pattern, Quantity, Scalar, Value
from bimdesk.domain.units import find_unit, nearest_unit

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
SPECIAL = {"NULL": None, "TRUE": True, "FALSE": False}
_BLANK = re.compile(r"(?:\s+|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[^,.=><*!\s()+\[\]^\"/|]+")
_WORD = re.compile(r"[^,=><*!\s()+\[\]^\"|]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SLASHED = re.compile(r"/((?:[^/\\]|\\.)*)/", re.DOTALL)
_OPERATOR = re.compile(r"!\*=|!\^=|!=|\*=|\^=|>=|<=|=|>|<")
_UNIT = re.compile(r"[A-Za-zµμ°%][^\s,+()\[\]]*(\([^\s()]*\))?")


class Scanner:
    """Reads `text` from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, message: str, hint: str = "", *, at: int | None = None) -> FilterError:
        """The error for a place, which its message names too."""
        place = self.at if at is None else at
        return FilterError(f"Character {place + 1}: {message}", hint, position=place)

    def skip(self) -> str:
        """Pass blanks and comments; gives the next character, '' at the end."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        """Pass `sign` where it is next."""
        self.skip()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def operator(self) -> Operator | None:
        """The comparison that is next, if one is."""
        self.skip()
        found = _OPERATOR.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return Operator(found[0])

    def name(self) -> str | Pattern | None:
        """The name of a set or of a property: quoted, a pattern, bare, or * (None)."""
        first = self.skip()
        if first == '"':
            return self._quoted()
        if first == "/":
            return self._pattern()
        if first == "*" and not self.text.startswith("*=", self.at):
            self.at += 1
            return None
        found = _NAME.match(self.text, self.at)
        if not first:
            raise self.fail("a condition is missing.", "One follows each comma, plus and bracket.")
        if found is None:
            raise self.fail(
                f"'{first}' is no name.",
                'Names with blanks or signs stand in quotes: "My set"."My property".',
            )
        self.at = found.end()
        return found[0]

    def value(self, operator: Operator) -> Value:
        """What a subject is compared with."""
        first = self.skip()
        if first == "/":
            return self._pattern()
        if first == "[":
            return self._list(operator)
        start = self.at
        value = self._scalar(operator)
        if isinstance(value, str) and value in SPECIAL and self.text[start] != '"':
            return SPECIAL[value]
        return value

    def _list(self, operator: Operator) -> tuple[Scalar, ...]:
        opened = self.at
        self.at += 1
        values: list[Scalar] = []
        while not self.take("]"):
            if values and not self.take(","):
                raise self.fail(
                    "the list is not closed.", "Write [one, two].", at=None if self.skip() else opened
                )
            values.append(self._scalar(operator))
        return tuple(values)

    def _scalar(self, operator: Operator) -> Scalar:
        first = self.skip()
        if first == '"':
            return self._quoted()
        start = self.at
        word = self._word()
        if NUMBER.fullmatch(word):
            return self._with_unit(word)
        number = NUMBER.match(word)
        if number is not None and operator.is_ordering:
            self.at = start + number.end()
            return self._with_unit(number[0])
        if self.skip() not in ("", ",", "+", ")", "]"):
            end = min(
                (p for p in (self.text.find(s, self.at) for s in ",+)]") if p > 0), default=len(self.text)
            )
            raise self.fail(
                f"'{word}' is followed by something else.",
                f'Text with blanks or signs stands in quotes: "{self.text[start:end].strip()}".',
            )
        return word

    def _word(self) -> str:
        """A bare value; brackets may stand in it in pairs."""
        start, depth = self.at, 0
        sign = NUMBER.match(self.text, self.at)
        if sign is not None:
            self.at = sign.end()
        while self.at < len(self.text):
            found = _WORD.match(self.text, self.at)
            if found is not None:
                self.at = found.end()
            elif self.text[self.at] == "(" and self.at > start:
                depth, self.at = depth + 1, self.at + 1
            elif self.text[self.at] == ")" and depth:
                depth, self.at = depth - 1, self.at + 1
            else:
                break
        if depth:
            raise self.fail("a bracket in a value is not closed.", "Put the value into quotes.", at=start)
        if self.at == start:
            raise self.fail(
                "a value is missing.",
                'Values are text, numbers, TRUE, FALSE, NULL, /patterns/, "quoted text".',
            )
        return self.text[start : self.at]

    def _with_unit(self, number: str) -> Scalar:
        self.skip()
        found = _UNIT.match(self.text, self.at)
        if found is None:
            return number
        if find_unit(found[0]) is None:
            raise self.fail(f"'{found[0]}' is no unit that is known here.", nearest_unit(found[0]))
        self.at = found.end()
        return Quantity(float(number), found[0])

    def _quoted(self) -> str:
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            raise self.fail(
                "a quotation mark is not closed.", 'Inside quotes write \\" for a quotation mark.'
            )
        self.at = found.end()
        return re.sub(r'\\(["\\])', r"\1", found[1])

    def _pattern(self) -> Pattern:
        found = _SLASHED.match(self.text, self.at)
        if found is None:
            raise self.fail("a pattern is not closed.", "Patterns stand between slashes: /F[36]0/.")
        try:
            pattern = Pattern(found[1])
        except FilterError as error:
            raise self.fail(error.message, error.hint) from error
        self.at = found.end()
        return pattern
