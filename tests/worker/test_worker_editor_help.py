"""The editor's child, as a real process: words, help, problems, formatting, texts kept up by edits."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from small_index import write_small_index

from bimdesk.protocol.editor import (
    Ask,
    Checked,
    EditText,
    Find,
    Formatted,
    Found,
    FromChild,
    Help,
    OpenText,
    Ready,
    ToChild,
    UseModels,
    Words,
    decode_answer,
    encode_line,
)
from bimdesk.services.editor_help import helper_environment

T = TypeVar("T")


class Child:
    """Says lines to the child and waits for its answers."""

    def __init__(self, cache: Path) -> None:
        import sys

        command = (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", "worker", "editor", str(cache))
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=helper_environment()
        )
        self._id = 0
        self.revision = 0
        assert isinstance(self.hear(), Ready)

    def say(self, *messages: ToChild) -> None:
        assert self.process.stdin is not None
        for message in messages:
            self.process.stdin.write(encode_line(message))
        self.process.stdin.flush()

    def hear(self) -> FromChild:
        assert self.process.stdout is not None
        return decode_answer(self.process.stdout.readline())

    def ask(self, kind: str, text: str, answer: type[T], *, at: int | None = None) -> T:
        """Ask at the end of `text`, or at a byte of it."""
        self._id += 1
        self.revision += 1
        place = len(text.encode()) if at is None else at
        self.say(
            OpenText(text=1, content=text, revision=self.revision),
            Ask(id=self._id, kind=kind, text=1, at=place),  # type: ignore[arg-type]  # a word of the test
        )
        heard = self.hear()
        assert isinstance(heard, answer), heard
        return heard

    def names(self, text: str) -> list[str]:
        return [word.name for word in self.ask("complete", text, Words).words]

    def describe(self, row: int) -> Help:
        self._id += 1
        self.say(Ask(id=self._id, kind="describe", text=1, row=row))
        heard = self.hear()
        assert isinstance(heard, Help)
        return heard


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    folder = tmp_path_factory.mktemp("editor")
    write_small_index(folder / "model")
    made = Child(folder / "cache")
    made.say(UseModels(folders=[str(folder / "model")]))
    yield made
    assert made.process.stdin is not None
    made.process.stdin.close()
    assert made.process.wait(20) == 0
    assert made.process.stdout is not None
    made.process.stdout.close()


def test_that_names_in_scope_come_with_their_documentation(child: Child) -> None:
    assert child.names("en")[0] == "entities"
    help_ = child.describe(0)
    assert help_.title == "entities: Query[Entity]"
    assert help_.text.startswith("Every product of the model version")


def test_that_members_of_a_query_and_of_an_entity_are_offered(child: Child) -> None:
    assert {"filter", "first"} <= set(child.names("entities.fi"))
    assert {"ifc_guid", "ifc_type"} <= set(child.names("entities.first().ifc"))


def test_that_builtins_that_scripts_do_not_have_are_not_offered(child: Child) -> None:
    names = child.names("x = ")
    assert "len" in names
    assert not {"open", "eval", "exec"} & set(names)


def test_that_only_allowed_modules_are_offered_for_import(child: Child) -> None:
    names = child.names("import o")
    assert "operator" in names
    assert "os" not in names


def test_that_lookups_of_a_filter_are_offered(child: Child) -> None:
    words = child.ask("complete", "entities.filter(storey__na", Words)
    assert next(word.insert for word in words.words) == "storey__name="
    assert "name__icontains" in child.names("entities.filter(name__icon")


def test_that_the_models_classes_sets_properties_and_storeys_stand_in_strings(child: Child) -> None:
    assert "IfcWall" in child.names('entities.filter(ifc_type__is="IfcW')
    sets = child.names('entities.where("Pset')
    assert sets == ["Pset_WallCommon"]
    assert "IsExternal" in child.names('entities.where("Pset_WallCommon.')
    assert child.names('entities.filter(storey__name="')
    assert "Pset_WallCommon" in child.names("names = ['Pset_W")


def test_that_parameters_of_the_block_are_offered_in_params(child: Child) -> None:
    block = '# /// script\n# [tool.bimdesk.parameters.properties.least]\n# type = "integer"\n# ///\n'
    assert child.names(f'{block}params["') == ["least"]


def test_that_nothing_is_offered_in_a_comment(child: Child) -> None:
    assert child.names("# entities.fi") == []


def test_that_a_call_tip_marks_the_argument(child: Child) -> None:
    tip = child.ask("signature", 'finding(None, "x", ', Help)
    assert tip.title.startswith("finding(entity")
    assert tip.title[slice(*tip.bold)].startswith("severity")


def test_that_hover_explains_a_name_and_an_ifc_class_in_a_string(child: Child) -> None:
    assert child.ask("hover", "x = entities", Help).title == "entities: Query[Entity]"
    told = child.ask("hover", 'x = "IfcWall"', Help, at=8)
    assert told.title.startswith("IfcWall")
    assert "wall" in told.text.casefold()


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("import os\n", "import", "'os' is not available"),
        ("from subprocess import run\n", "import", "'subprocess' is not available"),
        ("import os\nx = (\n", "import", "'os' is not available"),
        ('open("a")\n', "builtin", "'open' is not available"),
        ("x = entites\n", "F821", "did you mean 'entities'?"),
        ("def f(:\n", "syntax", "Expected a parameter"),
        ("# /// script\n# [tool.bimdesk]\n# name = \n# ///\n", "metadata", "not valid TOML"),
    ],
)
def test_that_a_problem_is_told_with_its_place(child: Child, text: str, code: str, part: str) -> None:
    found = [one for one in child.ask("check", text, Checked).problems if one.code == code]
    assert found
    assert part in found[0].message
    assert 0 <= found[0].start < found[0].end <= len(text.encode()) + 1


def test_that_names_of_the_scope_and_of_allowed_libraries_are_no_problem(child: Child) -> None:
    text = "from xml import etree\nimport pandas\nfor e in entities:\n    finding(e, e.name)\nresult = {}\n"
    assert child.ask("check", text, Checked).problems == []


def test_that_places_count_bytes_after_other_alphabets(child: Child) -> None:
    text = '"Größe ✓"; entites\n'
    (problem,) = [p for p in child.ask("check", text, Checked).problems if p.code == "F821"]
    assert text.encode()[problem.start : problem.end].decode() == "entites"


def test_that_a_text_is_formatted_and_a_broken_one_says_why_not(child: Child) -> None:
    assert child.ask("format", "x   =  [1,2]", Formatted).content == "x = [1, 2]\n"
    assert child.ask("format", "def f(:\n", Formatted).fault.startswith("Line 1: ")


def test_that_edits_are_followed_without_the_whole_text(child: Child) -> None:
    child.ask("check", "x = 1\n", Checked)
    child.say(
        EditText(text=1, at=0, removed=1, inserted="größe", revision=90),
        EditText(text=1, at=len("größe = ".encode()), removed=1, inserted="entites", revision=91),
        Ask(id=500, kind="check", text=1),
    )
    heard = child.hear()
    assert isinstance(heard, Checked)
    assert heard.revision == 91
    assert [problem.code for problem in heard.problems] == ["F821"]


def test_that_matches_of_an_expression_are_found_in_bytes(child: Child) -> None:
    child.say(
        OpenText(text=2, content="é wall\nWall", revision=0),
        Find(id=600, text=2, pattern="^wall|wall$", match_case=False),
    )
    heard = child.hear()
    assert isinstance(heard, Found)
    assert heard.ranges == [(3, 7), (8, 12)]


def test_that_a_folder_without_an_index_offers_nothing_and_breaks_nothing(
    child: Child, tmp_path: Path
) -> None:
    again: Callable[[], list[str]] = lambda: child.names("en")  # noqa: E731
    child.say(UseModels(folders=[str(tmp_path)]))
    assert child.names('entities.where("Pset') == []
    assert again()[0] == "entities"
