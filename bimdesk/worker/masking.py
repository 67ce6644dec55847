"""Takes secret parameters out of what a script prints, logs or fails with; what it returns is its own."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bimdesk.protocol.messages import Failed, Log, Message
from bimdesk.sdk.log import Emit

SHOWN = "••••••"
SHORTEST = 4
"""Shorter texts stand in too many lines by chance."""


def masking(emit: Emit, secrets: Sequence[str]) -> Emit:
    """`emit`, with the secrets covered in log lines and in what went wrong."""
    found = sorted((one for one in secrets if len(one) >= SHORTEST), key=len, reverse=True)
    if not found:
        return emit

    def cover(text: str) -> str:
        for one in found:
            text = text.replace(one, SHOWN)
        return text

    def send(message: Message) -> None:
        if isinstance(message, Log):
            message = msgspec.structs.replace(message, text=cover(message.text))
        elif isinstance(message, Failed):
            message = msgspec.structs.replace(
                message,
                message=cover(message.message),
                hint=cover(message.hint),
                traceback=cover(message.traceback),
            )
        emit(message)

    return send
