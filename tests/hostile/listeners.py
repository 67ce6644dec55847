"""Ears on every kind of socket: whatever reaches one of them came from a script that should not speak."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from pathlib import Path


class Listeners:
    """TCP, UDP, unix sockets by path and by abstract name. `take` tells what came and forgets it."""

    def __init__(self, folder: Path) -> None:
        self._heard: list[str] = []
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        tag = os.urandom(4).hex()
        self.addresses: dict[str, int | str] = {
            "tcp4": self._internet(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1"),
            "udp4": self._internet(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.1"),
            "tcp6": self._internet(socket.AF_INET6, socket.SOCK_STREAM, "::1"),
            "udp6": self._internet(socket.AF_INET6, socket.SOCK_DGRAM, "::1"),
            "unix_stream": self._unix(str(folder / f"s{tag}"), socket.SOCK_STREAM),
            "unix_dgram": self._unix(str(folder / f"d{tag}"), socket.SOCK_DGRAM),
            "abstract_stream": self._unix(f"\0bd-s{tag}", socket.SOCK_STREAM),
            "abstract_dgram": self._unix(f"\0bd-d{tag}", socket.SOCK_DGRAM),
        }
        threading.Thread(target=self._listen, daemon=True).start()

    def take(self) -> list[str]:
        """What came since the last time."""
        with self._lock:
            heard, self._heard = self._heard, []
        return heard

    def close(self) -> None:
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # sockets alone are registered

    def _internet(self, family: int, kind: int, host: str) -> int:
        try:
            made = socket.socket(family, kind)
            made.bind((host, 0))
        except OSError:
            return 1  # a machine without IPv6: nothing listens on port 1
        self._add(made, kind)
        return int(made.getsockname()[1])

    def _unix(self, name: str, kind: int) -> str:
        made = socket.socket(socket.AF_UNIX, kind)
        made.bind(name)
        if not name.startswith("\0"):
            Path(name).chmod(0o777)
        self._add(made, kind)
        return name.lstrip("\0")

    def _add(self, made: socket.socket, kind: int) -> None:
        if kind == socket.SOCK_STREAM:
            made.listen(16)
        made.setblocking(False)
        self._selector.register(made, selectors.EVENT_READ)

    def _listen(self) -> None:
        while True:
            try:
                ready = self._selector.select()
            except (OSError, ValueError, KeyError):
                return
            for key, _events in ready:
                self._hear(key.fileobj)

    def _hear(self, made: object) -> None:
        assert isinstance(made, socket.socket)
        try:
            if made.type == socket.SOCK_STREAM:
                connection, _where = made.accept()
                connection.settimeout(0.2)
                data = connection.recv(64)
                connection.close()
            else:
                data = made.recv(64)
        except OSError:
            data = b""
        with self._lock:
            self._heard.append(f"{made.family.name} {made.type.name}: {data!r}")
