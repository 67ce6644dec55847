"""Makes a project with a long history and many findings.

`python -m benchmarks.made_findings FOLDER [FINDINGS] [EXECUTIONS]` (1,000,000 and 100,000). Rows go straight
into the tables; no models stand behind them.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.made_history import MODELS, SEED, VERSIONS, make_history

CHECKS = ("missing property", "duplicate", "malformed", "wrong name", "no storey", "clearance", "")
CLASSES = (
    "IfcWall", "IfcDoor", "IfcWindow", "IfcSlab", "IfcSpace", "IfcBeam", "IfcColumn", "IfcStair",
    "IfcRailing", "IfcCovering", "IfcFlowSegment", "IfcFlowFitting",
)  # fmt: skip
STOREYS = tuple(f"Level {number:02}" for number in range(60))
PEOPLE = ("Ann Lee", "Bo Berg", "Cleo Dias", "Dmitri Ilin", "Eva Novak", "Farid Aziz")
LABELS = ("fire", "handover", "tender", "facade", "plant room", "as built")
STATES = (0, 0, 1, 2, 3, 3, 3, 3, 4, 5, 5, 5)
SEVERITIES = (0, 0, 1, 1, 1, 2)
DECISIONS = (0, 0, 0, 0, 0, 0, 1, 2, 3)
LAST_DAY = 739_900
"""Proleptic day of due dates and waivers: some before today, some after."""


@dataclass(frozen=True)
class Words:
    """Numbers of words by text."""

    numbers: dict[str, int]

    def one(self, made: random.Random, among: tuple[str, ...]) -> int:
        return self.numbers[made.choice(among)]


def make_findings(folder: Path, count: int = 1_000_000, executions: int = 100_000) -> None:
    """The history of `made_history`, each run that ended taken in, and `count` findings on its models."""
    make_history(folder, executions)
    with closing(sqlite3.connect(folder / "project.db")) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        later = _put_off(connection)
        made = random.Random(SEED)
        words = _write_words(connection)
        checks = _write_checks(connection)
        runs = _write_runs(connection, checks)
        _write_elements(connection, count // 2)
        _insert(connection, "findings", _findings(made, words, checks, runs, count))
        _insert(connection, "finding_texts", _texts(made, count))
        _insert(
            connection, "finding_elements", ((one, 0, 1 + one % (count // 2)) for one in range(1, count + 1))
        )
        _insert(
            connection, "finding_labels", ((one, words.one(made, LABELS)) for one in range(1, count + 1, 9))
        )
        for statement in later:
            connection.execute(statement)
        connection.execute("INSERT INTO finding_search (finding_search) VALUES ('rebuild')")
        _write_events(connection)
        _write_counts(connection)
        connection.execute("ANALYZE")


def _put_off(connection: sqlite3.Connection) -> list[str]:
    """Drop indexes and triggers of what gets the most rows; the statements that make them again."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        " AND tbl_name IN ('findings', 'finding_texts', 'finding_elements')"
    ).fetchall()
    for kind, name, _sql in rows:
        connection.execute(f'DROP {kind} "{name}"')
    return [sql for _kind, _name, sql in rows]


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    first = next(rows)
    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
    connection.execute(sql, first)
    connection.executemany(sql, rows)


def _write_words(connection: sqlite3.Connection) -> Words:
    words = (*CLASSES, *STOREYS, *PEOPLE, *LABELS)
    connection.executemany("INSERT INTO finding_words VALUES (?, ?)", list(enumerate(words, start=1)))
    return Words({text: number for number, text in enumerate(words, start=1)})


def _write_checks(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """Three checks for each script of the history."""
    scripts = connection.execute("SELECT DISTINCT script_key, script_name FROM script_executions").fetchall()
    found: dict[str, list[int]] = defaultdict(list)
    for key, name in sorted(scripts):
        for at in range(3):
            number = 1 + sum(map(len, found.values()))
            check = CHECKS[(number + at) % len(CHECKS)] if at else f"main {number}"
            connection.execute(
                "INSERT INTO finding_checks VALUES (?, ?, ?, ?, ?)", (number, key, key, name, check)
            )
            found[key].append(number)
    return dict(found)


def _write_runs(
    connection: sqlite3.Connection, checks: dict[str, list[int]]
) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """The runs that ended; (number, version) by model and script."""
    rows = connection.execute(
        "SELECT x.id, x.script_key, v.model_id, m.name, v.id, v.number, x.status, x.queued_at FROM"
        " script_executions x JOIN model_versions v ON v.id = x.version_id JOIN models m ON m.id = v.model_id"
        " ORDER BY x.queued_at"
    ).fetchall()
    found: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for number, (execution, key, model, name, version, at_version, status, at) in enumerate(rows, start=1):
        found[model, key].append((number, at_version))
        connection.execute(
            "INSERT INTO finding_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, execution, model, name, version, at_version, key, status, "p" * 32, None, "{}",
             json.dumps(checks[key]), b"", b"", b"", at),
        )  # fmt: skip
    return found


def _write_elements(connection: sqlite3.Connection, count: int) -> None:
    _insert(
        connection,
        "element_identities",
        (
            (one, 1 + one % len(MODELS), VERSIONS, 0, f"2O2Fr$t4X7Zf8NOe{one:06}",
             CLASSES[one % len(CLASSES)], f"Element {one}", str(one), "", None, None, None, None, None, None)
            for one in range(1, count + 1)
        ),
    )  # fmt: skip
    connection.execute("INSERT INTO element_guids SELECT model_id, guid, 0, id FROM element_identities")


def _findings(
    made: random.Random,
    words: Words,
    checks: dict[str, list[int]],
    runs: dict[tuple[int, str], list[tuple[int, int]]],
    count: int,
) -> Iterator[tuple[Any, ...]]:
    places = sorted(runs)
    for one in range(1, count + 1):
        model, key = made.choice(places)
        first, last = sorted(made.choices(runs[model, key], k=2))
        decision = made.choice(DECISIONS)
        expires = LAST_DAY + made.randrange(-200, 400) if decision == 2 and one % 2 else None
        yield (
            one, model, made.choice(checks[key]), made.choice(SEVERITIES), made.choice(STATES), decision,
            expires, LAST_DAY + made.randrange(-100, 300) if one % 4 == 0 else None, words.one(made, STOREYS),
            words.one(made, CLASSES), words.one(made, PEOPLE) if one % 3 == 0 else 0, 1, 0,
            made.getrandbits(62), last[1], last[1], first[1], last[1], 1_704_000_000_000 + first[0] * 900_000,
            1_704_000_000_000 + last[0] * 900_000, last[0], one % 5000,
        )  # fmt: skip


def _texts(made: random.Random, count: int) -> Iterator[tuple[Any, ...]]:
    kinds = ("No fire rating", "Clear width {0} mm, 900 mm needed",
             "The name does not follow the pattern: W-{0}",
             "GlobalId used {1} times", "No value for Pset_WallCommon.LoadBearing",
             "Not in a storey")  # fmt: skip
    for one in range(1, count + 1):
        message = made.choice(kinds).format(made.randrange(400, 899), 2 + one % 4)
        yield one, message, f"Element {one % (count // 2)}", "", '{"found": 1}'


def _write_events(connection: sqlite3.Connection) -> None:
    """One for the first time, and one for those that are in another state since."""
    sql = (
        "INSERT INTO finding_events (finding_id, at, kind, text, author, run_id, version_number)"
        " SELECT id, datetime({at} / 1000, 'unixepoch') || '.000000', {kind}, '', '', last_run_id, {version}"
        " FROM findings {where}"
    )
    connection.execute(
        sql.format(at="first_seen_at", kind="'new'", version="first_version", where="ORDER BY id")
    )
    words = " ".join(
        f"WHEN {code} THEN '{state}'"
        for code, state in enumerate(
            ("new", "reopened", "changed", "persisting", "not evaluated", "resolved")
        )
    )
    where = "WHERE state > 0 ORDER BY id"
    connection.execute(
        sql.format(at="last_seen_at", kind=f"CASE state {words} END", version="last_version", where=where)
    )
    connection.execute(
        "INSERT INTO finding_waivers SELECT id, 'Agreed with the client', 'Ann Lee',"
        " '2026-01-05 09:00:00.000000' FROM findings WHERE decision = 2"
    )


def _write_counts(connection: sqlite3.Connection) -> None:
    """After the last run of each script on each version."""
    connection.execute(
        "INSERT INTO finding_counts SELECT r.id, g.check_id, g.state, g.severity, g.n FROM (SELECT model_id,"
        " check_id, last_version, state, severity, COUNT(*) AS n FROM findings GROUP BY 1, 2, 3, 4, 5) g"
        " JOIN finding_checks c ON c.id = g.check_id JOIN (SELECT MAX(id) AS id, model_id, owner,"
        " version_number FROM finding_runs GROUP BY 2, 3, 4) r ON r.model_id = g.model_id"
        " AND r.owner = c.owner AND r.version_number = g.last_version"
    )


def main() -> int:
    """Make it, and say how long that took and how large it is."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder, *numbers = Path(sys.argv[1]), *map(int, sys.argv[2:])
    began = time.perf_counter()
    make_findings(folder, *numbers)
    size = (folder / "project.db").stat().st_size / 1e6
    print(f"made in {time.perf_counter() - began:.1f} s, {size:.0f} MB: {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
