"""Same key, same answer: a write that is sent twice happens once.

The key's row is written in the transaction of the write itself, so that a crash leaves both or neither. A second
sender of the same key waits on the unique index until the first has committed, then gets its answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from core.models import IdempotencyKey
from core.refusals import RuleBroken

KEY_LENGTH = 100


def hash_of(method: str, path: str, body: Any) -> str:
    """The hash of what was asked, whatever the order of its keys."""
    text = json.dumps([method, path, body], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    *,
    user_id: int,
    key: str,
    request_hash: str,
    at: datetime,
    act: Callable[[], tuple[int, Any, str]],
) -> tuple[int, Any, str]:
    """Run `act` (giving status, body, location) once for this user and key, and give its answer each time.

    Raises RuleBroken: `idempotency.key_too_long`, or `idempotency.key_used_for_another_request`.
    What `act` raises undoes the key too, so that a refused write may be sent again with the same key.
    """
    if not 0 < len(key) <= KEY_LENGTH:
        raise RuleBroken.because("idempotency.key_too_long", max_length=KEY_LENGTH)
    with transaction.atomic():
        row, created = IdempotencyKey.objects.get_or_create(
            user_id=user_id, key=key, defaults={"request_hash": request_hash, "created_at": at}
        )
        if not created:
            if row.request_hash != request_hash or row.status is None:
                raise RuleBroken.because("idempotency.key_used_for_another_request")
            return row.status, row.body, row.location
        status, body, location = act()
        row.status, row.body, row.location = status, json.loads(json.dumps(body, default=str)), location
        IdempotencyKey.objects.filter(pk=row.pk).update(status=row.status, body=row.body, location=row.location)
    return status, body, location
