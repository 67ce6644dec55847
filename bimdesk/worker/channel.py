"""The way out of a worker: protocol messages on a pipe of their own, and nothing else there."""

from __future__ import annotations

import os
import sys
import threading

from bimdesk.protocol.messages import Message, encode
from bimdesk.worker.death import PARENT_GONE_EXIT


class Channel:
    """Owns the pipe to the parent. What is printed goes elsewhere."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    @classmethod
    def take_stdout(cls) -> Channel:
        """Keep the real descriptor 1 for messages and point 1 at 2."""
        sys.stdout.flush()
        descriptor = os.dup(1)
        os.set_inheritable(descriptor, False)
        os.dup2(2, 1)
        return cls(descriptor)

    def send(self, message: Message) -> None:
        """Write one whole line, unbuffered; any thread may call. A parent that is gone ends the process."""
        self.write(encode(message))

    def write(self, line: bytes) -> None:
        """Write a line as it is."""
        data = memoryview(line)
        with self._lock:
            while data:
                try:
                    written = os.write(self._descriptor, data)
                except BrokenPipeError:
                    os._exit(PARENT_GONE_EXIT)
                data = data[written:]
