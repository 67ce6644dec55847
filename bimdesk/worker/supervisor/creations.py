"""Every file and folder that a script makes waits here until it is counted: the limit on files is exact.

The worker's second filter (locks/creations.py) holds the calls that make one; the kernel hands them to a
descriptor that the worker sent before it took the script. Looking at the folder alone is too slow: on a disk
in memory a script makes 15,000 files between two looks.

Source of the layouts and numbers: linux/seccomp.h (struct seccomp_notif, struct seccomp_notif_resp).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
import struct

_RECEIVE = 0xC0502100  # SECCOMP_IOCTL_NOTIF_RECV
_SEND = 0xC0182101  # SECCOMP_IOCTL_NOTIF_SEND
_NOTICE_BYTES = 80
_ANSWER = struct.Struct("<QqiI")
_CONTINUE = 1  # SECCOMP_USER_NOTIF_FLAG_CONTINUE
_SPARE_SHARE = 64
"""A folder that is full is measured again after so many of its limit, not for each: it may hold 100,000."""


class Creations:
    """The supervisor's end: first `channel`, a socket from the worker, then what came through it."""

    def __init__(self, channel: int) -> None:
        self.descriptor = channel
        """To be watched for reading; -1 where nothing comes (any more)."""
        self._listens = False
        self._waiting: int | None = None

    def take(self) -> bool:
        """Read what is there; True where a creation waits for `let_go`."""
        if self._listens:
            return self._receive()
        self._accept()
        return False

    def let_go(self) -> None:
        """Let the creation happen that `take` found."""
        answer = bytearray(_ANSWER.pack(self._waiting or 0, 0, 0, _CONTINUE))
        self._waiting = None
        with contextlib.suppress(FileNotFoundError):  # it was interrupted, or killed
            fcntl.ioctl(self.descriptor, _SEND, answer)

    def close(self) -> None:
        """Close the descriptor; a call that waits then fails."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.descriptor = -1

    def _accept(self) -> None:
        """Swap the channel for the listener that comes through it."""
        sent: list[int] = []
        with socket.socket(fileno=self.descriptor) as channel, contextlib.suppress(OSError):
            sent = socket.recv_fds(channel, 1, 1)[1]
        self.descriptor = sent[0] if sent else -1
        self._listens = bool(sent)

    def _receive(self) -> bool:
        notice = bytearray(_NOTICE_BYTES)
        try:
            fcntl.ioctl(self.descriptor, _RECEIVE, notice)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.EINTR):
                self.close()
            return False
        self._waiting = struct.unpack_from("<Q", notice)[0]
        return True


class Allowance:
    """How many creations may still pass before the folder is measured again."""

    def __init__(self) -> None:
        self._left = 0

    def spend(self) -> bool:
        """Take one; False where there is none."""
        self._left -= 1
        return self._left >= 0

    def renew(self, *, files: int, limit: int) -> None:
        """After a measurement that found `files` of at most `limit`."""
        self._left = max(limit - files, limit // _SPARE_SHARE, 1)
