"""Makes a project with a long history: `python -m benchmarks.made_history FOLDER [EXECUTIONS]` (100,000).

Rows and texts of logs as a project of some years has them, written straight into the tables; no models and no
result folders stand behind them. The same call makes the same project.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.window_bench import own_paths
from bimdesk.bootstrap import open_project
from bimdesk.domain.execution import StartedBy, Status
from bimdesk.domain.model import ImportSummary
from bimdesk.domain.protection import ACTIVE
from bimdesk.storage.models import summary_to_json

SEED = 20260105
FIRST_DAY = datetime(2024, 1, 1, 6, tzinfo=UTC)
MODELS = (
    "Duplex_A",
    "Office_A",
    "Clinic_ARC",
    "Clinic_MEP",
    "Clinic_STR",
    "Garage",
    "School_ARC",
    "Tower_MEP",
)
VERSIONS = 25
SCRIPTS: tuple[tuple[str, str, dict[str, tuple[Any, ...]]], ...] = (
    ("builtin/guid_validation", "GUID validation", {"scope": ("all", "products"), "compare": ("", "v1")}),
    (
        "builtin/property_completeness",
        "Property completeness",
        {
            "element_class": ("IfcWall", "IfcDoor", "IfcSlab", "IfcWindow", "IfcSpace"),
            "minimum": (80, 90, 95, 100),
            "storey": (["Level 1"], ["Level 1", "Level 2"], []),
        },
    ),
    ("builtin/lod_analysis", "LOD analysis", {"weights": ("default", "strict")}),
    ("builtin/quantity_takeoff", "Quantity take-off", {"group_by": ("type", "storey", "type,storey")}),
    ("project/door_clearance", "Door clearance", {"clearance": (0.8, 0.9, 1.0), "unit": ("m",)}),
    ("project/naming", "Naming convention", {"pattern": ("^(Basic Wall|M_).+", "^[A-Z]{2}_")}),
    ("project/fire_rating", "Fire rating of walls", {"minimum": (30, 60, 90), "property": ("FireRating",)}),
    ("project/space_check", "Space check", {"minimum_area": (2.0, 4.5, 6.0)}),
    ("project/georeferencing", "Georeferencing and units", {"crs": ("EPSG:25832", "EPSG:31467")}),
)  # fmt: skip
ENDINGS = (
    *((Status.SUCCESS,) * 46), *((Status.WARNING,) * 22), *((Status.FAILED,) * 20), *((Status.ERROR,) * 6),
    *((Status.CANCELLED,) * 3), Status.TIMEOUT, Status.KILLED, Status.INTERRUPTED,
)  # fmt: skip
WORDS = re.findall(
    r"\w+",
    """
    door wall slab window space storey property missing rating clearance width height found skipped checked
    Pset_WallCommon FireRating IsExternal LoadBearing tolerance geometry volume area element relation type
    material layer opening stair railing column beam without duplicate GlobalId level room name
    """,
)


def main() -> int:
    """Make it, and say how long that took and how large it is."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    began = time.perf_counter()
    make_history(folder, count)
    size = (folder / "project.db").stat().st_size / 1e6
    print(f"{count:,} executions in {time.perf_counter() - began:.1f} s, {size:.0f} MB: {folder}")
    return 0


def make_history(folder: Path, count: int = 100_000) -> None:
    """A project in `folder` with `count` executions, from the first day on to now."""
    open_project(folder, own_paths(folder.parent)).close()
    with closing(sqlite3.connect(folder / "project.db")) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        _write_models(connection)
        made = random.Random(SEED)
        columns = "id, script_key, script_name, script_version, script_sha256, version_id, model_label"
        columns += ", parameters, started_by, status, queued_at, started_at, duration_ms, sentence, findings"
        columns += ", sandbox, owner_pid, owner_started, owner_host, name, labels, pinned"
        marks = ", ".join("?" * len(columns.split(",")))
        connection.executemany(
            f"INSERT INTO script_executions ({columns}) VALUES ({marks})", _rows(made, count)
        )
        connection.executemany(
            "INSERT INTO execution_texts (id, execution_id, body) "
            "SELECT rowid, id, ? FROM script_executions WHERE id = ?",
            ((_log(made), _id(number)) for number in range(count)),
        )
        connection.execute("INSERT INTO execution_search (execution_search) VALUES ('optimize')")
        connection.execute("ANALYZE")


def _write_models(connection: sqlite3.Connection) -> None:
    """Each model with its versions; ids as `_rows` counts them."""
    for at, name in enumerate(MODELS):
        connection.execute("INSERT INTO models (id, name) VALUES (?, ?)", (at + 1, name))
        connection.executemany(
            "INSERT INTO model_versions (id, model_id, number, sha256, file_name, size, imported_at, summary)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    at * VERSIONS + number, at + 1, number, _digest(f"{name}{number}"),
                    f"{name}.ifc", 20_000_000, _time(FIRST_DAY + timedelta(days=35 * number)), _SUMMARY,
                )
                for number in range(1, VERSIONS + 1)
            ),
        )  # fmt: skip


_SUMMARY = json.dumps(
    summary_to_json(
        ImportSummary(
            schema="IFC4",
            schema_declared="IFC4",
            entities=90_000,
            products_with_geometry=4_000,
            triangles=1_000_000,
            properties=60_000,
            storeys=6,
        )
    )
)
_SANDBOX = json.dumps({"namespaces": ACTIVE, "landlock": ACTIVE, "seccomp": ACTIVE})


def _rows(made: random.Random, count: int) -> Iterator[tuple[Any, ...]]:
    whole = (datetime.now(UTC) - FIRST_DAY) / count
    for number in range(count):
        at = FIRST_DAY + whole * number + timedelta(seconds=made.random() * 60)
        key, name, choices = made.choice(SCRIPTS)
        parameters = {one: made.choice(values) for one, values in choices.items()}
        model = made.randrange(len(MODELS))
        version = 1 + number * VERSIONS // count
        status = made.choice(ENDINGS)
        findings = made.randrange(1, 200) if status in (Status.WARNING, Status.FAILED) else 0
        took = int(made.lognormvariate(7.0, 1.1))
        script_version = 1 + number * 9 // count
        yield (
            _id(number), key, name, script_version, _digest(f"{key}{script_version}"),
            model * VERSIONS + version, f"{MODELS[model]} v{version}", json.dumps(parameters),
            StartedBy.CLI.value if number % 3 == 0 else StartedBy.HAND.value, status.value,
            _time(at), _time(at), took, _sentence(status, findings), findings, _SANDBOX, 1, 0.0, "host",
            f"Gate {number // 500}" if number % 500 == 0 else "",
            '["delivery"]' if number % 1000 == 0 else "[]", number % 1000 == 0,
        )  # fmt: skip


def _sentence(status: Status, findings: int) -> str:
    if findings:
        return f"{findings} of {findings * 7} elements do not pass."
    words = {
        Status.SUCCESS: "All elements pass.",
        Status.ERROR: "Line 14: KeyError: 'FireRating'.",
        Status.TIMEOUT: "Stopped at a limit: it ran for 300 s. Raise the limit in the form.",
        Status.KILLED: "Stopped at a limit: it used 2,048 MB of memory. Raise the limit in the form.",
        Status.INTERRUPTED: "The program ended while this was running.",
    }
    return words.get(status, "")


def _log(made: random.Random) -> str:
    lines = made.randrange(2, 14)
    return "\n".join(
        f"{' '.join(made.choices(WORDS, k=6))} {made.randrange(100_000, 999_999)}" for _ in range(lines)
    )


def _id(number: int) -> str:
    return _digest(f"execution {number}")[:32]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    raise SystemExit(main())
