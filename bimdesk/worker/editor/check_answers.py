"""Answers to questions about a whole text: problems, the formatted text, matches of an expression."""

from __future__ import annotations

import re

from bimdesk.protocol.editor import Ask, Checked, Find, Formatted, Found, FromChild, NoAnswer
from bimdesk.worker.editor.checks import check, format_text
from bimdesk.worker.editor.texts import Snapshot, Texts

FOUND_AT_MOST = 20_000


def answer_check(question: Ask | Find, texts: Texts) -> FromChild:
    """Look at the text as it is now; one that was closed has no answer."""
    snapshot = texts.snapshot(question.text)
    if snapshot is None:
        return NoAnswer(id=question.id)
    if isinstance(question, Find):
        return _found(question, snapshot)
    if question.kind == "format":
        content, fault = format_text(snapshot.text)
        return Formatted(id=question.id, revision=snapshot.revision, content=content, fault=fault)
    problems, block = check(snapshot.text)
    return Checked(id=question.id, revision=snapshot.revision, problems=problems, block=block)


def _found(question: Find, snapshot: Snapshot) -> Found:
    """Here, and not in the window: some expressions take for ever on some texts, and nobody can stop them."""
    flags = re.MULTILINE | (re.NOFLAG if question.match_case else re.IGNORECASE)
    text = snapshot.text
    ranges: list[tuple[int, int]] = []
    at = counted = 0
    for match in re.compile(question.pattern, flags).finditer(text):
        if match.end() > match.start():
            start = counted + len(text[at : match.start()].encode("utf-8", errors="replace"))
            end = start + len(match.group().encode("utf-8", errors="replace"))
            ranges.append((start, end))
            at, counted = match.end(), end
        if len(ranges) >= FOUND_AT_MOST:
            break
    return Found(id=question.id, revision=snapshot.revision, ranges=ranges)
