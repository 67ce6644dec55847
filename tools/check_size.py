"""Fails on a file over 500 lines, a function over 60 lines or a complexity over 12; prints the medians.

`python -m tools.check_size [FOLDER ...]`. Complexity is McCabe's, counted as ruff's C901 does.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_FILE = 500
MAX_FUNCTION = 60
MAX_COMPLEXITY = 12
FOLDERS = ("bimdesk", "builtin_scripts", "packaging", "tools", "benchmarks")

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A function's length in lines, decorators apart, and its complexity."""

    where: str
    lines: int
    complexity: int


def main(arguments: Sequence[str]) -> int:
    """0 where everything is within its bounds."""
    files = [file for folder in (arguments or FOLDERS) for file in sorted(Path(folder).rglob("*.py"))]
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    functions = [measured for file in files for measured in measure(file)]
    problems = [
        f"{file}: {count} lines, at most {MAX_FILE}" for file, count in lengths.items() if count > MAX_FILE
    ]
    problems += [problem for function in functions for problem in judge(function)]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(summary(list(lengths.values()), [function.lines for function in functions]))
    return 1 if problems else 0


def measure(file: Path) -> Iterator[Measured]:
    """Every function and method of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    for node in ast.walk(tree):
        if isinstance(node, Function):
            last = node.end_lineno or node.lineno
            yield Measured(f"{file}:{node.lineno} {node.name}", last - node.lineno + 1, complexity(node))


def complexity(function: Function) -> int:
    """1, and 1 for each branch among its statements; a function within it counts as one more."""
    return 1 + sum(_branches(node) for node in ast.walk(function) if node is not function)


def _branches(node: ast.AST) -> int:
    match node:
        case ast.Match():
            last = node.cases[-1].pattern
            has_rest = isinstance(last, ast.MatchAs) and last.pattern is None and node.cases[-1].guard is None
            return len(node.cases) - has_rest
        case ast.Try() | ast.TryStar():
            return bool(node.orelse)
        case _:
            return isinstance(node, _BRANCHES)


def judge(function: Measured) -> Iterator[str]:
    """What is too much about a function."""
    if function.lines > MAX_FUNCTION:
        yield f"{function.where}: {function.lines} lines, at most {MAX_FUNCTION}"
    if function.complexity > MAX_COMPLEXITY:
        yield f"{function.where}: complexity {function.complexity}, at most {MAX_COMPLEXITY}"


def summary(files: Sequence[int], functions: Sequence[int]) -> str:
    """One line of figures."""
    if not files or not functions:
        return "nothing to measure"
    nine_tenths = sorted(functions)[int(len(functions) * 0.9)]
    return (
        f"{len(files)} files, median {statistics.median(files):g} lines, longest {max(files)}; "
        f"{len(functions)} functions, 90th percentile {nine_tenths} lines, longest {max(functions)}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
