"""Calls beneath a request's lowest function share one piece of memory, however deep they lie."""

from __future__ import annotations

import resource
from collections.abc import Callable

from config.frames import in_one_piece
from config.wsgi import Timed

TIMES = 200
DEPTHS = range(150)  # more than the 16 kB of one piece


def leaf() -> None:
    """Something that a loop calls."""


def pieces_mapped(depth: int) -> int:
    """How many times memory came anew while a loop, so many calls deep, called something."""
    if depth:
        return pieces_mapped(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _time in range(TIMES):
        leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def worst(measure: Callable[[int], int]) -> int:
    """At the depth at which a loop's call crosses the end of a piece, if there is one."""
    return max(min(measure(depth) for _try in range(2)) for depth in DEPTHS)


def test_no_loop_maps_memory_for_each_of_its_calls() -> None:
    @in_one_piece
    def roomy() -> int:
        return worst(pieces_mapped)

    assert roomy() < TIMES / 2


def test_a_request_is_answered_in_one_piece() -> None:
    def answered() -> int:
        return 0

    usual = answered.__code__.co_stacksize
    assert Timed.__call__.__code__.co_stacksize == in_one_piece(answered).__code__.co_stacksize > 1000 * usual
