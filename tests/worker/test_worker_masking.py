"""Secret parameters are covered in what a script logs and fails with."""

from __future__ import annotations

from bimdesk.protocol.messages import Done, Failed, Log, Message
from bimdesk.worker.masking import SHOWN, masking


def _sent(secrets: list[str], *messages: Message) -> list[Message]:
    found: list[Message] = []
    emit = masking(found.append, secrets)
    for message in messages:
        emit(message)
    return found


def test_that_a_log_line_and_a_traceback_do_not_show_a_secret() -> None:
    failed = Failed(kind="script", message="no: hunter22", traceback="token = 'hunter22'", line=3)
    log, ended, done = _sent(["hunter22"], Log(level="print", text="a hunter22 b"), failed, Done())
    assert isinstance(log, Log)
    assert log.text == f"a {SHOWN} b"
    assert isinstance(ended, Failed)
    assert (ended.message, ended.traceback, ended.line) == (f"no: {SHOWN}", f"token = '{SHOWN}'", 3)
    assert isinstance(done, Done)


def test_that_the_longer_of_two_secrets_is_covered_whole() -> None:
    (log,) = _sent(["abcd", "abcdefgh"], Log(level="info", text="abcdefgh"))
    assert isinstance(log, Log)
    assert log.text == SHOWN


def test_that_a_text_of_three_letters_is_left_alone() -> None:
    (log,) = _sent(["abc"], Log(level="info", text="the abc of it"))
    assert isinstance(log, Log)
    assert log.text == "the abc of it"
