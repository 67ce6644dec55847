"""Hints of the common mistakes: what was None, what the wall refuses, what ran out."""

from __future__ import annotations

import errno

import pytest
from sdk_bench import Bench

from bimdesk.protocol.messages import Failed
from bimdesk.sdk.execute import ScriptFailedError, run_text


def failure(bench: Bench, text: str, **params: object) -> Failed:
    with pytest.raises(ScriptFailedError) as caught:
        bench.run(text, **params)
    return caught.value.failed


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "get_geometry(102)['vertices']",
            "get_geometry(102) is None here: get_geometry() gives None for an element without a shape.",
        ),
        (
            "entities.filter(name='none').first().name",
            "entities.filter(name='none').first() is None here: first() gives None where no row fits.",
        ),
        (
            "door = entities.get(id=102)\nprint(door.name.upper())",
            "door.name is None here: the file may give no name.",
        ),
        (
            "door = entities.get(id=102)\nx = 1 + len(door.type.name)",
            "door.type is None here: an element may have no type.",
        ),
        (
            "for e in entities.filter(id=104):\n    print(e.storey.name)",
            "e.storey is None here: an element may be in no storey.",
        ),
        (
            "geometry = get_geometry(102)\ncount = len(geometry['faces'])",
            "geometry is None here; it comes from get_geometry(102) in line 1:"
            " get_geometry() gives None for an element without a shape.",
        ),
        (
            "def area(shape):\n    return shape['vertices']\narea(get_geometry(102))",
            "shape is None here. Test it before use: if x is not None.",
        ),
        (
            "rating = entities.get(id=100).properties['Pset_WallCommon'].get('No')\nx = rating + 'a'",
            "rating is None here; it comes from entities.get(id=100).properties",
        ),
        ("x = 3 > entities.get(id=100).elevation", "entities.get(id=100).elevation is None here"),
        (
            "if previous.entities:\n    pass",
            "previous is None here: previous is None where there is no version",
        ),
        ("import re\nre.match('x', 'y').group()", "re.match('x', 'y') is None here: match() gives None"),
        ("for part in get_geometry(102):\n    pass", "get_geometry(102) is None here"),
        ("a = [x for x in import_result]", "import_result is None here: import_result is None outside"),
        ("a, b = entities.first().type", "entities.first().type is None here"),
        ("a = None\nb = a()", "a is None here; it comes from None in line 1"),
        (
            "a = entities.filter(\n    name='none',\n).first()\na.name",
            "a is None here; it comes from entities.filter(",
        ),
        ("numbers = [1, None]\nsum(numbers)", "Something is None here"),
    ],
)
def test_that_the_lookup_that_gave_none_is_named(bench: Bench, text: str, hint: str) -> None:
    assert hint in failure(bench, text).hint


def raised(error: BaseException, *, module: str = "") -> Failed:
    """What is told of an error that comes out of a library's code."""

    def act() -> None:
        raise error

    if module:
        scope: dict[str, object] = {"error": error}
        exec(compile("def act():\n    raise error", f"/usr/lib/python3/{module}.py", "exec"), scope)
        act = scope["act"]  # type: ignore[assignment]  # the function that was just made
    with pytest.raises(ScriptFailedError) as caught:
        run_text("x = 1\nact()", {"act": act}, memory_mb=512)
    return caught.value.failed


@pytest.mark.parametrize(
    ("error", "module", "hint"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/etc/passwd"),
            "",
            "save_output(filename, data)",
        ),
        (
            FileNotFoundError(errno.ENOENT, "No such file", "walls.csv"),
            "",
            "Scripts have no files but their own",
        ),
        (PermissionError(errno.EPERM, "Operation not permitted"), "socket", "Scripts have no network."),
        (
            PermissionError(errno.EPERM, "Operation not permitted"),
            "urllib/request",
            "Scripts have no network.",
        ),
        (
            PermissionError(errno.EPERM, "Operation not permitted"),
            "subprocess",
            "Scripts start no other programs",
        ),
        (
            PermissionError(errno.EPERM, "Operation not permitted"),
            "",
            "Scripts have no network. Scripts start no",
        ),
        (OSError(errno.EFBIG, "File too large", "x.csv"), "", "raise the limit of output"),
        (RuntimeError("can't start new thread"), "threading", "run it in one thread"),
        (OSError(errno.EINVAL, "Invalid argument"), "", ""),
    ],
)
def test_that_what_the_wall_refuses_is_explained(error: BaseException, module: str, hint: str) -> None:
    failed = raised(error, module=module)
    assert failed.line == 2
    assert hint in failed.hint
    assert bool(hint) == bool(failed.hint)


@pytest.mark.parametrize(
    "error", [MemoryError(), MemoryError("Unable to allocate"), OSError(errno.ENOMEM, "no")]
)
def test_that_memory_that_runs_out_is_one_message_however_it_does(error: BaseException) -> None:
    failed = raised(error)
    assert (failed.kind, failed.line) == ("limit", 2)
    assert failed.message == "The script needs more memory than the 512 MB it may use"
    assert "memory_mb" in failed.hint


def test_that_parameters_are_attributes_too(bench: Bench) -> None:
    assert bench.result("result = [params.width, params['width'], hasattr(params, 'no')]", width=3) == [
        3,
        3,
        False,
    ]
