"""open_model and run_script as a notebook uses them: imports by a worker child, runs in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.sdk import open_model, run_script
from bimdesk.sdk.execute import ScriptFailedError
from bimdesk.sdk.notebook import NOTE

SCRIPT = """
table("Walls", entities.filter(ifc_type__is="IfcWall").values("name"))
finding(entities.first(), "first", severity="info")
log.info("done")
save_output("note.txt", "text")
walls = entities.filter(ifc_type__is="IfcWall")
result = {"walls": len(walls), "asked": params["asked"], "schema": model.schema}
"""


def test_that_a_file_is_imported_once_and_scripts_run_on_it(
    samples: Path, app_paths: AppPaths, tmp_path: Path
) -> None:
    model = open_model(samples / "house.ifc", paths=app_paths)
    run = run_script(SCRIPT, model, {"asked": 3}, output=tmp_path)
    walls = len(model.model.by_type("IfcWall"))
    assert run.result == {"walls": walls, "asked": 3, "schema": model.model.schema}
    assert [output.name for output in run.outputs] == ["Walls"]
    assert [finding.message for finding in run.findings] == ["first"]
    assert run.log == ["done"]
    assert run.files[0].read_text(encoding="utf-8") == "text"
    assert run.namespace["params"] == {"asked": 3}
    folders = list(app_paths.shared_models.iterdir())
    again = open_model(samples / "house.ifc", paths=app_paths)
    assert list(app_paths.shared_models.iterdir()) == folders == [again.folder]
    assert open_model(folders[0]).entities.count() == again.entities.count()


def test_that_a_run_here_says_that_nothing_protects(
    samples: Path, imported_folder: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = run_script(
        "result = {'status': 'WARN', 'summary': 'so so'}", imported_folder(samples / "house.ifc")
    )
    assert capsys.readouterr().err.splitlines() == [NOTE]
    assert set(run.sandbox.values()) == {"unavailable: run_script runs in your own process"}
    assert (run.status, run.summary) == ("warning", "so so")


METADATA = """
# /// script
# [tool.bimdesk]
# permissions = ["model.write"]
# [tool.bimdesk.parameters.properties.word]
# type = "string"
# default = "changed"
# ///
model.by_type("IfcBuilding")[0].Name = params["word"]
for number in range(3_000):
    finding(None, str(number))
result = [previous.entities.count(), [one.label for one in models], import_result.path]
"""


def test_that_metadata_other_models_and_hooks_are_as_in_the_window(
    samples: Path, imported_folder: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = imported_folder(samples / "house.ifc")
    model = open_model(folder)
    run = run_script(
        METADATA, model, output=tmp_path, models=[model], previous=model, import_result={"path": "x.ifc"}
    )
    assert run.result == [model.entities.count(), [model.label], "x.ifc"]
    assert len(run.findings) == 3_000
    assert [file.name for file in run.files] == [file.name for file in tmp_path.iterdir()]
    (changed,) = run.files
    assert "'changed'" in changed.read_text(encoding="utf-8")
    assert b"'changed'" not in (folder / "source.ifc").read_bytes()


def test_that_script_files_run_too_and_break_with_their_line(
    samples: Path, imported_folder: Callable[[Path], Path], tmp_path: Path
) -> None:
    file = tmp_path / "check.py"
    file.write_text("x = 1\nresult = params['no']\n", encoding="utf-8")
    with pytest.raises(ScriptFailedError) as caught:
        run_script(file, imported_folder(samples / "house.ifc"), output=tmp_path)
    assert caught.value.failed.line == 2


def test_that_what_is_no_model_is_said_in_a_sentence(app_paths: AppPaths, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is no file"):
        open_model(tmp_path / "none.ifc", paths=app_paths)
    (tmp_path / "bad.ifc").write_bytes(b"%PDF-1.4 this is no IFC file")
    with pytest.raises(BadInputError):
        open_model(tmp_path / "bad.ifc", paths=app_paths)
    assert list(app_paths.shared_models.iterdir()) == []
    with pytest.raises(NotFoundError, match="is no file"):
        run_script("missing.py", tmp_path)
