"""`worker editor CACHE`: reads the window's lines, keeps the texts, answers from two threads.

Words and help come from one thread, checks from the other; of each kind only the newest question waits.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from bimdesk.protocol.editor import (
    Ask,
    CloseText,
    EditText,
    Find,
    FromChild,
    NoAnswer,
    OpenText,
    Ready,
    UseModels,
    decode_request,
    encode_line,
)
from bimdesk.worker.channel import Channel
from bimdesk.worker.editor.texts import Texts

MEMORY = 4 << 30
"""Bytes of address space: an analysis that takes more fails and costs one answer."""
Question = Ask | Find


class Questions:
    """The newest question of each kind and text, answered by one thread."""

    def __init__(self, answer: Callable[[Question], FromChild], channel: Channel) -> None:
        self._answer = answer
        self._channel = channel
        self._waiting: dict[tuple[str, int], Question] = {}
        self._arrived = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def put(self, question: Question) -> None:
        """Takes the place of one of the same kind that waits."""
        kind = question.kind if isinstance(question, Ask) else "find"
        with self._arrived:
            self._waiting.pop((kind, question.text), None)
            self._waiting[kind, question.text] = question
            self._arrived.notify()

    def _run(self) -> None:
        while True:
            self._channel.write(encode_line(self._answered(self._next())))

    def _next(self) -> Question:
        """The question that waits longest."""
        with self._arrived:
            while not self._waiting:
                self._arrived.wait()
            return self._waiting.pop(next(iter(self._waiting)))

    def _answered(self, question: Question) -> FromChild:
        try:
            return self._answer(question)
        except Exception as error:  # noqa: BLE001  # boundary: a fault of the analysis costs one answer
            print(f"no answer: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
            return NoAnswer(id=question.id, reason=type(error).__name__)


def run_editor(cache: Path) -> int:
    """Serve until the input ends."""
    limit_memory()
    channel = Channel.take_stdout()
    channel.write(encode_line(Ready(pid=os.getpid())))
    texts = Texts()
    from bimdesk.worker.editor.answers import (
        Answers,
    )  # jedi takes half a second to load: texts come meanwhile
    from bimdesk.worker.editor.check_answers import answer_check

    answers = Answers(texts, cache)
    words = Questions(answers.answer, channel)
    answers.libraries.begin()
    checks = Questions(lambda question: answer_check(question, texts), channel)
    for line in sys.stdin.buffer:
        try:
            message = decode_request(line)
        except msgspec.DecodeError as error:
            print(f"a line that cannot be read: {error}", file=sys.stderr)  # noqa: T201
            return 2
        match message:
            case OpenText() | EditText() | CloseText():
                texts.apply(message)
            case UseModels(folders=folders):
                answers.use_models(tuple(Path(folder) for folder in folders))
            case Ask(kind="check" | "format") | Find():
                checks.put(message)
            case Ask():
                words.put(message)
    return 0


def limit_memory() -> None:
    """Of this process, so that no analysis takes the machine's."""
    if sys.platform != "win32":
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
