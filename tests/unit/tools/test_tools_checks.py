"""The checks of this repository are checked: sizes, complexity, licences."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tools import check_licences, check_size


def function(text: str) -> check_size.Function:
    """The one function in `text`."""
    node = ast.parse(text).body[0]
    assert isinstance(node, check_size.Function)
    return node


def branches(count: int) -> str:
    """A function with `count` ifs."""
    return (
        "def f(x):\n"
        + "".join(f"    if x == {n}:\n        x += 1\n" for n in range(count))
        + "    return x\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    return 1\n", 1),
        (branches(3), 4),
        ("def f(x):\n    for a in x:\n        while a:\n            a -= 1\n", 3),
        ("def f(x):\n    try:\n        x()\n    except ValueError:\n        x = 1\n", 2),
        ("async def f(x):\n    async for a in x:\n        a()\n", 2),
    ],
)
def test_that_complexity_counts_branches(text: str, expected: int) -> None:
    assert check_size.complexity(function(text)) == expected


SNIPPETS = {
    "loops with else": """
        for a in x:
            pass
        else:
            x()
        while x:
            pass
        else:
            x()
    """,
    "match with a rest": """
        match x:
            case 1:
                pass
            case [_, _]:
                pass
            case _:
                pass
    """,
    "match without a rest": """
        match x:
            case 1:
                pass
            case y if y:
                pass
    """,
    "try with all its parts": """
        try:
            x()
        except ValueError:
            x = 1
        except TypeError:
            x = 2
        else:
            x()
        finally:
            x()
    """,
    "comprehension and conditional": """
        return [a for a in x if a] or (1 if x else 2)
    """,
    "function within": """
        def g(y):
            if y:
                return 1
            return 2
        if x:
            return g
        elif x is None:
            return None
        else:
            return 1
    """,
}


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_that_complexity_is_what_ruff_counts(snippet: str, tmp_path: Path) -> None:
    text = "def f(x):" + textwrap.indent(textwrap.dedent(SNIPPETS[snippet]), "    ")
    file = tmp_path / "measured.py"
    file.write_text(text, encoding="utf-8")
    ruff = str(Path(sys.executable).parent / "ruff")
    options = ["--isolated", "--select", "C901", "--config", "lint.mccabe.max-complexity=0"]
    done = subprocess.run([ruff, "check", *options, str(file)], capture_output=True, text=True, check=False)
    counted = max(int(number) for number in re.findall(r"\((\d+) > 0\)", done.stdout))
    assert check_size.complexity(function(text)) == counted


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (branches(12), "complexity 13, at most 12"),
        ("def f():\n" + "    pass\n" * 60, "61 lines, at most 60"),
        ("x = 1\n" * 501, "501 lines, at most 500"),
    ],
)
def test_that_what_is_too_large_fails_and_says_where(
    text: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "large.py"
    file.write_text(text, encoding="utf-8")
    assert check_size.main([str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert problem in said and str(file) in said


def test_that_what_is_just_within_the_bounds_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = branches(11) + "def g():\n" + "    pass\n" * 59 + "x = 1\n" * (500 - 24 - 60)
    (tmp_path / "fits.py").write_text(text, encoding="utf-8")
    assert check_size.main([str(tmp_path)]) == 0
    assert len(text.splitlines()) == 500
    assert "longest 500; 2 functions" in capsys.readouterr().out


def test_that_a_folder_without_python_has_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_size.main([str(tmp_path)]) == 0
    assert "nothing to measure" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("MPL-2.0", False),
        ("LGPL-3.0-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", False),
        ("GPL-3.0-only", True),
        ("GPLv3", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GPL-2.0-only OR AGPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", True),
    ],
)
def test_that_only_strong_copyleft_without_a_choice_is_refused(licence: str, refused: bool) -> None:
    assert check_licences.is_refused(licence) is refused


def test_that_the_lock_names_what_is_shipped_here() -> None:
    lock = (
        "numpy==2.4.0\ncolorama==0.4.6 ; sys_platform == 'win32'\n# a remark\n    # via numpy\nvtk==9.6.0\n"
    )
    assert check_licences.shipped(lock) == ["numpy", "vtk"]


def test_that_everything_in_the_lock_file_may_be_shipped() -> None:
    assert check_licences.main([]) == 0


def test_that_notice_lists_everything_in_the_lock_file() -> None:
    root = check_licences.LOCK.parent
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    listed = {line.split()[0] for line in notice.splitlines() if line and not line.startswith((" ", "("))}
    assert set(check_licences.shipped(check_licences.LOCK.read_text(encoding="utf-8"))) <= listed
