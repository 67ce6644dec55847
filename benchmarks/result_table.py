"""A table of 200,000 rows that stays in its file: `python -m benchmarks.result_table [ROWS]`.

Prints seconds to open, find, sort, group and export it, and the memory that it takes; no window.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bimdesk.protocol.lined_json import encode_lined
from bimdesk.protocol.lined_pages import PagedList, open_lined
from bimdesk.ui.models.paged_rows import table_columns
from bimdesk.ui.models.records import Records, records_of_pages
from bimdesk.ui.models.table_query import ColumnFilter, TableQuery
from bimdesk.ui.panels.results.exporting import export_records

T = TypeVar("T")


def main() -> int:
    """Prints a line each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "value.json"
        with path.open("wb") as stream:
            stream.writelines(encode_lined([_row(number) for number in range(count)]))
        print(f"{count:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        records = _timed("open", lambda: _open(path))
        _timed("first answer with sums", lambda: records.answer(TableQuery()))
        _timed("find words", lambda: records.answer(TableQuery(text="wall 1234")))
        _timed("filter a column", lambda: records.answer(TableQuery(filters=(ColumnFilter(3, "> 50"),))))
        order = _timed("sort by text", lambda: records.answer(TableQuery(sort=1))).order
        _timed("sort by number", lambda: records.answer(TableQuery(sort=3, descending=True)))
        _timed("group", lambda: records.answer(TableQuery(group=2)))
        _timed("a page of the sorted rows", lambda: records.cells_of(order[5000:5128].tolist()))
        for suffix in ("csv", "parquet", "xlsx"):
            out = Path(folder) / f"out.{suffix}"
            _timed(f"export {suffix}", lambda out=out: export_records(records, range(count), out))
        records.let_go()
    return 0


def _row(number: int) -> dict[str, object]:
    return {
        "guid": f"{number:022d}",
        "name": f"Wall {number * 7919 % 200_000}",
        "storey": f"Level {number % 12}",
        "area": number % 977 / 7,
        "rating": "EI60" if number % 3 else None,
    }


def _open(path: Path) -> Records:
    opened = open_lined(path, most=4_000_000)
    assert isinstance(opened, PagedList)
    columns = table_columns(opened)
    assert columns is not None
    records = records_of_pages(opened, columns, lambda _guid: ())
    records.prepare()
    return records


def _timed(what: str, work: Callable[[], T]) -> T:
    started = time.perf_counter()
    found = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:28} {time.perf_counter() - started:6.2f} s   peak {peak:,.0f} MB")
    return found


if __name__ == "__main__":
    sys.exit(main())
