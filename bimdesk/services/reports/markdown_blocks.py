"""Markdown as blocks and spans: templates lay them out, and nothing of a script is markup to them."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bimdesk.services.reports.model import Block, Span

MOST = 60_000
"""Characters of one text."""


def read_markdown(text: str) -> list[Block]:
    """Headings, paragraphs, items, quotes, code and rules; HTML and images are shown as what is written."""
    parser = MarkdownIt("commonmark", {"html": False})
    return _Reader().read(parser.parse(text[:MOST]))


class _Reader:
    """Folds markdown-it's flat tokens."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lists: list[int | None] = []
        """Of each open list the number of the item before, None for bullets."""
        self._mark = ""
        self._quoted = 0
        self._heading = 0

    def read(self, tokens: list[Token]) -> list[Block]:
        for token in tokens:
            self._take(token)
        return self._blocks

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1:])
            case "heading_close":
                self._heading = 0
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrGet("start") or 1) - 1)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._begin_item()
            case "blockquote_open":
                self._quoted += 1
            case "blockquote_close":
                self._quoted -= 1
            case "hr":
                self._blocks.append(Block(kind="rule"))
            case "fence" | "code_block":
                self._blocks.append(Block(kind="code", spans=[Span(text=token.content.rstrip("\n"))]))
            case "inline":
                self._add(_spans(token.children or []))

    def _begin_item(self) -> None:
        number = self._lists[-1]
        if number is None:
            self._mark = "•"
        else:
            self._lists[-1] = number + 1
            self._mark = f"{number + 1}."

    def _add(self, spans: list[Span]) -> None:
        if self._heading:
            block = Block(kind="heading", spans=spans, level=self._heading)
        elif self._lists:
            block = Block(kind="item", spans=spans, level=len(self._lists), mark=self._mark)
            self._mark = ""
        else:
            block = Block(kind="quote" if self._quoted else "paragraph", spans=spans)
        self._blocks.append(block)


def _spans(tokens: list[Token]) -> list[Span]:
    spans: list[Span] = []
    styles: list[str] = []
    for token in tokens:
        match token.type:
            case "strong_open":
                styles.append("bold")
            case "em_open":
                styles.append("italic")
            case "strong_close" | "em_close":
                styles.pop()
            case "code_inline":
                spans.append(Span(text=token.content, style="code"))
            case "softbreak" | "hardbreak":
                spans.append(Span(text="\n" if token.type == "hardbreak" else " "))
            case "image" | "text" | "html_inline":
                spans.append(Span(text=token.content, style=styles[-1] if styles else ""))
    return spans
