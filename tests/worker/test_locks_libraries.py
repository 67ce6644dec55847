"""What script authors use goes on behind the locks: pandas, threads of NumPy, charts, workbooks, models."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from locked_child import Ended, LockedIn, locked_in

from bimdesk.worker.locks.libraries import ENVIRONMENT

LOAD = """
import os, sqlite3
import numpy as np, pandas as pd, pyarrow.parquet, openpyxl, xlsxwriter, ifcopenshell
import matplotlib.pyplot as plt
from bimdesk.worker.locks.blas import start_blas_threads
from bimdesk.worker.locks.libraries import prepare_libraries
prepare_libraries()
tasks = os.open('/proc/self/task', os.O_RDONLY)
"""
USE = """
def multiply():
    a = np.random.default_rng(1).random((600, 600))
    assert np.allclose((a @ a)[0], a[0] @ a)
def chart():
    plt.plot([1, 2, 3]); plt.title("walls")
    for kind in ("png", "svg", "pdf"):
        plt.savefig(f"chart.{kind}")
def model():
    file = ifcopenshell.open(snapshot + "/house.ifc")
    assert file.by_type("IfcWall")
    file.write(run + "/out.ifc")
def database(name):
    c = sqlite3.connect(name, uri=True)
    c.execute("create table t (a)"); c.execute("insert into t values (7)"); c.commit()
    assert c.execute("select a from t").fetchall() == [(7,)]
def index():
    c = sqlite3.connect(f"file:{snapshot}/index.sqlite?mode=ro&immutable=1", uri=True)
    assert c.execute("select a from t").fetchall() == [(1,)]
def mapped():
    np.save("a.npy", np.arange(1000)); assert np.load("a.npy", mmap_mode="r").sum() == 499500
def workbook():
    book = xlsxwriter.Workbook("own.xlsx", {"constant_memory": False})
    book.add_worksheet().write(0, 0, "a"); book.close()
frame = pd.DataFrame({"name": ["a", "b"], "area": [1.5, 2.5]})
results["blas"] = start_blas_threads(3)
attempt("multiply", multiply)
results["threads"] = len(os.listdir(tasks))
attempt("csv", lambda: frame.to_csv("a.csv"))
attempt("csv back", lambda: pd.read_csv("a.csv"))
attempt("csv by pyarrow", lambda: pd.read_csv("a.csv", engine="pyarrow"))
attempt("xlsx", lambda: frame.to_excel("a.xlsx"))
attempt("xlsx by openpyxl", lambda: frame.to_excel("b.xlsx", engine="openpyxl"))
attempt("xlsx by hand", workbook)
attempt("xlsx back", lambda: pd.read_excel("a.xlsx"))
attempt("parquet", lambda: frame.to_parquet("a.parquet"))
attempt("parquet back", lambda: pd.read_parquet("a.parquet"))
attempt("chart", chart)
attempt("model", model)
attempt("index", index)
attempt("database in memory", lambda: database(":memory:"))
attempt("database in the run folder", lambda: database(f"file:{run}/own.db?nolock=1"))
attempt("mapped array", mapped)
"""


@pytest.fixture(scope="module")
def place() -> Iterator[LockedIn]:
    with locked_in(user=os.getuid(), python=sys.executable) as place:
        shutil.copy(Path(__file__).parents[2] / "resources" / "samples" / "house.ifc", place.snapshot)
        connection = sqlite3.connect(place.snapshot / "index.sqlite")
        connection.execute("create table t (a)")
        connection.execute("insert into t values (1)")
        connection.commit()
        connection.close()
        run = str(place.run_folder)
        own = {"HOME": run, "TMPDIR": run, "MPLCONFIGDIR": f"{run}/.matplotlib"}
        yield replace(place, environment=ENVIRONMENT | own)


@pytest.fixture(scope="module")
def used(place: LockedIn) -> Ended:
    return place.run(USE, before=LOAD)


def test_that_all_libraries_can_be_loaded_with_one_thread(used: Ended) -> None:
    assert used.code == 0, used.errors
    assert used.report["threads"] == 1


def test_that_linear_algebra_gets_its_threads_after_the_locks(used: Ended) -> None:
    assert used.results["blas"] is True
    assert used.results["threads"] == 3


@pytest.mark.parametrize(
    "name",
    [
        "multiply",
        "csv",
        "csv back",
        "csv by pyarrow",
        "xlsx",
        "xlsx by openpyxl",
        "xlsx by hand",
        "xlsx back",
        "parquet",
        "parquet back",
        "chart",
        "model",
        "index",
        "database in memory",
        "database in the run folder",
        "mapped array",
    ],
)
def test_that_the_library_goes_on(used: Ended, name: str) -> None:
    assert used.results[name] == "done", used.errors


def test_that_files_are_where_they_belong(used: Ended, place: LockedIn) -> None:
    names = {path.name for path in place.run_folder.iterdir()}
    assert {"a.csv", "a.xlsx", "b.xlsx", "own.xlsx", "a.parquet", "chart.png", "out.ifc"} <= names


def test_that_pyarrow_without_its_variable_is_refused_rather_than_half_locked(place: LockedIn) -> None:
    """Its memory manager starts a thread on import; the locks find it."""
    without = {name: value for name, value in place.environment.items() if not name.startswith("JE_")}
    ended = replace(place, environment=without).run("", before="import pyarrow")
    assert "2 threads" in ended.results["lock error"]


def test_that_without_numpy_no_threads_are_started(place: LockedIn) -> None:
    code = "from bimdesk.worker.locks.blas import start_blas_threads; results['blas'] = start_blas_threads(2)"
    assert place.run(code).results == {"blas": False}
