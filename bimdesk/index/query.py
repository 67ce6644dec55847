"""Lazy queries on the index of a model version: a chain becomes one SQL statement when rows are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from bimdesk.domain.filter_text import parse_filter
from bimdesk.index import fields
from bimdesk.index.chain import Chain, Shape, decoder, statement
from bimdesk.index.fields import ROOT, Column
from bimdesk.index.filter_sql import condition
from bimdesk.index.lookups import SIGNS, QueryError, Sql
from bimdesk.index.reader import ModelIndex
from bimdesk.index.sources import SOURCES, Source

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row", covariant=True)


class Query(Generic[Row]):
    """Rows of one source, not yet read. Iterate, slice or count it; every step gives a new query."""

    def __init__(
        self,
        index: ModelIndex,
        source: str,
        make: Callable[[tuple[Any, ...]], Row],
        chain: Chain | None = None,
        *,
        unpack: Callable[[str], list[Row]] | None = None,
        seen: set[int] | None = None,
    ) -> None:
        """`make` turns one row's columns into what the query gives; `unpack` a JSON array of many rows.

        `seen` takes the ids of the rows that were given out.
        """
        self._index = index
        self._source: Source = SOURCES[source]
        self._make = make
        self._unpack = unpack
        self._chain = chain or Chain()
        self._seen = seen

    def filter(self, text: str = "", /, **conditions: Any) -> Query[Row]:
        """Keep rows that meet all conditions (`name__icontains="ext"`, `storey__name="Level 1"`).

        `text`: a filter of elements as the window has them, `filter('IfcWall, *.FireRating=F30')`.
        """
        chain = self._unsliced("filter")
        if text:
            chain = replace(chain, conditions=(*chain.conditions, self._text_condition(text)))
        for path, value in conditions.items():
            sql, joins = fields.condition(self._source, path, value)
            chain = replace(chain, conditions=(*chain.conditions, sql), joins={**chain.joins, **joins})
        return self._with(chain)

    def _text_condition(self, text: str) -> Sql:
        if not self._source.has_properties:
            raise QueryError(f"Rows of '{self._source.name}' are no elements; a filter's text is for those.")
        name = self._index.meta.get("project_name", "")
        return condition(self._index, parse_filter(text), model=name, alias=ROOT)

    def exclude(self, **conditions: Any) -> Query[Row]:
        """Drop rows that meet all conditions; a row without a value does not meet any."""
        chain = self._unsliced("exclude")
        texts: list[str] = []
        parameters: tuple[Any, ...] = ()
        joins = dict(chain.joins)
        for path, value in conditions.items():
            sql, more = fields.condition(self._source, path, value)
            texts.append(f"({sql.text})")
            parameters += sql.parameters
            joins |= more
        if not texts:
            return self
        negated = Sql(f"({' AND '.join(texts)}) IS NOT TRUE", parameters)
        return self._with(replace(chain, conditions=(*chain.conditions, negated), joins=joins))

    def where(self, path: str, *test: Any) -> Query[Row]:
        """Keep elements by property: `where("Pset_WallCommon.IsExternal", True)`, `where("Q.X", "gte", 2.5)`.

        With the path alone: elements that have the property. Values are compared as Python does (True == 1);
        a list meets a condition where one of its members does.
        """
        chain = self._unsliced("where")
        if len(test) > 2:
            raise QueryError(
                f"where() takes a property, a lookup and a value; got {len(test) + 1} arguments."
            )
        lookup, value = test if len(test) == 2 else ("exact", test[0]) if test else ("isnull", False)
        table = fields.BY_VALUE if self._index.has_property_values else fields.BY_SET
        sql = fields.property_condition(self._source, path, SIGNS.get(lookup, lookup), value, table=table)
        return self._with(replace(chain, conditions=(*chain.conditions, sql)))

    def order_by(self, *paths: str) -> Query[Row]:
        """Sort by fields or properties, `-name` for descending; rows without a value come first."""
        chain = self._unsliced("order_by")
        order: list[Sql] = []
        joins = dict(chain.joins)
        for path in paths:
            found, more = fields.column(self._source, path.removeprefix("-"))
            order.append(
                Sql(found.sql.text + (" DESC" if path.startswith("-") else ""), found.sql.parameters)
            )
            joins |= more
        return self._with(replace(chain, order=tuple(order), joins=joins))

    def distinct(self) -> Query[Row]:
        """Each row once; meant for `values_list("ifc_type", flat=True).distinct()`."""
        return self._with(replace(self._unsliced("distinct"), is_distinct=True))

    def values(self, *paths: str) -> Query[dict[str, Any]]:
        """Rows as dicts of the named fields or properties; of all plain fields where none is named."""
        return self._project(paths or self.plain_names, "dict")

    def values_list(self, *paths: str, flat: bool = False) -> Query[Any]:
        """Rows as tuples; with `flat` and one field the bare values."""
        if flat and len(paths) != 1:
            raise QueryError("values_list(flat=True) takes exactly one field.")
        return self._project(paths or self.plain_names, "flat" if flat else "tuple")

    def count(self) -> int:
        """The number of rows."""
        sql = statement(self._source, self._chain)
        rows = self._index.rows(f"SELECT COUNT(*) FROM ({sql.text})", sql.parameters)
        return int(next(rows)[0])

    def exists(self) -> bool:
        """Whether there is any row."""
        sql = statement(self._source, self._chain)
        return bool(next(self._index.rows(f"SELECT EXISTS ({sql.text})", sql.parameters))[0])

    def first(self) -> Row | None:
        """The first row, or None."""
        return next(iter(self[:1]), None)

    def get(self, **conditions: Any) -> Row:
        """The only row that meets the conditions; a LookupError where there is none or several."""
        found = list(self.filter(**conditions)[:2]) if conditions else list(self[:2])
        if len(found) == 1:
            return found[0]
        asked = ", ".join(f"{path}={value!r}" for path, value in conditions.items())
        raise LookupError(f"get({asked}) found {'nothing' if not found else 'more than one row'}.")

    def to_df(self, *, properties: bool = False) -> pd.DataFrame:
        """A pandas DataFrame, one row an element; with `properties` a column for each `Pset.Prop`."""
        from bimdesk.index.frame import read_frame

        frame = read_frame(self, properties=properties)
        if self._seen is not None and self.shape == "row" and "id" in frame:
            self._seen.update(frame["id"].tolist())
        return frame

    def __iter__(self) -> Iterator[Row]:
        if self._seen is not None:
            return self._given_out(self._seen)
        if self._unpack is not None and self._is_plain:
            return iter(self._unpack(self._packed_rows()))
        sql = statement(self._source, self._chain)
        return map(self._row_maker(), self._index.rows(sql.text, sql.parameters))

    def _given_out(self, seen: set[int]) -> Iterator[Row]:
        """The rows, each noted when it is taken: a loop that is left early has not seen the rest.

        Rows of columns are read with their id behind; DISTINCT ones stand for no element.
        """
        note = seen.add
        if self._unpack is not None and self._is_plain:
            for row in self._unpack(self._packed_rows()):
                note(row.id)  # type: ignore[attr-defined]  # packed rows are elements
                yield row
            return
        chain = self._chain
        if chain.shape != "row" and not chain.is_distinct:
            chain = replace(chain, columns=(*chain.columns, Column(sql=Sql(f"{ROOT}.id"))))
        sql, make = statement(self._source, chain), self._row_maker()
        at = -1 if chain is not self._chain else 0 if chain.shape == "row" else None
        for values in self._index.rows(sql.text, sql.parameters):
            if at is not None:
                note(values[at])
            yield make(values)

    def __len__(self) -> int:
        return self.count()

    def __bool__(self) -> bool:
        return self.exists()

    def __contains__(self, row: object) -> bool:
        identity = getattr(row, "id", row)
        if self._chain.shape != "row" or not isinstance(identity, int):
            return any(item == row for item in self)
        sql = statement(self._source, replace(self._chain, columns=(Column(sql=Sql(f"{ROOT}.id")),)))
        return bool(next(self._index.rows(f"SELECT ? IN ({sql.text})", (identity, *sql.parameters)))[0])

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Query[Row] | list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Query[Row] | list[Row]:
        if isinstance(place, slice):
            return self._slice(place)
        at = place if place >= 0 else len(self) + place
        found = list(self._slice(slice(at, at + 1))) if at >= 0 else []
        if not found:
            raise IndexError(f"Row {place} of {len(self)}.")
        return found[0]

    def __repr__(self) -> str:
        return f"<{self._source.name}: {self.count()} rows>"

    def _slice(self, place: slice) -> Query[Row] | list[Row]:
        start, stop = place.start or 0, place.stop
        if place.step not in (None, 1) or start < 0 or (stop or 0) < 0:
            return list(self)[place]
        chain = self._chain
        low = chain.start + start
        limits = [
            limit for limit in (chain.stop, None if stop is None else chain.start + stop) if limit is not None
        ]
        high = max(low, min(limits)) if limits else None
        return self._with(replace(chain, start=low, stop=high))

    def _with(self, chain: Chain) -> Query[Row]:
        return Query(self._index, self._source.name, self._make, chain, unpack=self._unpack, seen=self._seen)

    def _unsliced(self, step: str) -> Chain:
        if self._chain.is_sliced:
            raise QueryError(f"{step}() after a slice.", f"Put {step}() before the [...].")
        return self._chain

    @property
    def index(self) -> ModelIndex:
        return self._index

    @property
    def source(self) -> Source:
        return self._source

    @property
    def shape(self) -> Shape:
        return self._chain.shape

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that values() or values_list() named."""
        return self._chain.names

    @property
    def plain_names(self) -> tuple[str, ...]:
        """The fields of the rows' own table, aliases left out."""
        return tuple(name for name in self._source.fields if name not in ("ifc_id", "guid"))

    def _project(self, paths: tuple[str, ...], shape: Shape) -> Query[Any]:
        found = [fields.column(self._source, path) for path in paths]
        joins = dict(self._chain.joins)
        for _, more in found:
            joins |= more
        columns = tuple(column for column, _ in found)
        return self._with(replace(self._chain, names=paths, columns=columns, joins=joins, shape=shape))

    def packed_statement(self, paths: list[str]) -> Sql:
        """The chain with two columns: `id`, and `packed`, a JSON array of the named fields."""
        chain = self._project(tuple(paths), "tuple")._chain
        packed = Sql(f"json_array({', '.join(column.sql.text for column in chain.columns)}) AS packed")
        columns = (Column(sql=Sql(f"{ROOT}.id AS id")), Column(sql=packed))
        return statement(self._source, replace(chain, columns=columns))

    @property
    def _is_plain(self) -> bool:
        """Whole rows in the order of their ids: no slice, no order, no columns of its own."""
        chain = self._chain
        is_whole = chain.shape == "row" and not chain.order and not chain.is_sliced and not chain.is_distinct
        return is_whole and self._source.is_packable and self._source.order == "id"

    def _packed_rows(self) -> str:
        """All rows as one JSON text: a third less work than a step of SQLite for each of many rows."""
        names = ", ".join(f"{ROOT}.{name}" for name in self._source.columns)
        packed = Column(sql=Sql(f"json_group_array(json_array({names}))"))
        sql = statement(self._source, replace(self._chain, columns=(packed,)), is_ordered=False)
        return str(next(self._index.rows(sql.text, sql.parameters))[0])

    def _row_maker(self) -> Callable[[tuple[Any, ...]], Any]:
        chain = self._chain
        if chain.shape == "row":
            return self._make
        decode = decoder(chain.columns)
        match chain.shape:
            case "dict":
                return lambda row: dict(zip(chain.names, decode(row), strict=True))
            case "flat":
                return lambda row: decode(row)[0]
        return lambda row: tuple(decode(row))
