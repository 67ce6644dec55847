"""What a script, a file or a model is called cannot give orders to the terminal."""

from __future__ import annotations

import json

import pytest

from bimdesk.cli.output import ProgressLine, say, say_json, tell

ORDERS = "\x1b]52;c;AAAA\x07\x9b31m\x7f\u202egnp.exe\u2066\rover"


def test_that_orders_to_the_terminal_are_shown_as_what_they_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(f"a\t{ORDERS}\nb")
    tell(ORDERS)
    out, err = capsys.readouterr()
    assert (out, err) == (
        "a\t\ufffd]52;c;AAAA\ufffd\ufffd31m\ufffd\ufffdgnp.exe\ufffd\nover\nb\n",
        "\ufffd]52;c;AAAA\ufffd\ufffd31m\ufffd\ufffdgnp.exe\ufffd\nover\n",
    )


def test_that_json_keeps_the_data_and_gives_no_orders(capsys: pytest.CaptureFixture[str]) -> None:
    value = {ORDERS: ["Größe \u2028", ORDERS, '\\u001b"']}
    say_json(value)
    out = capsys.readouterr().out
    assert json.loads(out) == value
    assert "Größe" in out
    assert not {"\x1b", "\x9b", "\x7f", "\u202e", "\u2066", "\r"} & set(out)


def test_that_progress_stays_on_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    ProgressLine(f"name{ORDERS}").show(0.5, "one\ntwo\x1b[2J")
    said = capsys.readouterr().err
    assert said.startswith("\rname")
    assert "\n" not in said
    assert "\x1b" not in said
