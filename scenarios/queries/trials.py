"""Other rules on a closed call: which calls, what was tried on them, and what would come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import overseen_rows
from accounts.roles import Power
from contracts.models import Payment
from core.calendar import seoul_date
from core.refusals import NotFound, Violation
from programs.models import Call, RuleDraft, RuleSet
from programs.policy import Policy, read_raw
from programs.queries import policy_of
from programs.queries import regions as regions_at
from reviews.models import Decision
from reviews.queries import TriedSelection, TriedTeam, selected_under
from scenarios import rules
from scenarios.models import Trial


@dataclass(frozen=True, slots=True)
class Source:
    """Rules to begin a trial with: the call's ``own``, another ``version-N``, or the ``draft`` being written."""

    code: str
    raw: dict[str, Any]
    version: int | None
    chosen: bool


def sources_of(call: Call, chosen: str) -> list[Source]:
    """The rules to begin a trial of a call with; its own where `chosen` is none of them."""
    found: dict[str, tuple[int | None, Any]] = {"own": (call.rule_set.version, read_raw(call.rule_set.text))}
    published = RuleSet.objects.filter(program_id=call.program_id, state="published").exclude(pk=call.rule_set_id)
    for rule_set in published.order_by("-version"):
        found[f"version-{rule_set.version}"] = (rule_set.version, read_raw(rule_set.text))
    draft = RuleDraft.objects.filter(program_id=call.program_id).first()
    if draft is not None:
        found["draft"] = (None, draft.content)
    known = chosen if chosen in found else "own"
    return [Source(code, raw, version, code == known) for code, (version, raw) in found.items()]


def calls_to_try(actor: Actor, at: datetime) -> QuerySet[Call]:
    """The calls that closed by then and whose trials the actor may see, the last closing first."""
    rows = Call.objects.filter(state="announced", closes_at__lte=at).select_related("program__ministry", "rule_set")
    desks = overseen_rows(actor, Power.REVIEWS, ministry="program__ministry_id", program="program__uid")
    return rows.filter(desks).order_by("-closes_at", "-id")


def call_to_try(call_uid: UUID, by: Actor, at: datetime) -> Call:
    """One of those calls. Raises NotFound."""
    found = calls_to_try(by, at).filter(uid=call_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def trials_visible_to(actor: Actor) -> QuerySet[Trial]:
    """The trials that `permissions.may_view_trial` lets the actor see, newest first."""
    rows = Trial.objects.select_related("call__program", "call__rule_set", "ministry")
    return rows.filter(overseen_rows(actor, Power.REVIEWS)).order_by("-id")


def trials_of(call: Call, by: Actor) -> QuerySet[Trial]:
    """What was tried on a call, newest first, without the long texts."""
    return trials_visible_to(by).filter(call=call).defer("text", "result")


def trial(trial_uid: UUID, by: Actor) -> Trial:
    """A trial with what was found. Raises NotFound."""
    found = trials_visible_to(by).filter(uid=trial_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def tried(call: Call, policy: Policy, budget_krw: int) -> dict[str, Any]:
    """A call under its own rules and under a policy, side by side, in plain values.

    Both go through the code that decides for real. `as_proposed` tells whether the call's own rules give again exactly
    what was proposed then; None where no selection was proposed.
    """
    own = policy_of(call.rule_set)
    before = selected_under(call, own, call.budget_krw, screened=False)
    after = selected_under(call, policy, budget_krw, screened=True)
    decided = dict(
        Decision.objects.filter(selection__call=call)
        .exclude(selection__state="discarded")
        .values_list("proposal_id", "outcome")
    )
    proposed = _proposed_then(call)
    figures = _Figures(call)
    return {
        "judged": before.judged,
        "as_proposed": None if proposed is None else proposed == {t.proposal.pk: t.outcome for t in before.teams},
        "before": figures.of(before, own),
        "after": figures.of(after, policy),
        "teams": _side_by_side(before, after, decided),
        "really": figures.money_clock(),
    }


def _proposed_then(call: Call) -> dict[int, str] | None:
    rows = Decision.objects.filter(selection__call=call).exclude(selection__state="discarded")
    return dict(rows.values_list("proposal_id", "proposed")) or None


class _Figures:
    """The figures of choices for one call: its regions are read once."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.regions = {one.code: one.capital for one in regions_at(call.closes_at)}

    def of(self, found: TriedSelection, policy: Policy) -> dict[str, Any]:
        inside = [team for team in found.teams if team.is_in]
        measures = rules.measures_of(
            map(_team, inside),
            regions=self.regions,
            policy=policy,
            closes_at=self.call.closes_at,
            starts_on=self.call.project_starts_on,
            merit=sum(team.merit for team in inside),
        )
        return {**asdict(measures), "money_on": measures.money_on.isoformat()}

    def money_clock(self) -> dict[str, Any] | None:
        """When the first money of this call really came; None before it did."""
        paid = Payment.objects.filter(tranche__contract__call=self.call, tranche__year__index=1, state="paid")
        first = paid.order_by("paid_at").values_list("paid_at", flat=True).first()
        if first is None:
            return None
        return {"money_on": _day(first), "days_to_money": (seoul_date(first) - self.call.project_starts_on).days}


def _team(team: TriedTeam) -> rules.Team:
    proposal = team.proposal
    sector = proposal.submission.sector if proposal.submission else proposal.sector
    return rules.Team(proposal.region.code, sector, team.tier, team.grant_krw, max(1, len(team.originals)))


def _day(at: datetime) -> str:
    day: date = seoul_date(at)
    return day.isoformat()


def _side_by_side(before: TriedSelection, after: TriedSelection, decided: Mapping[int, str]) -> list[dict[str, Any]]:
    """Every team of either side. One that a merge made, or that came out of one, stands on one side only."""
    first = {team.proposal.pk: team for team in before.teams}
    second = {team.proposal.pk: team for team in after.teams}
    found = []
    for pk in sorted(first.keys() | second.keys()):
        proposal = (first.get(pk) or second[pk]).proposal
        submission = proposal.submission
        found.append(
            {
                "proposal": str(proposal.uid),
                "number": proposal.number,
                "title_ko": submission.title_ko if submission else proposal.title_ko,
                "title_en": submission.title_en if submission else proposal.title_en,
                "lead_ko": proposal.lead_organization.name_ko,
                "lead_en": proposal.lead_organization.name_en,
                "region": proposal.region.code,
                "sector": submission.sector if submission else proposal.sector,
                "grant_krw": submission.grant_krw if submission else 0,
                "before": _side(first.get(pk)),
                "after": _side(second.get(pk)),
                "decided": decided.get(pk, ""),
            }
        )
    return found


def _side(team: TriedTeam | None) -> dict[str, Any] | None:
    if team is None:
        return None
    return {
        "outcome": team.outcome,
        "ground": team.ground,
        "merit": team.merit,
        "score_bp": team.score_bp,
        "tier": team.tier,
        "originals": list(team.originals),
        "violations": _told(team.violations),
    }


def _told(violations: Iterable[Violation]) -> list[dict[str, Any]]:
    return [{**asdict(one), "values": dict(one.values)} for one in violations]


def region_names(codes: Iterable[str]) -> dict[str, Region]:
    """The regions of these codes as they are called now."""
    found = Region.objects.filter(code__in=list(codes)).order_by("valid_from")
    return {one.code: one for one in found}
