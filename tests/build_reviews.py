"""Rounds of judgement for tests: a closed call with a panel, taken to the phase a test asks for by the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Kind
from programs.models import Call
from proposals.models import MatchPledge, Proposal, RankedProposal, RegionalRanking
from reviews import actions
from reviews.models import Assignment, Case, Decision, Expert, Review, Round, Score, Selection
from tests.build import World, a_ministry_world, a_person, a_user, actor_for, an_organization
from tests.build_programs import RANKING_DUE_AT, a_call, the_ris_program
from tests.proposals.regional import LEAST_KRW, a_submitted_proposal
from tests.remembered import remembered

OPENED_AT = RANKING_DUE_AT + timedelta(days=1)
"""When the round is opened and everything before its end is done, unless told."""
DUE_AT = OPENED_AT + timedelta(days=20)
SELECTED_AT = DUE_AT + timedelta(days=1)
FIELDS = ("it", "bio", "logistics")
CRITERIA = ("fit", "readiness", "capacity", "cooperation")
GROUND = "근거가 분명합니다."
COMMENT = "종합 의견"


@dataclass
class Panel:
    """A call's round with its cases and experts, who have accounts; every deed at OPENED_AT unless told."""

    world: World
    call: Call
    proposals: list[Proposal]
    round: Round
    experts: list[Expert]
    users: list[User]
    outsider: User
    """An expert on the register who is not on this committee."""
    at: datetime = OPENED_AT
    _actors: dict[str, Actor] = field(default_factory=dict)

    def role(self, name: str) -> Actor:
        """The world's holder of a role."""
        if name not in self._actors:
            self._actors[name] = self.world.actor(name, self.at)
        return self._actors[name]

    @property
    def officer(self) -> Actor:
        return self.role("ministry_officer")

    def expert(self, number: int) -> Actor:
        """The panel's expert of this number, from 0."""
        return actor_for(self.users[number], self.at)

    def case(self, number: int = 0) -> Case:
        return Case.objects.get(of_proposal__proposal=self.proposals[number])

    def declare(self, numbers: Iterable[int] | None = None) -> None:
        """The experts (all, unless named) declare that they have no interest."""
        for number in range(len(self.users)) if numbers is None else numbers:
            actions.declare_interests(round_uid=self.round.uid, conflicts={}, by=self.expert(number), at=self.at)

    def assign(self) -> None:
        actions.assign_experts(round_uid=self.round.uid, by=self.officer, at=self.at)

    def start(self) -> None:
        """Declared, assigned, at scoring."""
        self.declare()
        self.assign()
        actions.start_scoring(round_uid=self.round.uid, by=self.officer, at=self.at)
        self.round.refresh_from_db()

    def given(self, number: int = 0, case: Case | None = None) -> Assignment:
        """What the expert of this number was given: of this case, or the first."""
        rows = Assignment.objects.filter(expert=self.experts[number], state="given").order_by("id")
        found = (rows.filter(case=case) if case else rows).first()
        assert found is not None, "this expert was given nothing"
        return found

    def actor_of(self, assignment: Assignment) -> Actor:
        return self.expert(self.experts.index(assignment.expert))

    def save(self, assignment: Assignment, each: int | None = 4, /, **changes: object) -> Review:
        """Points and comments for every criterion, kept by the expert who judges."""
        given: dict[str, object] = {
            "points": dict.fromkeys(CRITERIA, each),
            "comments": dict.fromkeys(CRITERIA, GROUND),
            "comment": COMMENT,
            "version": None,
            "by": self.actor_of(assignment),
            "at": self.at,
        }
        return actions.save_review(assignment_uid=assignment.uid, **{**given, **changes})  # type: ignore[arg-type]  # as named

    def submit(self, assignment: Assignment, points: int = 4) -> Review:
        self.save(assignment, points)
        return actions.submit_review(assignment_uid=assignment.uid, by=self.actor_of(assignment), at=self.at)

    def score(self, *points: int) -> None:
        """Every review of every case submitted; the cases' points in order of the proposals, 4 where not told.

        Written directly, as it is costly by the actions: a test holds that both come to the same.
        """
        each = dict(zip((proposal.pk for proposal in self.proposals), points, strict=False))
        given = Assignment.objects.filter(case__round=self.round, state="given", review__isnull=True)
        proposals = dict(given.values_list("pk", "case__of_proposal__proposal"))
        said = {"state": "submitted", "version": 2, "comment": COMMENT, "changed_at": self.at, "submitted_at": self.at}
        reviews = Review.objects.bulk_create(Review(assignment_id=pk, **said) for pk in sorted(proposals))
        Score.objects.bulk_create(
            Score(review=review, criterion=code, points=each.get(proposals[review.assignment_id], 4), comment=GROUND)
            for review in reviews
            for code in CRITERIA
        )

    def open(self) -> None:
        """Scored and open to the panel."""
        self.start()
        self.score()
        actions.open_to_panel(round_uid=self.round.uid, by=self.officer, at=self.at)

    def close(self, *points: int) -> None:
        """Scored with these points, and closed."""
        self.start()
        self.score(*points)
        actions.close_round(round_uid=self.round.uid, by=self.officer, at=self.at)

    def pledge(self) -> None:
        """The match of every proposal is promised, and each region has ranked in the order of the proposals."""
        rankings: dict[int, RegionalRanking] = {}
        for proposal in self.proposals:
            MatchPledge.objects.create(
                proposal=proposal,
                region_id=proposal.region_id,
                ministry_id=proposal.ministry_id,
                state="made",
                year_krw=[LEAST_KRW] * 3,
                in_kind_krw=[0] * 3,
                made_at=RANKING_DUE_AT - timedelta(days=1),
                made_by=1,
            )
            ranking = rankings.get(proposal.region_id)
            if ranking is None:
                ranking = rankings[proposal.region_id] = RegionalRanking.objects.create(
                    call=self.call,
                    region_id=proposal.region_id,
                    ministry_id=proposal.ministry_id,
                    state="submitted",
                    submitted_at=RANKING_DUE_AT - timedelta(days=1),
                    submitted_by=1,
                )
            RankedProposal.objects.create(ranking=ranking, proposal=proposal, position=ranking.places.count() + 1)

    def propose(self) -> Selection:
        return actions.propose_selection(call_uid=self.call.uid, by=self.officer, at=SELECTED_AT)

    def selected(self, *points: int) -> Selection:
        """Pledged, judged with these points, and proposed."""
        self.pledge()
        self.close(*points)
        return self.propose()

    def decision(self, number: int = 0) -> Decision:
        return Decision.objects.exclude(selection__state="discarded").get(proposal=self.proposals[number])


def an_expert(name_ko: str = "", region: str = "seoul", fields: Iterable[str] = FIELDS, max_cases: int = 12) -> Expert:
    """Somebody on the register with an account, at an institution of his own."""
    person = a_person(an_organization(Kind.UNIVERSITY, region), name_ko)
    a_user(person)
    return Expert.objects.create(person=person, fields=list(fields), max_cases=max_cases, registered_at=OPENED_AT)


@remembered
def a_judged_call(proposals: int = 2, **terms: Any) -> tuple[World, Call, list[Proposal]]:
    """A call that is over, with so many proposals of one university of Daejeon."""
    world, call = _a_call(**terms)
    return world, call, [a_submitted_proposal(call, world.institution) for _ in range(proposals)]


def _a_call(**terms: Any) -> tuple[World, Call]:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_call(program, rule_set, **terms)
    call.program = program
    return world, call


@remembered
def a_panel(proposals: int = 2, experts: int = 4, **terms: Any) -> Panel:
    """A round being prepared with its experts invited; nobody has declared yet."""
    world, call, handed_in = a_judged_call(proposals, **terms)
    return _panel(world, call, handed_in, experts)


def a_panel_of(hand_in: Callable[[Call], list[Proposal]], experts: int = 4) -> Panel:
    """The same over proposals that the test hands in itself."""
    world, call = _a_call()
    return _panel(world, call, hand_in(call), experts)


def _panel(world: World, call: Call, proposals: list[Proposal], experts: int) -> Panel:
    return a_committee(world, call, proposals, [an_expert() for _ in range(experts)])


def a_committee(world: World, call: Call, proposals: list[Proposal], experts: list[Expert]) -> Panel:
    """A round being prepared over a call that is over, with these experts invited."""
    officer = world.actor("ministry_officer", OPENED_AT)
    round_ = actions.open_round(call_uid=call.uid, due_at=DUE_AT, by=officer, at=OPENED_AT)
    actions.invite_experts(
        round_uid=round_.uid, expert_uids=[expert.uid for expert in experts], by=officer, at=OPENED_AT
    )
    users = [User.objects.get(person=expert.person) for expert in experts]
    return Panel(world, call, proposals, round_, experts, users, User.objects.get(person=an_expert().person))
