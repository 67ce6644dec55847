"""`import_result`, and the model that a script may write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.api.root
import pytest
from small_index import write_small_index

from bimdesk.protocol.messages import FileSaved, Message
from bimdesk.sdk.changed_model import save_changed_model
from bimdesk.sdk.execute import run_text
from bimdesk.sdk.import_result import ImportResult, make_import_result
from bimdesk.sdk.model_view import ModelView
from bimdesk.sdk.namespace import build_namespace
from bimdesk.sdk.reporter import Reporter

RENAME = "model.by_type('IfcWall')[0].Name = 'Renamed'"


def run(
    view: ModelView, text: str, output: Path, *permissions: str, **names: Any
) -> tuple[dict[str, Any], list[Message]]:
    """The names a script leaves and what it said, with the model written at its end if it may."""
    said: list[Message] = []
    reporter = Reporter(said.append, view, output)
    namespace = build_namespace(view, reporter, text=text, **names)
    run_text(text, namespace)
    save_changed_model(view, reporter.output, permissions)
    return namespace, said


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A small model version with a real IFC file."""
    folder = write_small_index(tmp_path / "model")
    model = ifcopenshell.file(schema="IFC4")
    ifcopenshell.api.root.create_entity(model, ifc_class="IfcWall", name="Wall")
    model.write(str(folder / "source.ifc"))
    return folder


def test_that_a_hook_sees_what_the_import_did(view: ModelView, tmp_path: Path) -> None:
    said = {"status": "success", "path": "House.ifc", "warnings": ["2 walls have no name."], "seconds": 3}
    text = "r = import_result\nresult = [r.status, r['path'], r.error, len(r.warnings)]"
    namespace, _ = run(view, text, tmp_path, import_result=said)
    assert namespace["result"] == ["success", "House.ifc", "", 1]
    assert len(namespace["entities"]) == 11


@pytest.mark.parametrize("folder", ["none", "some"])
def test_that_after_a_failed_import_there_are_no_entities(
    small_folder: Path, tmp_path: Path, folder: str
) -> None:
    view = ModelView(small_folder if folder == "some" else None)
    text = (
        "found = list(entities.filter(name='x'))\n"
        "result = [len(entities), found, import_result.status, import_result.error]\n"
        "frame = entities.to_df(properties=True)\n"
    )
    namespace, _ = run(view, text, tmp_path, import_result={"error": "It is a PDF."})
    assert namespace["result"] == [0, [], "failed", "It is a PDF."]
    assert namespace["frame"].empty
    view.close()


def test_that_an_empty_model_answers_everything_with_nothing(tmp_path: Path) -> None:
    view = ModelView(None)
    sources = ("entities", "types", "properties", "systems", "materials", "storeys", "quantities", "roots")
    assert [len(getattr(view, name)) for name in sources] == [0] * len(sources)
    with pytest.raises(LookupError, match="import failed"):
        view.model.by_type("IfcWall")
    with pytest.raises(LookupError, match="no element"):
        view.get_properties(1)
    view.close()


def test_that_import_result_is_none_elsewhere_and_read_as_attributes_or_keys() -> None:
    assert make_import_result(None) is None
    found = make_import_result({"status": "success", "path": "a.ifc"})
    assert found == ImportResult(path="a.ifc")
    assert found is not None and found.get("warnings") == ()
    assert found.get("no", 1) == 1
    with pytest.raises(KeyError):
        found["no"]


def test_that_a_permitted_script_leaves_its_model_and_the_version_stays(
    written: Path, tmp_path: Path
) -> None:
    before = (written / "source.ifc").read_bytes()
    view = ModelView(written, label="House A")
    _, said = run(view, RENAME, tmp_path / "out", "output", "model.write")
    (file,) = [message for message in said if isinstance(message, FileSaved)]
    assert file.name == "House A.ifc"
    kept = ifcopenshell.open(str(tmp_path / "out" / file.name))
    assert kept.by_type("IfcWall")[0].Name == "Renamed"
    assert (written / "source.ifc").read_bytes() == before
    view.close()


@pytest.mark.parametrize(
    ("text", "permissions"), [(RENAME, ()), (RENAME, ("output",)), ("len(entities)", ("model.write",))]
)
def test_that_nothing_is_written_without_the_permission_or_the_model(
    written: Path, tmp_path: Path, text: str, permissions: tuple[str, ...]
) -> None:
    view = ModelView(written)
    _, said = run(view, text, tmp_path / "out", *permissions)
    assert said == []
    assert not (tmp_path / "out").exists()
    view.close()


@pytest.mark.parametrize(
    ("label", "name"),
    [("a/b\\c.IFC", "a_b_c.ifc"), ("", "House.ifc"), ("...", "model.ifc"), ("ü" * 200, "ü" * 70 + ".ifc")],
)
def test_that_the_file_has_the_models_name(written: Path, tmp_path: Path, label: str, name: str) -> None:
    view = ModelView(written, label=label)
    _, said = run(view, "model.schema", tmp_path / "out", "model.write")
    assert [message.name for message in said if isinstance(message, FileSaved)] == [name]
    view.close()


def test_that_a_file_of_the_scripts_own_is_not_written_over(written: Path, tmp_path: Path) -> None:
    view = ModelView(written, label="House")
    text = "model.schema\nsave_output('House.ifc', 'mine')"
    _, said = run(view, text, tmp_path / "out", "model.write")
    assert [message.name for message in said if isinstance(message, FileSaved)] == [
        "House.ifc",
        "House 2.ifc",
    ]
    assert (tmp_path / "out" / "House.ifc").read_text(encoding="utf-8") == "mine"
    view.close()
