"""A request counts from when it reached the machine; an answer leaves in one piece, whatever it is made of."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.answers import OnePiece, came_in


@pytest.fixture
def pair() -> Iterator[tuple[OnePiece, socket.socket]]:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # tells how often was sent
    far.settimeout(1)
    with near, far:
        yield OnePiece(near), far


def test_head_and_body_leave_together(pair: tuple[OnePiece, socket.socket]) -> None:
    near, far = pair
    near.sendall(b"head ")
    near.sendall(b"body")
    near.sendall(b"more")
    near.finish()
    assert [far.recv(99), far.recv(99)] == [b"head body", b"more"]


def test_a_head_alone_leaves_at_the_end_and_once(pair: tuple[OnePiece, socket.socket]) -> None:
    near, far = pair
    near.sendall(b"head")
    near.finish()
    near.finish()
    near.close()
    assert [far.recv(99), far.recv(99)] == [b"head", b""]


def test_a_file_follows_its_head(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    near, far = socket.socketpair()
    with near, far, (tmp_path / "file").open("rb") as file:
        answer = OnePiece(near)
        answer.sendall(b"head ")
        answer.sendfile(file, offset=0, count=7)
        near.close()
        assert b"".join(iter(lambda: far.recv(99), b"")) == b"head content"


def test_a_request_that_waits_keeps_the_moment_it_came_in() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as far:
        time.sleep(0.3)  # connected early, which must not count
        before = time.time()
        far.sendall(b"GET / HTTP/1.1")
        sent = time.time()
        time.sleep(0.5)
        near, _ = server.accept()
        with near:
            assert before - 0.05 <= came_in(near) <= sent + 0.1
            assert near.recv(99)
            assert before - 0.05 <= OnePiece(near).came_in <= sent + 0.1


def test_a_connection_that_tells_no_moment_counts_from_now() -> None:
    near, far = socket.socketpair()
    with near, far:
        before = time.time()
        assert before <= came_in(near) <= time.time()
