"""Web servers killed under submissions that are sent again with the same key (F5): none lost, none twice."""

from __future__ import annotations

import threading
from itertools import cycle
from random import Random
from typing import Any

from core.models import Event, IdempotencyKey
from proposals.models import Submission
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import a_team
from tests.faults.firing import Shot, hand_in, in_turn
from tests.faults.kills import kill_web
from tests.faults.world import TEAMS, drafts_of, it_is, session_of
from tests.launched import Running

HANDS = 8  # people at once


def web_kills(running: Running, seed: int, *, number: int, kills: int) -> dict[str, Any]:
    """Hand in `number` proposals while the web server is killed so often, evenly spread over them."""
    it_is(running, MARCH)
    call, chance, teams = a_call(), Random(seed), [a_team() for _ in range(TEAMS)]
    uids = drafts_of(teams, call, number)
    sessions = cycle([session_of(team.office_user) for team in teams])
    shots = [Shot(next(sessions), "POST", hand_in(uid), f"web-{uid}") for uid in uids]
    lock, answered, killed = threading.Lock(), 0, list[str]()

    def after_each() -> None:
        nonlocal answered
        with lock:
            answered += 1
            due = len(killed) < kills and answered >= (len(killed) + 1) * number // (kills + 1)
            if due:
                killed.append(kill_web(running, chance))

    told = in_turn(running.port(), shots, HANDS, after_each)
    assert [one.status for one in told] == [200] * number
    stored = dict(Submission.objects.filter(proposal__call=call).values_list("proposal__uid", "uid"))
    assert {uid: one.body["uid"] for uid, one in zip(uids, told, strict=True)} == {
        uid: str(receipt) for uid, receipt in stored.items()
    }
    assert Submission.objects.filter(proposal__call=call).count() == number
    assert Event.objects.filter(name="proposals.proposal_submitted", call_uid=call.uid).count() == number
    assert IdempotencyKey.objects.filter(key__in=[shot.key for shot in shots]).count() == number
    again = sum(bool(one.failures) for one in told)
    assert len(killed) == kills
    return {
        "submissions": number,
        "kills": {what: killed.count(what) for what in sorted(set(killed))},
        "sent again": again,
        "lost": 0,
        "twice": 0,
    }
