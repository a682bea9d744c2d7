"""Teams of one region that the ministry would see as one, with the terms it offers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.actors import Actor
from accounts.models import Organization
from accounts.roles import Kind, Role
from programs.models import Call
from proposals import actions, queries, rules
from proposals.models import MergeOffer, Proposal
from tests.build import actor_for, an_officer, an_organization
from tests.build_programs import RANKING_DUE_AT, a_call, the_ris_program
from tests.build_proposals import Team, a_submission, a_team, pdf

AT = RANKING_DUE_AT + timedelta(days=5)
SHARES = ((300_000_000,) * 3, (600_000_000,) * 3)


@dataclass
class Merging:
    ministry: Organization
    officer: Actor
    region: Actor
    call: Call
    teams: list[Team]
    originals: list[Proposal]

    def terms(self, **changes: Any) -> actions.MergeTerms:
        first = self.originals[0]
        lines = [rules.Line(one.year, one.category, one.source, one.amount_krw) for one in self._budget()]
        given: dict[str, Any] = {
            "leading_uid": first.uid,
            "coordinator_uid": self.teams[0].leader_user.person.uid,  # type: ignore[union-attr]
            "title_ko": "대전 통합 과제",
            "shares": {one.uid: years for one, years in zip(self.originals, SHARES, strict=True)},
            "lines": lines,
            "targets": [
                rules.KeptTarget(first.number, one["indicator"], one["year"], Decimal(one["value"]))
                for one in first.submission.content["targets"]  # type: ignore[union-attr]
            ],
        }
        given["reasons"] = {
            (original.number, one["indicator"]): "돈의 몫만큼만 맡습니다."
            for original in self.originals
            for one in original.submission.content["targets"]  # type: ignore[union-attr]
        }
        return actions.MergeTerms(**{**given, **changes})

    def _budget(self) -> tuple[rules.Line, ...]:
        """One team's money: the first original's budget."""
        return rules.shared_budget(
            queries.policy_for(self.originals[0]), [queries.original_of(self.originals[0], (0, 0, 0))]
        )

    def offer(self, **changes: Any) -> MergeOffer:
        return actions.offer_merge(terms=self.terms(**changes), by=self.officer, at=AT)

    def answer(self, offer: MergeOffer, number: int, answer: str = "accepted") -> MergeOffer:
        return actions.answer_merge(
            offer_uid=offer.uid,
            proposal_uid=self.originals[number].uid,
            answer=answer,
            sha256=offer.sha256,
            by=self.teams[number].office,
            at=AT,
        )

    def agree(self, offer: MergeOffer, year_krw: int = 100_000_000) -> MergeOffer:
        return actions.answer_merge_for_region(
            offer_uid=offer.uid,
            answer="accepted",
            sha256=offer.sha256,
            year_krw=[year_krw] * 3,
            document=pdf("pledge.pdf"),
            by=self.region,
            at=AT,
        )


def two_teams() -> Merging:
    """Two proposals of Daejeon in a call of their own, with its ministry's officer and the region's."""
    ministry = an_organization(Kind.MINISTRY, None)
    call = a_call(*the_ris_program(ministry))
    teams = [a_team(), a_team()]
    government = an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")
    officer = actor_for(an_officer(Role.MINISTRY_OFFICER, ministry), AT)
    region = actor_for(an_officer(Role.REGION_OFFICER, government), AT)
    return to_be_merged(ministry, call, teams, officer=officer, region=region)


def to_be_merged(
    ministry: Organization,
    call: Call,
    teams: Sequence[Team],
    *,
    officer: Actor,
    region: Actor,
    share_bp: int = 3_000,
) -> Merging:
    """Each team hands in a proposal in this call."""
    originals = [a_submission(team, call, share_bp=share_bp).proposal for team in teams]
    for original in originals:
        original.refresh_from_db()
    return Merging(ministry=ministry, officer=officer, region=region, call=call, teams=list(teams), originals=originals)
