"""A ministry with a selected proposal, ready for its contract; and contracts on their way to money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.models import Organization, User
from accounts.roles import Kind, Role
from contracts import actions
from contracts.models import Contract, PaymentBatch, Tranche
from contracts.tasks import SWEEPS
from core import sweeps
from core.refusals import RuleBroken
from core.wording import SEOUL
from programs.models import Call, Program, RuleSet
from proposals.models import MatchPledge, Proposal
from reviews.models import Decision, Selection
from tests.build import actor_for, an_officer, an_organization
from tests.build_programs import a_call, a_rule_set, ris_rules, the_ris_program
from tests.build_proposals import Team, a_submission, a_team
from tests.remembered import remembered

JUNE = datetime(2004, 6, 21, 10, tzinfo=SEOUL)
JULY = datetime(2004, 7, 2, 10, tzinfo=SEOUL)


GATED = "match_deposited"


def rules_of_money(
    *, gate: str = GATED, share_bp: int = 3_000, floor_bp: int = 2_000, deposit: bool = True, more: str = ""
) -> str:
    """The RIS Pilot's rules with a deposit within 30 days of signing, a further gate before every tranche, and a
    continuity tranche."""
    text = (
        ris_rules()
        .replace('"match_pledged"]', f'"match_pledged", "{gate}"]')
        .replace('"verdict_passed"]', f'"verdict_passed", "{gate}"]')
    )
    groups = [
        '[deposit]\nstarts_from = "contract_signed"\nwithin_days = 30\nin_kind_proved = true' if deposit else "",
        f"[continuity]\nshare_bp = {share_bp}\npayroll_floor_bp = {floor_bp}\nstop_needs_reason = true"
        if share_bp or floor_bp
        else "",
        more,
    ]
    return "\n\n".join([text, *(group for group in groups if group)]) + "\n"


@dataclass
class Desk:
    """A ministry with its officer and three approvers, and one selected proposal of a team."""

    ministry: Organization
    officer_user: User
    approver_users: list[User]
    team: Team
    call: Call
    proposal: Proposal
    at: datetime = JUNE

    @property
    def officer(self) -> Actor:
        return actor_for(self.officer_user, self.at)

    def approver(self, number: int = 0) -> Actor:
        return actor_for(self.approver_users[number], self.at)

    @property
    def office(self) -> Actor:
        return actor_for(self.team.office_user, self.at)


@remembered
def a_desk(
    *,
    budget_krw: int | None = None,
    pledged: bool = True,
    outcome: str = "selected",
    ministry: Organization | None = None,
    rules: str = "",
) -> Desk:
    """A published selection with one proposal in it; its region has pledged its match. `rules` are those of the RIS
    Pilot unless told.

    A second desk beside another one is of the same ministry, as the programme is.
    """
    ministry = ministry or an_organization(Kind.MINISTRY, None)
    changes: dict[str, Any] = {} if budget_krw is None else {"budget_krw": budget_krw}
    program, rule_set = the_ris_program(ministry)
    call = a_call(program, _ruled(program, rules) if rules else rule_set, **changes)
    team = a_team()
    proposal = a_submission(team, call).proposal
    if pledged:
        MatchPledge.objects.create(
            proposal=proposal,
            region=proposal.region,
            ministry=ministry,
            state="made",
            year_krw=[100_000_000] * 3,
            in_kind_krw=[0] * 3,
            made_at=JUNE,
            made_by=1,
        )
    a_published_decision(proposal, outcome)
    return Desk(
        ministry=ministry,
        officer_user=an_officer(Role.MINISTRY_OFFICER, ministry),
        approver_users=[an_officer(Role.MINISTRY_APPROVER, ministry) for _ in range(3)],
        team=team,
        call=call,
        proposal=proposal,
    )


def _ruled(program: Program, rules: str) -> RuleSet:
    """These rules as the programme's latest version, which they may be already."""
    try:
        return a_rule_set(program, rules)
    except RuleBroken:
        return program.rule_sets.latest("version")


def a_published_decision(proposal: Proposal, outcome: str = "selected") -> None:
    """A published selection of the proposal's call, with it alone in it."""
    selection = Selection.objects.create(
        call=proposal.call,
        ministry=proposal.ministry,
        state="published",
        value=1,
        bound=1,
        inputs_sha256="0" * 64,
        solver="by hand",
        proposed_at=JUNE,
        decided_at=JUNE,
        decided_by=1,
        published_at=JUNE,
        published_by=1,
    )
    Decision.objects.create(
        selection=selection,
        proposal=proposal,
        number=proposal.number,
        title_ko=proposal.title_ko,
        lead_ko=proposal.lead_organization.name_ko,
        region=proposal.region,
        merit=1,
        grant_krw=2_700_000_000,
        proposed=outcome,
        outcome=outcome,
    )
    Proposal.objects.filter(pk=proposal.pk).update(state=outcome)
    proposal.refresh_from_db()


def a_drawn_contract(desk: Desk) -> Contract:
    return actions.draw_contract(proposal_uid=desk.proposal.uid, by=desk.officer, at=desk.at)


def a_contract_in_force(desk: Desk) -> Contract:
    """Drawn, its account named and confirmed, signed by both sides."""
    contract = a_drawn_contract(desk)
    actions.name_account(
        contract_uid=contract.uid,
        bank="표본은행",
        number="123-456-789012",
        holder="표본대학교",
        by=desk.office,
        at=desk.at,
    )
    actions.confirm_account(contract_uid=contract.uid, by=desk.officer, at=desk.at)
    actions.sign_for_institution(contract_uid=contract.uid, sha256=contract.sha256, by=desk.office, at=desk.at)
    actions.sign_for_ministry(contract_uid=contract.uid, sha256=contract.sha256, by=desk.approver(), at=desk.at)
    contract.refresh_from_db()
    return contract


def a_released_tranche(desk: Desk) -> Tranche:
    """The first tranche of a contract in force, on a day of its first year."""
    contract = a_contract_in_force(desk)
    (sweep,) = [one for one in SWEEPS if one.name == "contracts.release_tranches"]
    sweeps.run(sweep, at=JULY)
    return contract.tranches.get(state="released")


def a_batch(desk: Desk) -> PaymentBatch:
    tranche = a_released_tranche(desk)
    return actions.draw_up_batch(ministry_id=desk.ministry.pk, tranche_uids=[tranche.uid], by=desk.officer, at=JULY)


def an_approved_batch(desk: Desk) -> PaymentBatch:
    batch = a_batch(desk)
    for number in (0, 1):
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(number), at=JULY)
    batch.refresh_from_db()
    return batch
