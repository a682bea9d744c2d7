"""Two people who save one section at the same moment: one is saved, the other is shown both, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from proposals.models import Section
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import a_team
from tests.faults.firing import Shot, Told, send
from tests.faults.world import drafts, it_is, session_of
from tests.launched import Running


def two_savers(running: Running, *, rounds: int) -> dict[str, Any]:
    """Leader and colleague save so often at once; who is refused joins both texts and saves again."""
    it_is(running, MARCH)
    team, port = a_team(), running.port()
    (uid,) = drafts(team, a_call(), 1)
    path = f"/api/v1/proposals/{uid}/sections/summary"
    sessions = {"가": session_of(team.leader_user), "나": session_of(team.partner_user)}
    version = 1
    for turn in range(rounds):
        together = Barrier(2)

        def save(name: str, version: int = version, turn: int = turn, together: Barrier = together) -> Told:
            together.wait(30)
            body = {"text": f"{name}{turn}"}
            return send(port, Shot(sessions[name], "PUT", path, f"{uid}-{turn}-{sessions[name].token}", body, version))

        with ThreadPoolExecutor(2) as pool:
            told = dict(zip(sessions, pool.map(save, sessions), strict=True))
        assert sorted(one.status for one in told.values()) == [200, 412]
        (loser,) = [name for name, one in told.items() if one.status == 412]
        values = told[loser].body["violations"][0]["values"]
        assert {values["current"], values["yours"]} == {f"가{turn}", f"나{turn}"}
        joined = f"{values['current']} {values['yours']}"
        body, key = {"text": joined}, f"{uid}-{turn}-both"
        assert send(port, Shot(sessions[loser], "PUT", path, key, body, version + 1)).status == 200
        version += 2
        assert Section.objects.get(proposal__uid=uid, code="summary").text == joined
    return {"rounds": rounds, "saved at once": rounds, "shown both texts": rounds, "words lost": 0}
