"""What "may we apply?" costs: one application of a whole team against all rules of its call."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.cost import rounds
from bench.many import World
from bench.measured import Screened
from programs.queries import calls
from proposals.queries import Application, Asked, Named, application_of
from proposals.rules import Screening, screening
from tests.build import MARCH


def screening_cost(world: World) -> Screened:
    """The team whose proposal was just handed in asks for the same call again: its people are bound by then."""
    team, call = world.team, world.draft.call
    people = [user.person for user in (team.leader_user, team.partner_user) if user.person is not None]
    asked = Asked(
        lead=team.lead.uid,
        partners=(team.partner.uid,),
        people=tuple(Named(one.uid, 8_000, leads=place == 0) for place, one in enumerate(people)),
        grants_krw=(900_000_000,),
    )

    def facts() -> Application:
        return application_of(calls().get(pk=call.pk), asked, team.leader)

    def rules() -> Screening:
        return screening(known.facts, known.policy, known.known, MARCH)

    def whole() -> Screening:
        found = facts()
        return screening(found.facts, found.policy, found.known, MARCH)

    known = facts()
    with CaptureQueriesContext(connection) as seen:
        told = whole()
    (own, database), (rules_ms, _) = rounds((whole, rules), connection.connection.info.backend_pid)
    return Screened(len(seen), own, database, rules_ms, len(told.against), len(told.clauses))
