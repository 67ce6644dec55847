"""matplotlib's list of fonts: made once by a real child, and taken by scripts inside the wall."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_index import write_small_index
from supervisor_bench import Bench, job

from bimdesk.paths import AppPaths
from bimdesk.services import fonts
from bimdesk.services.fonts import fonts_for, prepare_fonts, prepared_fonts
from bimdesk.worker.fonts import only_readable
from bimdesk.worker.locks.kernel import landlock_abi

CHART = """
import os
before = sorted(os.listdir(os.environ['MPLCONFIGDIR'])) if os.path.isdir(os.environ['MPLCONFIGDIR']) else []
stamp = [os.stat(os.environ['MPLCONFIGDIR'] + '/' + name).st_mtime_ns for name in before]
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.set_title('Title')
figure.savefig('chart.png')
after = [os.stat(os.environ['MPLCONFIGDIR'] + '/' + name).st_mtime_ns for name in before]
print(before, stamp == after)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    folder = prepare_fonts(_paths(cache))
    assert folder is not None
    return folder


def _paths(cache: Path) -> AppPaths:
    return AppPaths(data=cache, config=cache, cache=cache, logs=cache, builtin_scripts=cache, resources=cache)


def test_that_the_list_is_made_once_and_found_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = _paths(made.parents[1])
    assert [file.name.startswith("fontlist-") for file in made.iterdir()] == [True]
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    monkeypatch.setattr(fonts, "_build", lambda _folder: pytest.fail("it is made again"))
    assert prepare_fonts(paths) == prepared_fonts(paths) == fonts_for(paths, "import this") == made


def test_that_it_holds_fonts_that_a_confined_script_can_read(made: Path) -> None:
    stored = json.loads(next(made.iterdir()).read_text(encoding="utf-8"))
    names = {entry["name"] for entry in stored["ttflist"]}
    assert "DejaVu Sans" in names
    assert only_readable(stored) == stored


def test_that_fonts_in_a_persons_own_folders_are_left_out() -> None:
    entries = [
        {"fname": name} for name in ("fonts/ttf/DejaVuSans.ttf", "/usr/share/fonts/a.ttf", "/home/x/b.ttf")
    ]
    kept = only_readable({"_version": 1, "ttflist": entries, "afmlist": entries[2:]})
    assert kept == {"_version": 1, "ttflist": entries[:2], "afmlist": []}


def test_that_it_is_made_at_once_only_for_a_script_that_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(fonts, "_build", lambda folder: bool(asked.append(folder)))
    assert fonts_for(_paths(tmp_path), "result = len(entities)") is None
    assert asked == []
    assert fonts_for(_paths(tmp_path), "import matplotlib.pyplot as plt") is None
    assert len(asked) == 1
    assert list((tmp_path / "matplotlib").iterdir()) == []


@pytest.mark.parametrize("way", ["fails", "is silent", "no room"])
def test_that_a_list_that_cannot_be_made_is_done_without(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "no room":
        (tmp_path / "matplotlib").write_text("a file")
    else:
        code = "raise SystemExit(1)" if way == "fails" else "pass"
        monkeypatch.setattr(fonts, "_PYTHON", (fonts._PYTHON[0], "-c", code))
    assert prepare_fonts(_paths(tmp_path)) is None
    assert way == "no room" or list((tmp_path / "matplotlib").iterdir()) == []


@pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
@pytest.mark.parametrize("given", [True, False])
def test_that_a_script_takes_the_list_as_it_is(given: bool, made: Path, tmp_path: Path) -> None:
    model = write_small_index(tmp_path / "model")
    (tmp_path / "output").mkdir()
    words: dict[str, Any] = {"fonts": str(made)} if given else {}
    with Bench(tmp_path / "runs") as bench:
        bench.send(job(CHART, model, tmp_path / "output", files=1 if given else 9, **words))
        ended = bench.ended()
    names = [file.name for file in made.iterdir()] if given else []
    assert bench.logged()[:1] == [f"{names} True"], bench.logged()
    assert (ended["reason"], [file["name"] for file in ended["files"]]) == ("exited", ["chart.png"])
