"""Appeals as each may see them, what they are judged by, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import desk_rows, holders, overseen_rows
from accounts.roles import Power, Role
from core.calendar import seoul_date
from core.duties import Rows, duty, items_of
from core.refusals import NotFound
from core.work import WorkItem
from programs.models import Call
from programs.policy import APPEALS_UNRULED, Appealing, Policy
from programs.queries import policy_of
from proposals.models import Participation, Proposal
from proposals.queries import originals_of
from reviews.models import (
    AgendaItem,
    Appeal,
    AppealSeat,
    Assignment,
    Case,
    Conflict,
    Decision,
    Expert,
    Letter,
    Objection,
    Selection,
)
from reviews.queries.conflicts import known_of, people_named, recent_years
from reviews.queries.letters import content_of, people_of
from reviews.queries.own import absences_of
from reviews.queries.rounds import one
from reviews.queries.selections import candidates_among, handed_in_to, pledged_in, quotas_of
from reviews.rules import Candidate, Named, Party, Quotas, Trail, bars, is_away, merit_of
from reviews.states import OPEN_APPEALS

REMIND_BEFORE_DECISION = timedelta(days=3)
"""How long before an appeal has to be decided its judges and desk are reminded."""
JOINS = ("call__program", "call__rule_set", "ministry", "decision__selection__call", "decision__region")


def terms_of_appeals(policy: Policy) -> Appealing:
    """How appeals are judged by a rule set, or where it doesn't say."""
    return policy.appealing or APPEALS_UNRULED


def appeals_visible_to(actor: Actor) -> QuerySet[Appeal]:
    """Filed ones: the ministry's and overseers'. Any: the team's and its leading institution's office's. Those he was
    named to judge: an expert's, unless he is in conflict with one of its cases."""
    rows = Appeal.objects.select_related(*JOINS).defer("papers").order_by("-id")
    found: Q = Q(overseen_rows(actor, Power.REVIEWS), ~Q(state="draft"))
    if actor.person_id is not None:
        barred = Conflict.objects.filter(
            case__of_proposal__proposal=OuterRef("decision__proposal"),
            expert__person_id=actor.person_id,
            state="standing",
        )
        judges = Q(judge_ids__contains=[actor.person_id]) & ~Q(person_ids__contains=[actor.person_id])
        found |= Q(person_ids__contains=[actor.person_id]) | (judges & ~Q(state="withdrawn") & Q(~Exists(barred)))
    offices = [held.organization_id for held in actor.offices if held.role is Role.INSTITUTION_OFFICER]
    if offices:
        found |= Q(organization_ids__overlap=offices)
    return rows.filter(found)


def appeal_page(appeal_uid: UUID, by: Actor) -> Appeal:
    """An appeal with its papers. Raises NotFound."""
    return one(appeals_visible_to(by).defer(None).prefetch_related("seats__expert__person__organization"), appeal_uid)


def locked_appeal(appeal_uid: UUID, by: Actor) -> Appeal:
    """An appeal that the actor may see, its call's row and its own locked. Raises NotFound."""
    found = one(appeals_visible_to(by), appeal_uid)
    hold_call(found.call_id)
    rows = Appeal.objects.select_related(*JOINS)
    return rows.select_for_update(of=("self",), no_key=True).get(pk=found.pk)


def hold_call(call_id: int) -> None:
    """Hold a call's row: a contract and an appeal that would hold its place wait for each other."""
    Call.objects.select_for_update(of=("self",)).get(pk=call_id)


def decision_of(proposal: Proposal) -> Decision:
    """The published decision on a proposal. Raises NotFound."""
    rows = Decision.objects.select_related("selection__call__rule_set", "selection__call__program", "proposal")
    found = rows.filter(proposal=proposal, selection__state="published").first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def told_at(decision: Decision) -> datetime | None:
    """When a team was told of its decision: by its letter, else by the publication."""
    sent = Letter.objects.filter(decision=decision).values_list("sent_at", flat=True).first()
    return sent or decision.selection.published_at


def findings_of(decision: Decision, policy: Policy) -> list[str]:
    """What of a decision may be in dispute: the whole, a criterion, a rule that bound it, an officer's override."""
    found = ["decision", *(["override"] if decision.override_reason else [])]
    found += [f"criterion:{criterion.code}" for criterion in policy.review.criteria]
    return found + [f"rule:{code}" for code in dict.fromkeys(rule["code"] for rule in decision.binding)]


def own_seat(appeal: Appeal, by: Actor) -> AppealSeat:
    """The actor's place among an appeal's judges, its row locked. Raises NotFound."""
    rows = AppealSeat.objects.select_for_update(of=("self",)).filter(appeal=appeal, expert__person_id=by.person_id or 0)
    seat = rows.first()
    if seat is None:
        raise NotFound.because("http.not_found")
    return seat


def _proposals_in(decision: Decision) -> list[int]:
    originals = originals_of(decision.selection.call).get(decision.proposal_id, [])
    return [*originals, decision.proposal_id]


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert of the register, and why he can't judge an appeal: nothing where he can."""

    expert: Expert
    bars: tuple[str, ...]


def judges_for(appeal: Appeal, experts: Iterable[Expert], at: datetime) -> list[Judge]:
    """Whether each of these experts may judge an appeal, in order of id: as many queries for one as for all."""
    decision = appeal.decision
    proposals = _proposals_in(decision)
    cases = list(Case.objects.filter(of_proposal__proposal__in=proposals).values_list("pk", flat=True))
    experts = sorted(experts, key=lambda expert: expert.pk)
    selection = decision.selection
    doers = (selection.proposed_by, selection.decided_by, selection.published_by, decision.override_by)
    users = [pk for pk in doers if pk is not None]
    present = AgendaItem.objects.filter(case__in=cases).values_list("present", "rapporteur_id")
    today, away = seoul_date(at), absences_of(experts)
    trail = Trail(
        reviewers=frozenset(Assignment.objects.filter(case__in=cases).values_list("expert_id", flat=True)),
        panel=frozenset(pk for here, reporter in present for pk in (*here, reporter) if pk is not None),
        deciders=frozenset(
            pk for pk in User.objects.filter(pk__in=users).values_list("person_id", flat=True) if pk is not None
        ),
        barred=frozenset(Conflict.objects.filter(case__in=cases, state="standing").values_list("expert_id", flat=True)),
        seated=frozenset(AppealSeat.objects.filter(appeal=appeal).values_list("expert_id", flat=True)),
        away=frozenset(one.pk for one in experts if is_away(away[one.pk], today, today)),
    )
    party = Party(
        0,
        frozenset(decision.proposal.organization_ids),
        frozenset(appeal.person_ids),
        decision.proposal.region_id,
        frozenset(people_named(appeal.person_ids).values()),
    )
    named = [
        Named(0, said.name, said.institution, said.researcher_number, said.ground, said.note)
        for said in Objection.objects.filter(proposal__in=proposals)
    ]
    years = recent_years(appeal.call)
    known = {found.expert_id: found for found in known_of(experts, at, years)}
    return [Judge(expert, bars(known[expert.pk], trail, party, named)) for expert in experts]


def papers_of(appeal: Appeal) -> dict[str, Any]:
    """What those read who judge an appeal: the frozen dossier of each case, and what the letter says."""
    decision = Decision.objects.select_related("proposal__call", "selection__call").get(pk=appeal.decision_id)
    cases = Case.objects.filter(of_proposal__proposal__in=_proposals_in(decision)).order_by("number")
    return {
        "cases": [{"number": case.number, "dossier": case.dossier} for case in cases],
        **content_of(decision, policy_of(appeal.call.rule_set)),
    }


def team_of(decision: Decision) -> dict[str, list[int]]:
    """Whose an appeal is: the team's persons and the leading institution."""
    return {"person_ids": people_of(decision), "organization_ids": [decision.proposal.lead_organization_id]}


def leads_appeal(appeal: Appeal, by: Actor) -> bool:
    """Whether the actor leads the team whose appeal this is."""
    return leads_decision(appeal.decision, by)


def leads_decision(decision: Decision, by: Actor) -> bool:
    """Whether the actor leads the team that a decision is about."""
    rows = Participation.objects.filter(proposal=decision.proposal_id, part="leader")
    return by.person_id is not None and rows.filter(person_id=by.person_id).exists()


def put_appeal(appeal: Appeal, **changes: Any) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(**changes)
    appeal.refresh_from_db(fields=list(changes))


def put_seat(seat: AppealSeat, **changes: Any) -> None:
    AppealSeat.objects.filter(pk=seat.pk).update(**changes)
    seat.refresh_from_db(fields=list(changes))


def is_held(call_id: int, number: str) -> bool:
    """Whether the place of the selected proposal of this number is in dispute. The caller holds the call's row."""
    return Appeal.objects.filter(call_id=call_id, state__in=OPEN_APPEALS, held__contains=[number]).exists()


def bind_place(proposal_id: int, at: datetime | None) -> None:
    """Note that a contract takes a selected proposal's place, so that no appeal wins it; None where it was given up."""
    Decision.objects.filter(proposal=proposal_id, selection__state="published").update(bound_at=at)


@dataclass(frozen=True, slots=True)
class Field:
    """All that were decided on together, as a selection looks at them, with what it keeps."""

    candidates: dict[int, Candidate]
    selected: frozenset[int]
    bound: frozenset[int]
    numbers: dict[str, int]
    quotas: Quotas

    def with_score(self, proposal_id: int, score_bp: int) -> list[Candidate]:
        """The same with another score for one of them, its merit counted anew."""
        found = self.candidates[proposal_id]
        merit = merit_of(
            score=score_bp,
            position=found.position,
            ranked=found.ranked,
            rank_weight_bp=self.quotas.rank_weight_bp,
        )
        own = replace(found, score_bp=score_bp, merit=merit)
        return [own if pk == proposal_id else one for pk, one in self.candidates.items()]


def field_of(selection: Selection, call: Call) -> Field:
    """What a published selection was made of, with its outcomes as they stand now."""
    policy = policy_of(call.rule_set)
    decisions = list(Decision.objects.filter(selection=selection))
    rows = handed_in_to(call).filter(pk__in=[decision.proposal_id for decision in decisions])
    candidates, _, _ = candidates_among(rows, call, policy, originals_of(call), pledged_in(call))
    return Field(
        {candidate.id: candidate for candidate in candidates},
        frozenset(decision.proposal_id for decision in decisions if decision.outcome == "selected"),
        frozenset(decision.proposal_id for decision in decisions if decision.bound_at is not None),
        {decision.number: decision.proposal_id for decision in decisions},
        quotas_of(call, policy, candidates),
    )


def appeals_to_remind(at: datetime) -> QuerySet[Appeal]:
    """Appeals near the day by which they are decided, nobody reminded yet; and those past it, not marked yet."""
    near = Q(reminded_at__isnull=True, decide_by__lte=at + REMIND_BEFORE_DECISION)
    late = Q(overdue_at__isnull=True, decide_by__lte=at)
    return Appeal.objects.filter(near | late, state__in=("admitted", "judged_anew"))


def keep_appeal_sums(appeal: Appeal) -> None:
    """Count for everybody, beside the selection, what its appeals came to."""
    sums = outcomes_of_appeals(appeal.call)
    Selection.objects.filter(pk=appeal.decision.selection_id).update(appeals=sums)


def outcomes_of_appeals(call: Call) -> list[dict[str, Any]]:
    """How many appeals of a call came to what on which ground. No team is named."""
    ended = Appeal.objects.filter(call=call, state__in=("upheld", "dismissed", "turned_away"))
    sums = ended.order_by().values("ground", "state").annotate(count=Count("pk")).order_by("ground", "state")
    return [dict(row) for row in sums]


def officers_of(ministry_id: int, at: datetime) -> list[int]:
    """The ministry's officers: they check appeals and carry out what was decided on them."""
    return holders(Role.MINISTRY_OFFICER, at=at, organization_id=ministry_id)


def judges_of(appeal: Appeal) -> list[int]:
    """The accounts of an appeal's judges who have not said their part yet."""
    seats = AppealSeat.objects.filter(appeal=appeal, said_at__isnull=True, expert__person__user__isnull=False)
    return list(seats.values_list("expert__person__user", flat=True))


APPEAL_PAGES = dict.fromkeys(("vote", "rejudge", "check_appeal", "decide_appeal"), "reviews:appeal")


def appeals_work(actor: Actor) -> list[WorkItem]:
    """Appeals on which an expert has to speak, and those that a ministry officer has to check or decide: one query."""
    return items_of(_duties(actor), "reviews", APPEAL_PAGES)


def _duties(actor: Actor) -> Iterator[Rows]:
    if actor.person_id is not None:
        own = AppealSeat.objects.filter(expert__person_id=actor.person_id, said_at__isnull=True).order_by()
        columns = {
            "uid": F("appeal__uid"),
            "number": F("appeal__decision__number"),
            "due_at": F("appeal__decide_by"),
            "since": F("appeal__filed_at"),
        }
        yield duty("vote", own.filter(part="body", appeal__state="admitted"), **columns)
        yield duty("rejudge", own.filter(part="anew", appeal__state="judged_anew"), **columns)
    if actor.holds(Role.MINISTRY_OFFICER):
        ours = Appeal.objects.filter(desk_rows(actor, None, program=None, roles={Role.MINISTRY_OFFICER})).order_by()
        silent = AppealSeat.objects.filter(appeal=OuterRef("pk"), said_at__isnull=True)
        columns = {
            "uid": F("uid"),
            "number": F("decision__number"),
            "due_at": F("decide_by"),
            "since": F("filed_at"),
        }
        yield duty("check_appeal", ours.filter(state="filed"), **columns)
        spoken = ours.filter(~Exists(silent), state__in=("admitted", "judged_anew"))
        yield duty("decide_appeal", spoken, **columns)
