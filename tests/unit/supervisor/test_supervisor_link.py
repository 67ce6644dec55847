"""The supervisor's own pipes, each in a process of its own: whole lines in, lines out, never for ever."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HEAD = f"""
import sys, time; sys.path.insert(0, {str(ROOT)!r})
from bimdesk.worker.supervisor import link as module
from bimdesk.worker.supervisor.link import Link, WindowGoneError
import select
link = Link()
def wait(): select.select([0], [], [])
def tell(word): sys.stderr.write(word); sys.stderr.flush()
"""


def _start(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", HEAD + code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _said(code: str, given: bytes) -> str:
    out, errors = _start(code).communicate(given, timeout=20)
    assert out == b""
    return errors.decode()


READ_ALL = """
try:
    while True:
        wait()
        for message in link.read(): tell(repr(message) + ";")
except WindowGoneError: tell("gone")
"""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "gone"),
        (b'{"a":1}\n\n  \n{"b":2}\n', "{'a': 1};{'b': 2};gone"),
        (b'{"a":', "gone"),
        (b'{"a":}\n', "gone"),
        (b"[1]\n", "gone"),
        (b"\xff\xfe\n", "gone"),
        (b"[" * 100_000 + b"\n", "gone"),
    ],
)
def test_that_lines_are_read_and_what_is_no_message_ends_it(given: bytes, said: str) -> None:
    assert _said(READ_ALL, given) == said


def test_that_a_job_of_many_megabytes_is_read_in_linear_time() -> None:
    code = READ_ALL.replace("repr(message)", "str(len(message['x']))")
    began = time.monotonic()
    assert _said(code, b'{"x":"' + b"y" * 40_000_000 + b'"}\n') == "40000000;gone"
    assert time.monotonic() - began < 8


def test_that_a_job_without_end_is_refused() -> None:
    assert _said(READ_ALL.replace("try:", "module.MAX_JOB = 100_000\ntry:", 1), b"x" * 200_000) == "gone"


def test_that_what_does_not_fit_waits_and_comes_whole() -> None:
    code = "link.say('log', text='x' * 3_000_000); tell(str(link.pending))\nlink.finish(); tell(' told')"
    with _start(code) as process:
        assert process.stdin and process.stdout and process.stderr
        assert process.stdout.read() == b'{"type":"log","text":"' + b"x" * 3_000_000 + b'"}\n'
        assert process.stderr.read() == b"True told"


@pytest.mark.parametrize("way", ["never reads", "closes the input", "closes the output"])
def test_that_the_last_word_does_not_wait_for_ever(way: str) -> None:
    code = "link.say('log', text='x' * 3_000_000); tell('.')\n"
    code += f"try: link.finish({0.5 if way == 'never reads' else 20})\nexcept WindowGoneError: tell('gone')"
    with _start(code) as process:
        assert process.stdin and process.stdout and process.stderr
        assert process.stderr.read(1) == b"."
        began = time.monotonic()
        if way == "closes the input":
            process.stdin.close()
        elif way == "closes the output":
            process.stdout.close()
        assert process.stderr.read() == b"gone"
        assert time.monotonic() - began < 5


def test_that_an_output_that_nobody_reads_any_more_is_noticed_when_it_is_written() -> None:
    code = "wait(); link.read()\ntry:\n  link.say('heartbeat')\nexcept WindowGoneError: tell('gone')"
    with _start(code) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        assert process.stderr.read() == b"gone"


def test_that_a_closed_input_is_seen_without_reading() -> None:
    code = "link.check(); tell('there ')\nwait()\ntry: link.check()\nexcept WindowGoneError: tell('gone')"
    with _start(code) as process:
        assert process.stdin and process.stderr
        assert process.stderr.read(6) == b"there "
        process.stdin.close()
        assert process.stderr.read() == b"gone"
