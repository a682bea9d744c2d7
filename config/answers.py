"""gunicorn's threaded worker, but it knows when a request came in, and head and body of an answer leave together.

A request waits for a thread, on a closing day for many seconds; what counts is when it reached this machine, which the
kernel knows. Sent apart, an answer is lost when its process is killed between the two: the proxy has passed the head on
and can't ask another web server any more. In one piece it is either not there, and asked for again, or whole.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

LAST_DATA_RECEIVED = 52  # where Linux's `struct tcp_info` has tcpi_last_data_recv, in milliseconds


def came_in(connection: socket.socket) -> float:
    """When the last bytes on this connection reached the machine, in seconds since 1970; now where nobody knows.

    The sender can't make it earlier than it is: these bytes are the request's own, or later ones.
    """
    now = time.time()
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_DATA_RECEIVED + 4)
        (ago_ms,) = struct.unpack_from("=I", told, LAST_DATA_RECEIVED)
    except (AttributeError, OSError, struct.error):  # not Linux, or not TCP
        return now
    return now - float(ago_ms) / 1000


class OnePiece:
    """A connection that keeps back what is sent first, until more follows or the answer ends."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.came_in = came_in(connection)
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
