"""Running text: imports, builtins, errors with the script's own line, hints."""

from __future__ import annotations

import pytest
from sdk_bench import Bench

from bimdesk.protocol.messages import Failed
from bimdesk.sdk.execute import ScriptFailedError
from bimdesk.sdk.imports import ALLOWED, ALLOWED_ALONE


def failure(bench: Bench, text: str, **params: object) -> Failed:
    with pytest.raises(ScriptFailedError) as caught:
        bench.run(text, **params)
    return caught.value.failed


@pytest.mark.parametrize("name", sorted(ALLOWED | ALLOWED_ALONE))
def test_that_every_module_on_the_list_can_be_imported(bench: Bench, name: str) -> None:
    bench.run(f"import {name}")


@pytest.mark.parametrize(
    ("statement", "module"),
    [
        ("import os", "os"),
        ("import os.path", "os.path"),
        ("from os import path", "os"),
        ("import sys as s", "sys"),
        ("def f():\n    import subprocess\nf()", "subprocess"),
        ("import xml", "xml"),
        ("import xml.sax", "xml.sax"),
        ("from xml import sax", "xml"),
        ("import ifcopenshell.geom", "ifcopenshell.geom"),
        ("from ifcopenshell import ifcpatch_that_is_not_there as x", ""),
        ("import bimdesk", "bimdesk"),
        ("from . import x", "."),
        ("__import__('ctypes')", "ctypes"),
    ],
)
def test_that_anything_else_cannot(bench: Bench, statement: str, module: str) -> None:
    failed = failure(bench, statement)
    if module:
        expected = f"ImportError: '{module}' is not available to scripts; see docs/scripts.md, Imports"
        assert failed.message == expected
    assert failed.kind == "script"
    assert failed.line


def test_that_usual_import_forms_of_allowed_packages_work(bench: Bench) -> None:
    bench.run(
        "from __future__ import annotations\n"
        "import xml.etree.ElementTree as ET\nfrom xml.etree import ElementTree\nfrom xml import etree\n"
        "import collections.abc\n"
        "from numpy import linalg\nimport ifcopenshell.util.element\nfrom ifcopenshell.util import unit\n"
        "from ifcopenshell import util, api\nfrom math import *\nassert sqrt(4) == 2 and ET is ElementTree\n"
    )


@pytest.mark.parametrize("name", ["open", "eval", "exec", "compile", "input"])
def test_that_builtins_that_reach_out_are_not_there(bench: Bench, name: str) -> None:
    failed = failure(bench, f"x = 1\n{name}('x')")
    assert failed.message == f"NameError: name '{name}' is not defined"
    assert failed.line == 2
    assert failed.hint


def test_that_a_traceback_shows_the_scripts_own_lines_alone(bench: Bench) -> None:
    text = "import json\ndef inner(x):\n    return json.loads(x)\n\n"
    text += "def outer():\n    return inner('{')\n\nouter()\n"
    failed = failure(bench, text)
    assert failed.line == 3
    assert failed.message.startswith("JSONDecodeError: ")
    assert failed.traceback.splitlines()[:4] == [
        "line 8, in <module>",
        ">    8 | outer()",
        "line 6, in outer",
        ">    6 |     return inner('{')",
    ]
    assert ">    3 |     return json.loads(x)" in failed.traceback
    assert "json/" not in failed.traceback
    assert "bimdesk" not in failed.traceback


def test_that_a_syntax_error_has_its_line_and_place(bench: Bench) -> None:
    failed = failure(bench, "a = 1\nb = = 2\n")
    assert (failed.line, failed.message) == (2, "SyntaxError: invalid syntax")
    assert ">    2 | b = = 2\n             ^" in failed.traceback
    assert "null bytes" in failure(bench, "x = '\x00'").message


def test_that_the_cause_of_an_error_is_told_too(bench: Bench) -> None:
    failed = failure(
        bench, "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('bad') from e"
    )
    assert failed.message == "ValueError: bad"
    assert "ZeroDivisionError: division by zero" in failed.traceback


def test_that_endless_recursion_is_told_in_few_lines(bench: Bench) -> None:
    failed = failure(bench, "def f():\n    f()\nf()")
    assert "RecursionError" in failed.message
    assert len(failed.traceback.splitlines()) < 20


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("import os", "save_output"),
        ("params['elment']", "Did you mean 'element'?"),
        ("entties.count()", "Did you mean 'entities'?"),
        ("entities.first().nam", "Did you mean 'name'?"),
        ("params.elment", "Did you mean 'element'?"),
        ("params.no_such_thing", "There are 'element'"),
        ("entities.filter(nme=1)", "Did you mean 'name'?"),
        ("entities.get(id=100).where('A', 1)", ""),
        ("exit()", "last line"),
    ],
)
def test_that_common_mistakes_get_a_hint(bench: Bench, text: str, hint: str) -> None:
    assert hint in failure(bench, text, element="x").hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exit()", "The script left by exit() before its end"),
        ("raise SystemExit(3)", "The script left by exit(3) before its end"),
        ("quit('why')", "The script left by exit('why') before its end"),
    ],
)
def test_that_leaving_early_is_said_in_a_sentence(bench: Bench, text: str, message: str) -> None:
    assert failure(bench, text).message == message


def test_that_an_exception_that_cannot_be_shown_does_no_harm(bench: Bench) -> None:
    failed = failure(bench, "class E(Exception):\n    def __str__(self):\n        return 1 / 0\nraise E()")
    assert failed.message == "E: (its text cannot be read: ZeroDivisionError)"


def test_that_every_name_of_the_contract_is_in_scope(bench: Bench) -> None:
    contract = """
        entities types properties systems materials storeys classifications quantities roots
        get_properties get_geometry get_quantities get_materials get_classifications get_container get_parts
        models previous params save_output progress log finding table chart kpi highlight markdown
        np numpy pd pandas ifcopenshell import_result guid_problem
    """
    names = contract.split()
    assert bench.run("\n".join(names))["previous"] is None
    assert bench.result("result = __name__") == "__main__"


def test_that_globals_work_in_functions_classes_and_comprehensions(bench: Bench) -> None:
    text = """
import dataclasses
@dataclasses.dataclass
class Count:
    number: int = 0
    kinds = [e.ifc_type for e in entities]
def total():
    return sum(1 for e in entities if get_geometry(e) is not None), len(models), str(model)
try:
    total()
except Exception as error:
    failed = type(error).__name__
result = [Count(2), len(Count.kinds), failed]
"""
    assert bench.result(text)[1] == 11
