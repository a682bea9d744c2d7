"""Who would judge what: everything an assignment is made from, and the plans that were proposed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from accounts.actors import Actor
from core.calendar import seoul_date
from core.models import Job
from core.refusals import NotFound, RuleBroken
from programs.policy import Objective, Policy
from programs.queries import policy_of
from reviews import rules
from reviews.models import Assignment, AssignmentPlan, Case, Conflict, Expert, Member, PairRule, Round
from reviews.queries.own import absences_of
from reviews.queries.rounds import rounds_visible_to
from reviews.rules import is_away

KIND = "reviews.assignment"
"""The kind of job that makes a plan."""
UNFINISHED = ("waiting", "running")
SECTION_CHARS = 2_000
"""So much of each section of a case's papers is compared with what experts write."""
QUICK_PAIRS = 50_000
"""Up to so many pairs a plan for the greatest sum is made while the officer waits for the page."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an assignment is made from. The same facts have the same hash, and the same answer."""

    matters: tuple[rules.Matter, ...]
    judges: tuple[rules.Judge, ...]
    per_case: int
    terms: rules.Terms
    fixed: rules.Fixed

    @property
    def sha256(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=sorted)
        return hashlib.sha256(told.encode()).hexdigest()

    def assigned(self, watch: rules.Watch = rules.unwatched) -> rules.Assigned:
        """The optimum and its proof. Raises RuleBroken (`assignment.*`), Undecided, Halted."""
        return rules.assign(
            self.matters, self.judges, per_case=self.per_case, terms=self.terms, fixed=self.fixed, watch=watch
        )

    @property
    def is_quick(self) -> bool:
        """Whether nobody needs to wait for the answer."""
        return not self.terms.fairest and len(self.matters) * len(self.judges) <= QUICK_PAIRS


def facts_of(round_: Round, *, at: datetime, keep: bool = True) -> Facts:
    """A round's facts as they stand now; with `keep` the pairs that stand move only where they must.

    A pair whose review was begun stays in any case. Who left the committee keeps what he has judged and gets nothing
    more; nor does somebody who is away from now until reviews are due. Raises RuleBroken (`round.not_declared`).
    """
    rows = Member.objects.filter(round=round_, declared_at__isnull=False).order_by("expert_id")
    members = list(rows.select_related("expert__person__organization", "departure"))
    if not members:
        raise RuleBroken.because("round.not_declared")
    given = Assignment.objects.filter(case__round=round_, state="given")
    stands = frozenset(given.values_list("case_id", "expert_id"))
    begun = frozenset(given.filter(review__isnull=False).values_list("case_id", "expert_id"))
    ruled = PairRule.objects.filter(case__round=round_, lifted_at__isnull=True)
    pairs = {kind: set(ruled.filter(kind=kind).values_list("case_id", "expert_id")) for kind in PairRule.Kind.values}
    away, today = absences_of(member.expert for member in members), seoul_date(at)
    until = max(today, seoul_date(round_.due_at))
    left = {
        member.expert_id
        for member in members
        if hasattr(member, "departure") or is_away(away[member.expert_id], today, until)
    }
    held = Counter(expert for _, expert in stands)
    matters = tuple(matters_of(round_))
    gone = {(matter.id, expert) for matter in matters for expert in left} - stands
    declared = {member.expert_id for member in members}
    return Facts(
        matters,
        tuple(_judge(member, held[member.expert_id] if member.expert_id in left else None) for member in members),
        round_.reviewers_per_case,
        terms_of(policy_of(round_.call.rule_set)),
        rules.Fixed(
            kept=stands if keep else frozenset(),
            pinned=frozenset(pair for pair in begun | (pairs["pinned"] - gone) if pair[1] in declared),
            forbidden=frozenset(pairs["forbidden"] - begun) | frozenset(gone),
        ),
    )


def terms_of(policy: Policy) -> rules.Terms:
    """What a rule set asks of an assignment; one without the group asks nothing but the greatest sum."""
    asked = policy.assigning
    if asked is None:
        return rules.Terms()
    return rules.Terms(
        fairest=asked.objective is Objective.FAIREST,
        max_per_institution=asked.max_per_institution,
        max_per_region=asked.max_per_region,
        own_sector=asked.own_sector,
        fields=tuple((one.field, one.at_least) for one in asked.needed),
    )


def _judge(member: Member, load: int | None) -> rules.Judge:
    expert, organization = member.expert, member.expert.person.organization
    return rules.Judge(
        member.expert_id,
        frozenset([*expert.fields, *expert.science_fields]),
        member.max_cases if load is None else load,
        words=expert.keywords,
        institution=organization.pk if organization else None,
        region=expert.region_id or (organization.region_id if organization else None),
    )


def matters_of(round_: Round) -> list[rules.Matter]:
    """The cases of a round with the experts in conflict with each."""
    barred: dict[int, set[int]] = {}
    standing = Conflict.objects.filter(case__round=round_, state="standing")
    for case_id, expert_id in standing.values_list("case_id", "expert_id"):
        barred.setdefault(case_id, set()).add(expert_id)
    cases = round_.cases.defer("dossier").annotate(sections=F("dossier__sections"))
    return [
        rules.Matter(
            case.pk,
            case.sector,
            f"{case.title_ko} {case.title_en}",
            frozenset(barred.get(case.pk, ())),
            case.number,
            " ".join(text[:SECTION_CHARS] for _, text in sorted((case.sections or {}).items())),
        )
        for case in cases.order_by("id")
    ]


@dataclass(frozen=True, slots=True)
class CaseTeam:
    """A case with the experts that a plan gives it, the affinity of each, and those who would lose it."""

    case: Case
    members: tuple[tuple[Member, int, bool], ...]
    lost: tuple[Member, ...]

    @property
    def served(self) -> int:
        """What its experts' affinities come to."""
        return sum(affinity for _, affinity, _ in self.members)


def teams_in(plan: AssignmentPlan) -> list[CaseTeam]:
    """Every case of a plan, the worst served first; of each expert whether he has the case already."""
    members = {one.expert_id: one for one in members_by_name(plan.round)}
    stands = set(Assignment.objects.filter(case__round=plan.round, state="given").values_list("case_id", "expert_id"))
    of_case: dict[int, list[tuple[Member, int, bool]]] = {}
    for case_id, expert_id, affinity in plan.pairs:
        of_case.setdefault(case_id, []).append((members[expert_id], affinity, (case_id, expert_id) in stands))
    lost: dict[int, list[Member]] = {}
    for case_id, expert_id in plan.moved:
        lost.setdefault(case_id, []).append(members[expert_id])
    cases = plan.round.cases.defer("dossier").select_related("region")
    found = [CaseTeam(case, tuple(of_case.get(case.pk, ())), tuple(lost.get(case.pk, ()))) for case in cases]
    return sorted(found, key=lambda team: (team.served, team.case.number))


def named_pairs(plan: AssignmentPlan) -> list[dict[str, object]]:
    """The pairs of a plan, each case and expert by uid, in order of the cases' numbers."""
    cases = {case.pk: case for case in plan.round.cases.only("uid", "number")}
    experts = dict(Expert.objects.filter(memberships__round=plan.round).values_list("pk", "uid"))
    pairs = [
        {"case": cases[case].uid, "number": cases[case].number, "expert": experts[expert], "affinity": affinity}
        for case, expert, affinity in plan.pairs
    ]
    return sorted(pairs, key=lambda pair: str(pair["number"]))


def members_by_name(round_: Round) -> QuerySet[Member]:
    """The committee with what a page names of each."""
    rows = Member.objects.filter(round=round_).select_related("expert__person__organization__region", "departure")
    return rows.order_by("expert__person__name_ko", "id")


def plans_visible_to(actor: Actor) -> QuerySet[AssignmentPlan]:
    """Plans of rounds that the actor may see; the action and the page ask whether he runs them."""
    rows = AssignmentPlan.objects.select_related("round__call__program", "round__call__rule_set")
    return rows.filter(round__in=rounds_visible_to(actor).values("pk"))


def plan_page(plan_uid: UUID, actor: Actor) -> AssignmentPlan:
    """One plan. Raises NotFound."""
    plan = plans_visible_to(actor).filter(uid=plan_uid).first()
    if plan is None:
        raise NotFound.because("http.not_found")
    return plan


def plans_of(round_: Round) -> QuerySet[AssignmentPlan]:
    """Every plan of a round, the newest first."""
    return AssignmentPlan.objects.filter(round=round_).order_by("-id")


def last_plan(round_: Round) -> AssignmentPlan | None:
    """The plan that waits for confirmation, else the one confirmed last."""
    rows = AssignmentPlan.objects.filter(round=round_).exclude(state="replaced").select_related("round")
    return rows.filter(state="proposed").first() or rows.order_by("-id").first()


def pair_rules_of(round_: Round) -> QuerySet[PairRule]:
    """The officer's words on pairs that hold now."""
    rows = PairRule.objects.filter(case__round=round_, lifted_at__isnull=True)
    return rows.select_related("case", "expert__person").order_by("case__number", "id")


def pair_page(pair_uid: UUID, actor: Actor) -> PairRule:
    """An officer's word on a pair of a round that the actor may see. Raises NotFound."""
    rows = PairRule.objects.select_related("case__round__call__program")
    rule = rows.filter(uid=pair_uid, case__round__in=rounds_visible_to(actor).values("pk")).first()
    if rule is None:
        raise NotFound.because("http.not_found")
    return rule


def member_page(member_uid: UUID, actor: Actor) -> Member:
    """A member of a committee whose round the actor may see. Raises NotFound."""
    rows = Member.objects.select_related("round__call__program", "expert__person")
    member = rows.filter(uid=member_uid, round__in=rounds_visible_to(actor).values("pk")).first()
    if member is None:
        raise NotFound.because("http.not_found")
    return member


def loads_in(round_: Round) -> Counter[int]:
    """How many cases each expert of a round has."""
    given = Assignment.objects.filter(case__round=round_, state="given")
    return Counter(given.values_list("expert_id", flat=True))


def jobs_of(round_: Round) -> QuerySet[Job]:
    """The work on plans of a round, the newest first."""
    return Job.objects.filter(kind=KIND, parameters__round=str(round_.uid)).order_by("-id")


def plans_to_make(at: datetime) -> QuerySet[Job]:
    """Those that wait, and those that a worker left when it died; whoever makes one holds it by a lock."""
    return Job.objects.filter(kind=KIND, state__in=UNFINISHED)
