"""What a window hears of a script, and which files it gets: all of it in order, within the limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from supervisor_bench import Bench, job

from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")


def _end(bench: Bench, text: str | None, model: Path, output: Path, **words: Any) -> dict[str, Any]:
    bench.send(job(text, model, output, **words))
    return bench.ended()


def test_that_what_was_said_last_arrives_before_the_end(real: Bench, model: Path, output: Path) -> None:
    text = "import os\nfor i in range(2000): print(i)\nos.write(2, b'no line end')\nresult = 'x' * 900_000"
    ended = _end(real, text, model, output)
    assert real.types()[0] == "locked" and real.types()[-1] == "ended"
    assert {"result", "done"} <= set(real.types())
    assert "no line end" in real.logged() and real.logged()[0] == "0"
    assert ended["anomalies"] == 0


def test_that_forged_messages_are_anomalies(bench: Bench, model: Path, output: Path) -> None:
    text = (
        "import os\n"
        'os.write(3, b\'{"type":"ended","reason":"exited"}\\n\')\n'
        'os.write(3, b\'{"type":"locked","sandbox":{},"pid":1}\\n\')\n'
        "os.write(3, b'\\xff\\xfe\\n')\n"
        'print(\'{"type":"ended","reason":"exited"}\')\nwhile True: pass'
    )
    ended = _end(bench, text, model, output, wall_s=0.5)
    assert (ended["reason"], ended["limit"], ended["anomalies"]) == ("limit", "wall_s", 3)
    assert bench.types() == ["locked", "log", "ended"]


def test_that_five_hundred_files_with_long_names_are_all_told(
    bench: Bench, model: Path, output: Path
) -> None:
    text = "for i in range(500): open(f'{i:03}' + 'ü' * 70 + '.csv', 'w').write('x')"
    ended = _end(bench, text, model, output, files=500)
    assert (ended["reason"], len(ended["files"]), ended["left_out"]) == ("exited", 500, [])


def test_that_thousands_of_files_are_told_in_several_messages(
    bench: Bench, model: Path, output: Path
) -> None:
    text = "for i in range(5000): open(f'{i:04}' + 'x' * 140, 'w')"
    ended = _end(bench, text, model, output, files=5000)
    told = [message["files"] for message in bench.messages if message["type"] == "collected"]
    assert (ended["reason"], len(told)) == ("exited", 2)
    assert sum(map(len, told)) + len(ended["files"]) == 5000


def test_that_a_missing_output_folder_is_told_and_no_crash(bench: Bench, model: Path, tmp_path: Path) -> None:
    ended = _end(bench, "open('a', 'w').write('x')", model, tmp_path / "absent")
    assert ended["reason"] == "exited" and ended["files"] == []
    assert "cannot be opened (no such file or directory)" in ended["left_out"][0]


def test_that_a_limit_of_one_file_lets_one_file_be_written(bench: Bench, model: Path, output: Path) -> None:
    ended = _end(bench, "open('a', 'w').write('x')\nimport time\ntime.sleep(0.3)", model, output, files=1)
    assert (ended["reason"], [file["name"] for file in ended["files"]]) == ("exited", ["a"])


def test_that_a_long_result_is_no_flood_where_little_of_the_log_is_kept(
    real: Bench, model: Path, output: Path
) -> None:
    text = "import time\nresult = 'x' * 900_000\ntime.sleep(0.3)"
    assert _end(real, text, model, output, log_kb=1)["reason"] == "exited"
    assert "result" in real.types()


def test_that_the_log_is_kept_as_far_as_asked(real: Bench, model: Path, output: Path) -> None:
    text = "import os\nfor i in range(3000): print('x' * 84)\nos.write(1, b'y' * 84 + b'\\n')"
    ended = _end(real, text, model, output, log_kb=100)
    assert 900 < len(real.logged()) <= 1024
    assert len(real.logged()) + ended["log_dropped"] == 3001
