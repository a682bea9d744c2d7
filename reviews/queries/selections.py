"""What a selection is made of, and selections as each may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import overseen_rows
from accounts.roles import Power
from programs.models import Call
from programs.policy import PledgeDue, Policy, RankVeto
from programs.policy.checks import grants_by_year
from proposals.models import MatchPledge, Proposal, RankedProposal
from proposals.queries import lines_in
from reviews.models import Decision, Selection
from reviews.queries.dividing import asked_by, divided
from reviews.queries.rounds import one
from reviews.queries.scores import counted_in
from reviews.rules import Candidate, Quotas, Veto, merit_of, within_reach

VETOES = {
    RankVeto.WEIGHT_ONLY: Veto.NONE,
    RankVeto.UNRANKED: Veto.UNRANKED,
    RankVeto.ORDER: Veto.ORDER,
}


def quotas_of(call: Call, policy: Policy, candidates: Sequence[Candidate], *, budget_krw: int | None = None) -> Quotas:
    """What a selection of this call among these candidates has to keep; of other money than the call's where told.

    Raises RuleBroken (`figures.missing`): see `divided`.
    """
    whole_krw = call.budget_krw if budget_krw is None else budget_krw
    shared = divided(call, policy, whole_krw, asked_by(candidates))
    own = {quota.code: quota.teams for quota in policy.regional.quotas} if policy.regional else {}
    tiers = policy.tiers.levels if policy.tiers else ()
    by_tier = {tier.code: tier.max_selected for tier in tiers if tier.max_selected is not None}
    choosing = policy.choosing
    quotas = Quotas(
        teams_per_region=policy.quota.teams_per_region,
        budget_krw=whole_krw,
        min_score_bp=policy.selection.min_score_bp,
        pledge_needed=policy.match.is_owed and policy.match.due is PledgeDue.RANKING,
        by_region={pk: own[code] for pk, code in Region.objects.filter(code__in=own).values_list("pk", "code")},
        by_tier=by_tier,
        most_waiting=policy.waiting.max_listed if policy.waiting else None,
        least_by_region=_least_by_region(call, policy),
        least_by_tier=by_tier if choosing and choosing.tiers_filled else {},
        most_per_lead=choosing.max_per_lead if choosing else None,
        budget_by_year_krw=choosing.money_of_years(policy.project_years.count, whole_krw) if choosing else (),
        veto=VETOES[choosing.rank_veto] if choosing else Veto.NONE,
        most_krw_by_region=shared.most_krw() if shared else {},
        least_krw_by_region=shared.least_krw() if shared else {},
        seed=str(choosing.lot_seed) if choosing and choosing.lot_seed is not None else "",
        rank_weight_bp=policy.selection.regional_rank_weight_bp,
    )
    return within_reach(quotas, candidates)


def _least_by_region(call: Call, policy: Policy) -> dict[int, int]:
    """The teams that a region has at least: every region from which something was handed in, where the rules say so."""
    least = policy.choosing.least_per_region if policy.choosing else None
    if least is None:
        return {}
    return dict.fromkeys(handed_in_to(call).order_by().values_list("region_id", flat=True).distinct(), least)


def regional_positions(call: Call) -> tuple[dict[int, int], dict[int, int]]:
    """Each ranked proposal's place in its region's submitted order, and how many each region ranked."""
    places: dict[int, int] = {}
    ranked: dict[int, int] = defaultdict(int)
    rows = RankedProposal.objects.filter(ranking__call=call, ranking__state="submitted")
    for proposal_id, region_id, position in rows.values_list("proposal_id", "ranking__region_id", "position"):
        places[proposal_id] = position
        ranked[region_id] += 1
    return places, dict(ranked)


def candidates_of(
    call: Call, policy: Policy, inherited: Mapping[int, list[int]]
) -> tuple[list[Candidate], dict[int, Proposal], dict[int, int | None]]:
    """Every proposal of the call that stands for selection, as the optimum looks at it: see `candidates_among`."""
    return candidates_among(handed_in_to(call).filter(state="submitted"), call, policy, inherited, pledged_in(call))


def pledged_in(call: Call) -> set[int]:
    """The proposals of a call for which their region has promised its match."""
    return set(MatchPledge.objects.filter(proposal__call=call, state="made").values_list("proposal_id", flat=True))


def handed_in_to(call: Call) -> QuerySet[Proposal]:
    """The proposals of a call that were ever handed in, with what the optimum looks at, in order of id."""
    rows = Proposal.objects.filter(call=call, submission__isnull=False)
    return rows.select_related("submission", "region", "lead_organization").order_by("id")


def candidates_among(
    standing: Iterable[Proposal],
    call: Call,
    policy: Policy,
    inherited: Mapping[int, list[int]],
    pledged: Collection[int],
) -> tuple[list[Candidate], dict[int, Proposal], dict[int, int | None]]:
    """Some proposals of a call as the optimum looks at them under a policy.

    A merged proposal has the mean score of its originals (by their grants) and the best of their places;
    `inherited` gives the originals of each. Also returns the proposals and their places by id.
    """
    scores = {pk: one.counts_bp for pk, one in counted_in(call, policy).cases.items()}
    places, ranked = regional_positions(call)
    grants = dict(
        Proposal.objects.filter(call=call, submission__isnull=False).values_list("id", "submission__grant_krw")
    )
    proposals = {proposal.pk: proposal for proposal in standing}
    by_year, years = policy.choosing is not None, policy.project_years.count
    candidates, positions = [], {}
    for proposal in proposals.values():
        originals = inherited.get(proposal.pk, [])
        score = _mean_of(originals, scores, grants) if originals else scores.get(proposal.pk)
        yearly = _yearly(proposal, policy) if policy.tiers or by_year else ()
        tier = policy.tiers.of(grant for grant in yearly if grant) if policy.tiers and yearly else None
        found = [places[pk] for pk in (originals or [proposal.pk]) if pk in places]
        positions[proposal.pk] = min(found, default=None)
        candidates.append(
            Candidate(
                id=proposal.pk,
                region_id=proposal.region_id,
                score_bp=score,
                merit=merit_of(
                    score=score or 0,
                    position=positions[proposal.pk],
                    ranked=ranked.get(proposal.region_id, 1),
                    rank_weight_bp=policy.selection.regional_rank_weight_bp,
                ),
                grant_krw=_grant_of(proposal),
                teams=1 if policy.quota.counts == "official" else max(1, len(originals)),
                pledged=proposal.pk in pledged,
                tier=tier.code if tier else "",
                lead_id=proposal.lead_organization_id,
                position=positions[proposal.pk],
                ranked=ranked.get(proposal.region_id, 1),
                grants_krw=yearly if by_year else (),
                least_krw=(tier.min_grant_krw if tier else policy.budget.min_grant_per_year_krw) * years,
                number=proposal.number,
            )
        )
    return candidates, proposals, positions


def _yearly(proposal: Proposal, policy: Policy) -> tuple[int, ...]:
    """The grant of each year as handed in; empty where nothing was."""
    if proposal.submission is None:
        return ()
    return grants_by_year(policy, lines_in(proposal.submission.content))


def _grant_of(proposal: Proposal) -> int:
    return proposal.submission.grant_krw if proposal.submission else 0


def _mean_of(originals: list[int], scores: Mapping[int, int], grants: Mapping[int, int]) -> int | None:
    judged = [(scores[pk], grants.get(pk, 0)) for pk in originals if pk in scores]
    weight = sum(grant for _, grant in judged)
    if not judged or len(judged) < len(originals) or not weight:
        return None
    return round(Fraction(sum(score * grant for score, grant in judged), weight))


def teams_of(originals: Mapping[int, list[int]]) -> dict[int, list[dict[str, str]]]:
    """Number and leader of each original of each merged proposal, the leading one first."""
    rows = Proposal.objects.filter(pk__in={pk for found in originals.values() for pk in found})
    named = {
        row.pk: {
            "number": row.number,
            "lead_ko": row.lead_organization.name_ko,
            "lead_en": row.lead_organization.name_en,
        }
        for row in rows.select_related("lead_organization")
    }
    return {merged: [named[pk] for pk in found] for merged, found in originals.items()}


def selections_visible_to(actor: Actor) -> QuerySet[Selection]:
    """Published ones are everybody's; the others are their ministry's and agency's desks' and overseers'."""
    rows = Selection.objects.select_related("call__program", "call__rule_set", "ministry").order_by("-id")
    desks = overseen_rows(actor, Power.REVIEWS)
    return rows.filter(desks | Q(state="published"))


def selection_page(selection_uid: UUID, by: Actor) -> Selection:
    """A selection with its decisions, the best first. Raises NotFound."""
    decisions = Decision.objects.select_related("region").order_by("region__order", "-merit", "id")
    return one(selections_visible_to(by).prefetch_related(Prefetch("decisions", decisions)), selection_uid)


def locked_selection(selection_uid: UUID, by: Actor) -> Selection:
    """A selection that the actor may see, its row locked. Raises NotFound."""
    one(selections_visible_to(by), selection_uid)
    rows = Selection.objects.select_related("call__program", "call__rule_set")
    return rows.select_for_update(of=("self",), no_key=True).get(uid=selection_uid)
