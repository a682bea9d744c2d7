"""gunicorn's threaded worker, but the head and the body of an answer leave together.

Sent apart, an answer is lost when its process is killed between the two: the proxy has passed the head on and can't ask
another web server any more. In one piece it is either not there, and asked for again, or whole.
"""

from __future__ import annotations

import socket
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class OnePiece:
    """A connection that keeps back what is sent first, until more follows or the answer ends."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._head: bytes | None = None
        self._begun = False

    def sendall(self, data: bytes) -> None:
        """Keep the head, send it with what follows."""
        if not self._begun:
            self._begun, self._head = True, data
            return
        head, self._head = self._head or b"", None
        self._connection.sendall(head + data)

    def sendfile(self, *args: Any, **kwargs: Any) -> int:
        """Send a file's bytes straight from the disk, after the head."""
        self.finish()
        return self._connection.sendfile(*args, **kwargs)

    def finish(self) -> None:
        """Send a head that nothing followed."""
        head, self._head = self._head, None
        if head:
            self._connection.sendall(head)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the connection's own."""
        return getattr(self._connection, name)


class WholeAnswers(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Answers each request through a connection that sends in one piece."""

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer one request; tells whether the connection stays open."""
        own = conn.sock
        conn.sock = OnePiece(own)
        try:
            stays = bool(super().handle_request(req, conn))
            conn.sock.finish()
        finally:
            conn.sock = own
        return stays
