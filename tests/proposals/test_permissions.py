"""Who sees which proposal: the predicate and the queryset say the same, row by row, also behind the second wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

import pytest

from accounts.actors import Actor
from accounts.roles import Kind, Role
from core.refusals import NotAllowed, NotFound
from core.scope import NOBODY, SYSTEM, enter, within
from programs.models import Call
from proposals import actions, permissions, queries
from proposals.models import (
    Attachment,
    Participation,
    Partner,
    Proposal,
    ProposedLine,
    Section,
    Submission,
    Target,
)
from proposals.permissions import NO_MEMBER, Membership
from proposals.states import PROPOSAL
from tests.build import (
    MARCH,
    World,
    a_ministry_world,
    a_person,
    a_user,
    actor_for,
    an_officer,
    an_organization,
)
from tests.build_programs import CLOSES_AT, a_call
from tests.build_proposals import Team, a_complete_draft, a_draft, a_submission, a_team, pdf

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """Two regions, two ministries, a proposal of each in several states."""

    world: World
    call: Call
    teams: dict[str, Team]
    proposals: dict[str, Proposal]
    actors: dict[str, Actor]


@pytest.fixture(scope="module")
def first_scene(shared_db: None) -> Scene:
    world = a_ministry_world()
    call = a_call(ministry=world.ministry)
    teams = {name: a_team("busan" if name == "busan" else "daejeon") for name in ("draft", "sent", "back", "busan")}
    proposals = {
        "draft": a_draft(teams["draft"], call),
        "sent": a_submission(teams["sent"], call).proposal,
        "back": a_submission(teams["back"], call).proposal,
        "busan": a_submission(teams["busan"], call).proposal,
    }
    actions.withdraw_proposal(proposal_uid=proposals["back"].uid, by=teams["back"].office, at=MARCH)
    busan = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    elsewhere = an_organization(Kind.MINISTRY, None)
    actors = {role: world.actor(role) for role in world.users()}
    actors |= {
        "busan_officer": actor_for(an_officer(Role.REGION_OFFICER, busan)),
        "other_ministry": actor_for(an_officer(Role.MINISTRY_OFFICER, elsewhere)),
        "undelegated": actor_for(an_officer(Role.AGENCY_OFFICER, an_organization(Kind.AGENCY, None))),
        "anonymous": Actor.anonymous(),
        **{f"{name}_leader": team.leader for name, team in teams.items()},
        **{f"{name}_office": team.office for name, team in teams.items()},
        **{f"{name}_colleague": team.colleague for name, team in teams.items()},
        "stranger": actor_for(a_user(a_person(teams["sent"].lead))),
    }
    return Scene(world, call, teams, proposals, actors)


@pytest.fixture
def scene(first_scene: Scene) -> Iterator[Scene]:
    yield deepcopy(first_scene)
    enter(SYSTEM)


def seen_by(actor: Actor) -> set[int]:
    return set(queries.visible_to(actor).values_list("pk", flat=True))


def test_what_a_queryset_gives_is_what_the_predicate_allows_in_every_state(scene: Scene) -> None:
    for state in PROPOSAL.states:
        handed_in = Proposal.objects.filter(submission__isnull=False)
        (Proposal.objects.all() if state in {"draft", "withdrawn"} else handed_in).update(state=state)
        rows = list(queries.whole(Proposal.objects.all()))
        for name, actor in scene.actors.items():
            allowed = {row.pk for row in rows if permissions.may_view(actor, row, queries.membership(actor, row))}
            assert seen_by(actor) == allowed, (name, state)
            assert set(queries.memberships(actor, rows)) == {
                row.pk for row in rows if queries.membership(actor, row) != NO_MEMBER
            }


def test_the_second_wall_hides_nothing_that_is_allowed_and_everything_of_strangers(scene: Scene) -> None:
    allowed = {name: seen_by(actor) for name, actor in scene.actors.items()}
    for name, actor in scene.actors.items():
        with within(actor.scope, back_to=SYSTEM):
            assert seen_by(actor) == allowed[name], name
    with within(NOBODY, back_to=SYSTEM):
        assert not Proposal.objects.exists()


PARTS = (Submission, Partner, Section, ProposedLine, Target, Attachment)


def test_behind_the_wall_no_part_of_another_s_proposal_is_reached(scene: Scene) -> None:
    """S2: even a query that forgets to ask who may see gives no row of another region, ministry or institution."""
    for name in ("busan_officer", "other_ministry", "anonymous", "busan_leader", "busan_office"):
        with within(scene.actors[name].scope, back_to=SYSTEM):
            reached = set(Proposal.objects.values_list("pk", flat=True))
            assert scene.proposals["sent"].pk not in reached, name
            for model in PARTS:
                assert set(model._default_manager.values_list("proposal_id", flat=True)) <= reached, name


def test_the_team_of_a_partner_institution_works_behind_the_wall(scene: Scene) -> None:
    team, proposal = scene.teams["sent"], scene.proposals["sent"]
    with within(team.colleague.scope, back_to=SYSTEM):
        section = actions.save_section(
            proposal_uid=proposal.uid, code="summary", text="새 요약", version=1, by=team.colleague, at=MARCH
        )
    assert section.version == 2


def test_a_proposal_is_written_handed_in_and_taken_back_behind_the_wall() -> None:
    team, call = a_team(), a_call()
    with within(team.leader.scope, back_to=SYSTEM):
        proposal = a_complete_draft(team, call)
        file = proposal.attachments.all()[0]
        actions.remove_file(attachment_uid=file.uid, by=team.leader, at=MARCH)
        actions.attach_file(proposal_uid=proposal.uid, document=file.document, upload=pdf(), by=team.leader, at=MARCH)
        actions.send_to_office(proposal_uid=proposal.uid, by=team.leader, at=MARCH)
    with within(team.office.scope, back_to=SYSTEM):
        assert actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH).sequence == 1
        assert actions.withdraw_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH).state == "withdrawn"


SEEN = {
    "ministry_officer": {"sent", "busan"},
    "agency_officer": {"sent", "busan"},
    "region_officer": {"sent"},
    "busan_officer": {"busan"},
    "other_ministry": set(),
    "auditor": {"sent", "back", "busan"},
    "coordinator": {"sent", "back", "busan"},
    "expert": set(),
    "administrator": set(),
    "anonymous": set(),
    "undelegated": set(),
    "stranger": set(),
    "draft_leader": {"draft"},
    "draft_office": {"draft"},
    "draft_colleague": set(),
    "back_colleague": {"back"},
    "sent_leader": {"sent"},
}


def test_each_role_sees_its_own(scene: Scene) -> None:
    names = {row.pk: key for key, row in scene.proposals.items()}
    assert {name: {names[pk] for pk in seen_by(scene.actors[name])} for name in SEEN} == SEEN
    other = actor_for(an_officer(Role.AGENCY_OFFICER, an_organization(Kind.AGENCY, None)))
    assert seen_by(other) == set()


OUTSIDERS = ("ministry_officer", "agency_officer", "region_officer", "auditor", "coordinator")


def test_outside_the_consortium_only_what_was_handed_in_is_read(scene: Scene) -> None:
    team, sent = scene.teams["sent"], scene.proposals["sent"]
    actions.change_basics(proposal_uid=sent.uid, title_ko="비밀", title_en="", sector="", by=team.leader, at=MARCH)
    for name in OUTSIDERS:
        content, working = queries.content_for(scene.actors[name], queries.page(sent.uid, scene.actors[name]))
        assert not working
        assert "비밀" not in str(content)
    assert queries.content_for(team.leader, queries.page(sent.uid, team.leader))[0]["title_ko"] == "비밀"


def test_only_the_office_hands_in_or_takes_back(scene: Scene) -> None:
    for name in (*OUTSIDERS, "sent_leader", "sent_colleague"):
        for action in (actions.submit_proposal, actions.withdraw_proposal):
            with pytest.raises(NotAllowed):
                action(proposal_uid=scene.proposals["sent"].uid, by=scene.actors[name], at=MARCH)


def test_those_who_read_change_nothing(scene: Scene) -> None:
    uid = scene.proposals["sent"].uid
    for name in OUTSIDERS:
        actor = scene.actors[name]
        with pytest.raises(NotAllowed):
            actions.save_section(proposal_uid=uid, code="summary", text="x", version=None, by=actor, at=MARCH)
        with pytest.raises(NotAllowed):
            actions.save_budget(proposal_uid=uid, lines=[], by=actor, at=MARCH)


def test_to_whom_it_is_not_visible_it_is_not_there(scene: Scene) -> None:
    """S3: the number of another's proposal, put into any action, answers like a number that is nobody's."""
    uid, file = scene.proposals["sent"].uid, Attachment.objects.filter(proposal=scene.proposals["sent"])[0]
    for name in ("stranger", "busan_officer", "other_ministry", "expert", "busan_office", "anonymous"):
        by = scene.actors[name]
        tries: list[Callable[[], object]] = [
            partial(queries.page, uid, by),
            partial(queries.attachment, file.uid, by),
            partial(actions.submit_proposal, proposal_uid=uid, by=by, at=MARCH),
            partial(actions.withdraw_proposal, proposal_uid=uid, by=by, at=MARCH),
            partial(actions.remove_file, attachment_uid=file.uid, by=by, at=MARCH),
            partial(actions.save_section, proposal_uid=uid, code="summary", text="x", version=None, by=by, at=MARCH),
        ]
        for attempt in tries:
            with pytest.raises(NotFound):
                attempt()


def test_who_left_the_team_sees_it_no_more(scene: Scene) -> None:
    team, sent = scene.teams["sent"], scene.proposals["sent"]
    person = team.partner_user.person
    assert person is not None
    actions.remove_person(proposal_uid=sent.uid, person_uid=person.uid, by=team.leader, at=MARCH)
    assert seen_by(team.colleague) == set()
    assert Participation.objects.get(proposal=sent, person=person).bound_bp == 3_000


def test_a_reader_of_the_team_does_not_write(scene: Scene) -> None:
    assert not permissions.may_edit(scene.actors["sent_leader"], scene.proposals["sent"], Membership("member", False))
    assert not permissions.may_edit(scene.actors["sent_leader"], scene.proposals["sent"], NO_MEMBER)


OFFERED = {"draft": {"submit"}, "withdrawn": {"submit"}, "submitted": {"replace", "withdraw"}}


def test_the_moves_offered_are_those_that_are_not_shut(scene: Scene) -> None:
    proposal = scene.proposals["sent"]
    for state in PROPOSAL.states:
        proposal.state = state
        for name in ("sent_office", "sent_leader", "ministry_officer"):
            offered = permissions.available_moves(scene.actors[name], proposal, scene.call, MARCH)
            shut = permissions.closed_moves(scene.actors[name], proposal, scene.call, MARCH)
            assert {move.verb for move in offered} == (OFFERED.get(state, set()) if name == "sent_office" else set())
            assert {move.verb for move in offered} | set(shut) == {move.verb for move in permissions.MOVES}
        assert permissions.available_moves(scene.actors["sent_office"], proposal, scene.call, CLOSES_AT) == ()
