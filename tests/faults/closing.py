"""The closing second (F6): who arrived in time is in, with the time that counted on the receipt; nobody else is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from core.models import Event
from programs.models import Call
from proposals.models import Submission
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import a_team
from tests.faults.firing import Shot, Told, fire, hand_in
from tests.faults.world import TEAMS, drafts_of, it_is, session_of
from tests.launched import Running

AHEAD = 3.0  # seconds from moving the clock to the first request: servers ask for the time every two
GRAIN = 0.02  # seconds: a kernel counts arrivals in ticks of up to ten milliseconds


def closing_second(running: Running, *, direct: int, proxied: int) -> dict[str, Any]:
    """`direct` to our own server in the last second, and a tenth of that after it; through a proxy `proxied` in the
    last second and as many in the next. Raises AssertionError where one is refused, lost, twice or in that must not be.
    """
    call, teams = a_call(), [a_team() for _ in range(TEAMS)]
    uids = drafts_of(teams, call, direct + direct // 10 + 2 * proxied)
    offset = it_is(running, CLOSES_AT - timedelta(seconds=AHEAD + 1))
    closes = CLOSES_AT.timestamp() - offset
    moments = [
        *((closes - 1 + 0.97 * n / max(direct, 1), False) for n in range(direct)),
        *((closes + 0.05 + n / max(direct, 1), False) for n in range(direct // 10)),
        *((closes - 1 + n / max(proxied, 1), True) for n in range(proxied)),
        *((closes + n / max(proxied, 1), True) for n in range(proxied)),
    ]
    sessions = cycle([session_of(team.office_user) for team in teams])
    shots = [
        Shot(
            next(sessions),
            "POST",
            hand_in(uid),
            f"closing-{uid}",
            moment=at,
            said=at if by_proxy else None,
        )
        for uid, (at, by_proxy) in zip(uids, moments, strict=True)
    ]
    assert time.time() < closes - 1.1, "the drafts took too long to prepare"
    told = fire(running.port(), shots)
    return _judged(call, uids, shots, told, offset)


def _judged(call: Call, uids: list[UUID], shots: list[Shot], told: list[Told], offset: float) -> dict[str, Any]:
    closes = CLOSES_AT.timestamp() - offset
    stored = {
        one.proposal.uid: one for one in Submission.objects.filter(proposal__call=call).select_related("proposal")
    }
    faults, accepted, late, between = [], 0, 0, 0
    for uid, shot, one in zip(uids, shots, told, strict=True):
        at = shot.said or one.sent
        in_time, too_late = at < closes - (0 if shot.said else GRAIN), (shot.said or one.began) >= closes
        if one.status == 200 and uid in stored and not too_late:
            accepted += 1
            faults += _receipt_faults(one, stored[uid], shot, offset)
        elif one.status == 422 and one.codes() == ["proposal.late"] and uid not in stored and not in_time:
            late += 1
        else:
            faults.append(f"{uid}: sent {at - closes:+.3f} s from closing, answered {one.status} {one.body}")
        between += not in_time and not too_late
    assert faults == [], f"{len(faults)} faults, such as {faults[:3]}"
    _counted(call, accepted)
    seconds = sorted(one.seconds for one in told)
    return {
        "sent": len(shots),
        "accepted": accepted,
        "refused as late": late,
        "sent while it closed": between,
        "slowest answer": f"{seconds[-1]:.1f} s",
        "median answer": f"{seconds[len(seconds) // 2]:.1f} s",
    }


def _receipt_faults(told: Told, stored: Submission, shot: Shot, offset: float) -> list[str]:
    """The receipt says what is stored: the proxy's moment, or one between sending's begin and end."""
    shown = datetime.fromisoformat(told.body["arrived_at"]).astimezone(UTC)
    if (told.body["uid"], shown, told.body["sha256"]) != (str(stored.uid), stored.arrived_at, stored.sha256):
        return [f"{stored}: the receipt is not what is stored"]
    real = shown.timestamp() - offset
    low, high = (shot.said, shot.said) if shot.said else (told.began, told.sent)
    near = low - GRAIN <= real <= high + GRAIN
    return [] if near else [f"{stored}: counted {real - high:+.3f} s from when it was sent"]


def _counted(call: Call, accepted: int) -> None:
    """On the database's side: each once, numbered without gap, with one event."""
    rows = Submission.objects.filter(proposal__call=call)
    assert rows.count() == rows.values("proposal").distinct().count() == accepted
    numbers = sorted(rows.values_list("proposal__number", flat=True))
    assert numbers == [f"{call.code.upper()}-{n:04d}" for n in range(1, accepted + 1)]
    events = Event.objects.filter(name="proposals.proposal_submitted", call_uid=call.uid)
    assert events.count() == accepted
    assert not rows.filter(arrived_at__gte=CLOSES_AT).exists()
