"""Who may do what with programmes and calls, without a database: one row of the table an actor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.actors import Actor, Delegated, Held
from accounts.models import Organization
from accounts.roles import Power, Role
from programs import permissions
from programs.models import Call, Program, RuleSet
from tests.build_programs import BEFORE, CLOSES_AT, OPENS_AT, RANKING_DUE_AT

MINISTRY, OTHER_MINISTRY, AGENCY = 1, 2, 3
OURS, ANOTHER = uuid4(), uuid4()


def held(role: Role, *, organization: int = 9, ministry: int | None = None, region: int | None = None) -> Actor:
    ministries = frozenset({ministry}) if ministry else frozenset()
    office = Held(role=role, office_id=5, organization_id=organization, region_id=region, ministry_ids=ministries)
    return Actor(user_id=7, person_id=7, organization_id=organization, offices=(office,))


def agency(power: Power, program_uid: UUID | None = None, ministry: int = MINISTRY) -> Actor:
    office = Held(
        role=Role.AGENCY_OFFICER,
        office_id=6,
        organization_id=AGENCY,
        ministry_ids=frozenset({ministry}),
        powers=frozenset({Delegated(ministry, power, program_uid)}),
    )
    return Actor(user_id=8, person_id=8, organization_id=AGENCY, offices=(office,))


def program() -> Program:
    return Program(uid=OURS, ministry=Organization(pk=MINISTRY))


def call(state: str) -> Call:
    announced_at = BEFORE if state in {"announced", "cancelled"} else None
    return Call(
        program=program(),
        state=state,
        announced_at=announced_at,
        opens_at=OPENS_AT,
        closes_at=CLOSES_AT,
        ranking_due_at=RANKING_DUE_AT,
    )


TABLE = {
    # actor: runs rules, runs calls, reads drafts, is offered to propose
    "nobody": (Actor.anonymous(), (False, False, False, False)),
    "system": (Actor.system(), (True, True, True, False)),
    "officer": (held(Role.MINISTRY_OFFICER, ministry=MINISTRY), (True, True, True, False)),
    "approver": (held(Role.MINISTRY_APPROVER, ministry=MINISTRY), (False, False, True, False)),
    "other ministry": (held(Role.MINISTRY_OFFICER, ministry=OTHER_MINISTRY), (False, False, False, False)),
    "agency, calls": (agency(Power.CALLS), (False, True, True, False)),
    "agency, calls of this": (agency(Power.CALLS, OURS), (False, True, True, False)),
    "agency, calls of another": (agency(Power.CALLS, ANOTHER), (False, False, False, False)),
    "agency, reviews": (agency(Power.REVIEWS), (False, False, False, False)),
    "agency of another": (agency(Power.CALLS, ministry=OTHER_MINISTRY), (False, False, False, False)),
    "region": (held(Role.REGION_OFFICER, region=4), (False, False, False, False)),
    "institution": (held(Role.INSTITUTION_OFFICER), (False, False, False, True)),
    "expert": (held(Role.EXPERT), (False, False, False, False)),
    "auditor": (held(Role.AUDITOR), (False, False, True, False)),
    "coordinator": (held(Role.COORDINATOR), (False, False, True, False)),
    "administrator": (held(Role.ADMINISTRATOR), (False, False, False, False)),
    "researcher": (Actor(user_id=1, person_id=1, organization_id=9), (False, False, False, True)),
    "without institution": (Actor(user_id=1, person_id=1), (False, False, False, False)),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_may(name: str) -> None:
    actor, expected = TABLE[name]
    ours = program()
    assert (
        permissions.may_run_program(actor, ours),
        permissions.may_run_calls(actor, ours),
        permissions.reads_drafts(actor, ours.ministry_id, ours.uid),
        permissions.may_propose(actor),
    ) == expected


@pytest.mark.parametrize("name", TABLE)
def test_what_was_announced_is_public_and_a_draft_is_its_desks(name: str) -> None:
    actor, (_rules, _calls, reads_drafts, _proposes) = TABLE[name]
    assert permissions.may_view_call(actor, call("announced"))
    assert permissions.may_view_call(actor, call("cancelled"))
    assert permissions.may_view_call(actor, call("draft")) is reads_drafts
    assert permissions.may_view_rule_set(actor, RuleSet(program=program(), state="published"))
    assert permissions.may_view_rule_set(actor, RuleSet(program=program(), state="draft")) is reads_drafts


@pytest.mark.parametrize(
    ("state", "at", "verbs"),
    [
        ("draft", BEFORE, ["change", "schedule", "announce", "cancel"]),
        ("draft", CLOSES_AT, ["change", "cancel"]),
        ("draft", OPENS_AT, ["change", "announce", "cancel"]),
        ("scheduled", BEFORE, ["unschedule", "announce", "cancel"]),
        ("announced", OPENS_AT, ["move_dates", "cancel"]),
        ("announced", RANKING_DUE_AT - timedelta(seconds=1), ["move_dates", "cancel"]),
        ("announced", RANKING_DUE_AT, ["cancel"]),
        ("cancelled", BEFORE, []),
    ],
)
def test_moves_by_state_and_time(state: str, at: object, verbs: list[str]) -> None:
    officer = TABLE["officer"][0]
    found = permissions.available_moves(officer, call(state), at)  # type: ignore[arg-type]  # a datetime of the table
    assert [move.verb for move in found] == verbs
    assert permissions.available_moves(TABLE["auditor"][0], call(state), BEFORE) == ()
