"""The open-speed benchmark on a tiny model: what it prints and says of its goals; nothing is timed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from step_text import PROJECT, block, step_file

from benchmarks import competitors, open_speed, peer_iterator
from benchmarks.goals import Goal, Measured, geometric_mean, goals_of
from benchmarks.open_report import goal_lines, model_lines, summary_lines


@pytest.fixture(scope="module")
def cubes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cubes in a storey."""
    lines = "".join(
        f"#{at}=IFCWALL('00000000000000000000{at:02}',$,'Wall',$,$,#6{at},#{at}0,$,.SOLIDWALL.);\n"
        f"#6{at}=IFCLOCALPLACEMENT($,#6);\n" + block(at * 10, at=(at * 2000.0, 0.0, 0.0))
        for at in (20, 30)
    )
    inside = "#90=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000090',$,$,$,(#20,#30),#12);\n"
    file = tmp_path_factory.mktemp("cubes") / "cubes.ifc"
    file.write_bytes(step_file(PROJECT + lines + inside))
    return file


def test_that_the_command_measures_ours_and_others_side_by_side(
    cubes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = ["--runs", "1", "--warm", "0", "--large", "0", "--tiled", str(cubes), "--scene", "200"]
    assert open_speed.main([str(cubes), "--peers", "hybrid", "pyvista", *short]) == 0
    said = capsys.readouterr().out
    for words in (
        "to first picture",
        "second open, to",
        "hybrid kernel: open + geometry",
        "pyvista actors: mesh",
    ):
        line = next(line for line in said.splitlines() if words in line)
        assert float(line[44:54]) > 0
    assert "recolouring 200 elements" in said
    assert "  not measured  geometry, for a picture" in said  # OpenCASCADE was not asked


def test_that_it_ends_in_time_and_says_what_was_left_out(
    cubes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = ["--large", "0", "--scene", "0", "--minutes", "0"]
    assert open_speed.main([str(cubes), "--peers", "hybrid", *short]) == 0
    said = capsys.readouterr().out
    assert said.count("no time was left") >= 2
    assert "  0 of " in said


def test_that_a_model_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert open_speed.main([str(tmp_path / "none.ifc")]) == 2
    assert "none.ifc is not there" in capsys.readouterr().err


def test_that_without_node_web_ifc_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_speed.make_peers(["web-ifc"], tmp_path, 1) == []
    assert "node is not here" in capsys.readouterr().out


def test_that_web_ifc_is_given_the_library_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "node_modules" / "web-ifc" / "web-ifc-api-node.js"
    library.parent.mkdir(parents=True)
    library.write_text("")
    node = tmp_path / "node"
    node.write_text("")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    peer, why = competitors.web_ifc(tmp_path)
    assert not why
    assert peer is not None
    assert peer.command[0] == str(node)
    assert peer.command[-1] == str(library)


def test_that_a_competitor_is_cut_off_at_the_deadline() -> None:
    outcome = competitors.run([sys.executable, "-c", "import time; time.sleep(60)"], deadline=0.2)
    assert outcome.cut_off
    assert not outcome.figures


def test_that_a_competitor_that_breaks_says_why() -> None:
    broken = competitors.run([sys.executable, "-c", "raise ValueError('no such kernel')"], deadline=30)
    assert broken.problem == "ValueError: no such kernel"
    mute = competitors.run([sys.executable, "-c", "print('hello')"], deadline=30)
    assert mute.problem == "it did not say what it measured"


def test_that_the_iterator_is_counted(cubes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kernel = "hybrid-cgal-simple-opencascade"
    assert peer_iterator.main(kernel, cubes) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["elements"], figures["triangles"]) == (2, 24)
    assert figures["peak_mb"] > 1


def _measured(**changes: object) -> Measured:
    medians = {
        "window": {"picture": 1.0, "import": 4.0, "second": 0.2, "peak_mb": 600.0, "mesh_mb": 100.0},
        "worker": {"bare": 0.8, "first": 0.25, "exact": 0.5, "all": 2.0},
        "OpenCASCADE": {"open": 1.0, "geometry": 20.0, "elements": 3.0},
        "web-ifc": {"open": 0.5, "geometry": 0.5},
    }
    values: dict[str, object] = {"name": "a.ifc", "size_mb": 25.0, "medians": medians, "deadline": 60.0}
    return Measured(**(values | changes))  # type: ignore[arg-type]  # a row of keywords


def test_that_goals_are_the_geometric_means_of_ratios() -> None:
    scene = {"recolour": 59.0, "pick_worst": 20.0, "pick_first": 101.0}
    goals = goals_of([_measured(), _measured(is_large=True)], scene, web_ifc="web-ifc")
    values = [None if goal.value is None else round(goal.value, 3) for goal in goals]
    assert values == [40.0, 10.0, 1.0, 1.25, 20.0, 5.0, 0.2, 59.0, 101.0, 0.923]
    assert [goal.is_met for goal in goals] == [True, False, True, True, True, False, True, True, False, True]


def test_that_one_that_was_cut_off_counts_as_a_lower_bound() -> None:
    late = _measured(late=frozenset({"OpenCASCADE"}), medians={"worker": {"exact": 2.0, "all": 3.0}})
    faster = goals_of([late], {}, web_ifc="web-ifc")[0]
    assert faster.value == pytest.approx(30)
    assert "1 cut off" in faster.line()
    table = "\n".join(model_lines(late, runs=1, peers=["OpenCASCADE"]))
    assert "OpenCASCADE: open + geometry              cut off after 60 s" in table


def test_that_what_was_not_measured_is_no_goal_that_is_met() -> None:
    assert geometric_mean([]) is None
    lines = list(goal_lines([Goal(text="a pick", value=None, limit=100, unit="ms")]))
    assert lines[1].startswith("  not measured  a pick")
    assert lines[-1] == "  0 of 1 met"
    assert any("not measured" in line for line in summary_lines([], peers=["web-ifc"]))
