"""Room for a thread's calls in one piece of memory: what answers a request asks the kernel for it once.

CPython keeps the frames of running calls in pieces of 16 kB. A call that crosses the end of a piece maps the next one,
and unmaps it as it returns; a loop that happens to call across an end does so every time. The figures are in
docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, cast

Called = TypeVar("Called", bound=Callable[..., Any])
SLOTS = 2**16 + 2**10
"""Of 8 bytes. The piece that holds such a frame is the next power of two, 1 MB: nearly half of it is left to the calls
beneath, some thousands deep. Nothing is touched, and so no memory used, but what they fill.
"""


def in_one_piece(function: Called) -> Called:
    """Let all calls beneath a plain function (no generator) share one piece of memory; the function itself, changed.

    For the lowest function of ours on a thread's stack, and not for one that calls itself.
    """
    plain = cast(FunctionType, function)
    plain.__code__ = plain.__code__.replace(co_stacksize=SLOTS)
    return function
