"""What all processes share for a short while (tries at sign-in), and what each keeps itself when that is away."""

from __future__ import annotations

import logging
import time
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger("baro.cache")
LEFT_ALONE = 5.0  # seconds after it did not answer


class SharedCache(RedisCache):
    """Django's cache over Valkey or Redis; while it does not answer, this process counts by itself.

    So sign-in goes on, and goes on being throttled, without the broker. One that says nothing is left alone for a
    while, so that not every page waits for it.
    """

    _again_at: ClassVar[dict[str, float]] = {}  # by address: each thread has an object of its own

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        quick = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0, "retry": Retry(NoBackoff(), 1)}  # seconds
        self._server = server
        super().__init__(server, params | {"OPTIONS": quick | params.get("OPTIONS", {})})
        self._own = LocMemCache("while the shared one is away", params | {"OPTIONS": {}})

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._again_at.get(self._server, 0.0):
            return getattr(self._own, name)(*args, **kwargs)
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as problem:
            self._again_at[self._server] = time.monotonic() + LEFT_ALONE
            log.warning("the shared cache does not answer: %s", type(problem).__name__)
            return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._either("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._either("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._either("touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._either("delete", *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = self._either("get_many", *args, **kwargs)
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._either("has_key", *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._either("incr", *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        left: list[Any] = self._either("set_many", *args, **kwargs)
        return left

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._either("delete_many", *args, **kwargs)

    def clear(self) -> None:
        self._either("clear")
