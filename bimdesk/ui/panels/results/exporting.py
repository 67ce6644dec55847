"""Writes the table that is shown as CSV or JSON. No Qt."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from bimdesk.errors import MachineError
from bimdesk.ui.models.records import Records


def export_records(records: Records, rows: Sequence[int], path: Path) -> int:
    """Write the given rows; the suffix decides (.json, else CSV with a byte order mark for Excel).

    Returns how many rows were written. Raises `MachineError`.
    """
    try:
        with records.held():
            if path.suffix.lower() == ".json":
                _write_json(records, rows, path)
            else:
                _write_csv(records, rows, path)
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written: {error.strerror}.",
            "Choose another folder, or close the file elsewhere.",
        ) from error
    return len(rows)


def _write_csv(records: Records, rows: Sequence[int], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(records.columns)
        for row in rows:
            writer.writerow(["" if cell is None else cell for cell in records.rows[row]])


def _write_json(records: Records, rows: Sequence[int], path: Path) -> None:
    found = [dict(zip(records.columns, records.rows[row], strict=True)) for row in rows]
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
