"""Names of files as a script chose them, made into such that every system takes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bimdesk.worker.supervisor.names import MAX_NAME, clean_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Türliste Größe 中文 🏠.csv", "Türliste Größe 中文 🏠.csv"),
        ("a\nb\tc.txt", "a_b_c.txt"),
        ("safe\u202etxt.exe", "safe_txt.exe"),
        ("zero\u200bwidth\ufeff\u2066x", "zero_width__x"),
        ("tag\U000e0041", "tag_"),
        ("...", "_"),
        (" . ", "_"),
        ("name. . ", "name"),
        (".hidden", ".hidden"),
        ("con", "_con"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("Com1 .txt", "_Com1 .txt"),
        ("lpt\u00b9.log", "_lpt\u00b9.log"),
        ("console.txt", "console.txt"),
        ("com10", "com10"),
        ('<>:"|?*\\', "________"),
    ],
)
def test_that_a_name_shows_as_what_it_is(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=300).filter(
        lambda name: name not in (".", "..")
    )
)
@example("x" * 200 + ".csv")
@example("ü" * 200 + ".parquet")
@example("x" * 140 + "." + " " * 100)
@example("." + "x" * 300)
@example("con." + "\u202e" * 300)
@example("a" * 146 + " .txt" + "b" * 50)
def test_that_every_name_becomes_one_that_every_system_takes(name: str) -> None:
    clean = clean_name(name)
    assert clean and len(clean.encode()) <= MAX_NAME
    assert not set(clean) & set('<>:"/\\|?*\0\n')
    assert clean == clean.rstrip(". ").lstrip(" ")
    assert clean_name(clean) == clean


def test_that_a_long_name_keeps_its_suffix() -> None:
    assert clean_name("ä" * 200 + ".xlsx") == "ä" * 72 + ".xlsx"
