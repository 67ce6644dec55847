"""What the search finds of a log: its beginning and its end, written when an execution ends.

Executions of before are read in by `read_in_texts`, some at a time, when the program has nothing else to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bimdesk.domain.ids import ExecutionId
from bimdesk.protocol.messages import Log
from bimdesk.services.kept_result import LOG_FILE
from bimdesk.services.project import Project
from bimdesk.storage.execution_texts import ExecutionTexts

HEAD, TAIL = 48 * 1024, 16 * 1024
"""Characters, or bytes of a file: of a long log its beginning and its end."""
AT_ONCE = 200


def searchable(log: Iterable[Log]) -> str:
    """The log shortened to HEAD + TAIL characters."""
    return shortened("\n".join(one.text for one in log)).encode("utf-8", "replace").decode()


def shortened(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def read_in_texts(project: Project, *, limit: int = AT_ONCE) -> int:
    """Take the logs of older executions into the search, the newest first; how many there were."""
    texts = ExecutionTexts(project.database)
    missing = texts.list_missing(limit)
    texts.write([(one, _from_file(project.executions_folder / one / LOG_FILE)) for one in missing])
    if not missing:
        texts.renumber()
    return len(missing)


def text_of(project: Project, execution_id: ExecutionId) -> str:
    """The log of one execution as the search has it; '' where there is none."""
    return _from_file(project.executions_folder / execution_id / LOG_FILE)


def _from_file(path: Path) -> str:
    """Beginning and end of a log; '' where it cannot be read: the search does without."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD + TAIL + 1)
            if len(head) > HEAD + TAIL:
                stream.seek(-TAIL, 2)
                head = head[:HEAD] + b"\n" + stream.read(TAIL)
    except OSError:
        return ""
    return head.decode("utf-8", errors="replace")
