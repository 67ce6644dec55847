"""What a template did wrong, in a sentence."""

from __future__ import annotations


class TemplateProblem(Exception):  # noqa: N818 - a sentence on its way to a BimdeskError of the parent
    """`file`: the template's place below its folder (`html/report.html`); `line`: 0 where nothing says so."""

    def __init__(self, message: str, *, file: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
