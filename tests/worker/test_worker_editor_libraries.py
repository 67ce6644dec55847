"""What the editor's child reads before it is asked: kept, loaded again, mended after a crash; plain names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jedi
import parso.cache
import pytest

from bimdesk.protocol.editor import Ask, Help, OpenText, Words
from bimdesk.worker.editor import libraries as libraries_module
from bimdesk.worker.editor.analysis import Analysis, set_up
from bimdesk.worker.editor.answers import Answers
from bimdesk.worker.editor.libraries import Libraries
from bimdesk.worker.editor.plain_words import plain_words
from bimdesk.worker.editor.texts import Texts

TEXT = "word = ''\nword."


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new folder, and nothing in the process; what other tests have there comes back."""
    before = jedi.settings.cache_directory
    kept = dict(parso.cache.parser_cache)
    parso.cache.parser_cache.clear()
    monkeypatch.setattr(libraries_module, "LOOKS", (TEXT,))
    yield tmp_path / "cache"
    parso.cache.parser_cache.clear()
    parso.cache.parser_cache.update(kept)
    jedi.settings.cache_directory = before


def _names() -> list[str]:
    return [word.name for word in Analysis(TEXT, TEXT).words("")[0]]


def test_that_what_was_parsed_is_loaded_by_the_next_start_before_anybody_asks(cache: Path) -> None:
    set_up(cache)
    first = Libraries(cache)
    for step in first.steps():
        step()
    assert first.are_ready
    modules = [Path(module).name for _grammar, module in json.loads((cache / "modules.json").read_text())]
    assert "builtins.pyi" in modules
    parso.cache.parser_cache.clear()
    later = Libraries(cache).steps()
    for _module in modules:
        next(later)()
    loaded = {path.name for items in parso.cache.parser_cache.values() for path in items if path}
    assert set(modules) <= loaded


def test_that_half_a_file_in_the_cache_costs_no_answer(cache: Path) -> None:
    """As a child leaves it that is killed while it writes."""
    set_up(cache)
    libraries = Libraries(cache)
    assert "casefold" in libraries.ask(_names)
    files = list(cache.rglob("*.pkl"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    parso.cache.parser_cache.clear()
    assert "casefold" in libraries.ask(_names)


def test_that_plain_names_and_their_documentation_do_not_wait_for_libraries(cache: Path) -> None:
    texts = Texts()
    answers = Answers(texts, cache)
    text = "doors_wide = 3\nprint('doors_high')\ndo"
    texts.apply(OpenText(text=1, content=text, revision=1))
    found = answers.answer(Ask(id=1, kind="complete", text=1, at=len(text)))
    assert isinstance(found, Words)
    assert [word.name for word in found.words] == ["doors_wide"]
    texts.apply(OpenText(text=1, content="x = enti", revision=2))
    answers.answer(Ask(id=2, kind="complete", text=1, at=len("x = enti")))
    told = answers.answer(Ask(id=3, kind="describe", text=1, row=0))
    assert isinstance(told, Help)
    assert told.text.startswith("Every product")
    assert not answers.libraries.are_ready
    assert parso.cache.parser_cache == {}


@pytest.mark.parametrize(
    ("before", "prefix", "names"),
    [
        ("", "enti", ["entities"]),
        ("Walls = 1\n", "wal", ["Walls"]),
        ("", "whi", ["while"]),
        ("", "eva", []),
        ("x._inner = 1\n_own = 2\n", "_o", ["_own"]),
    ],
)
def test_that_plain_names_are_those_of_a_script_its_text_and_python(
    before: str, prefix: str, names: list[str]
) -> None:
    assert [word.name for word in plain_words(before + prefix, prefix)] == names


def test_that_the_cache_can_be_prepared_without_anybody_asking(cache: Path) -> None:
    set_up(cache)
    assert Libraries(cache).prepare()
    assert (cache / "modules.json").is_file()


def test_that_a_step_that_fails_is_told_and_the_rest_is_prepared(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_self: Libraries, _text: str) -> None:
        raise ValueError("half a library")

    monkeypatch.setattr(Libraries, "_look", broken)
    assert not Libraries(cache).prepare()
    assert "not prepared: ValueError: half a library" in capsys.readouterr().err
    assert (cache / "modules.json").is_file()
