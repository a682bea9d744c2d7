"""What follows a call in the walk's world: a judged and selected call, a contract with its money, an offer to merge."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Office, Person, User
from accounts.roles import Role
from contracts.actions import announce_deposit
from contracts.models import BankFile, BankOrder, PaymentBatch, ProjectYear, StatementLine
from core.files import store_upload
from core.jobs import open_job
from core.models import Job
from programs.actions import attach_to_call, load_preset, read_preset
from programs.models import Program, RuleSet
from proposals.actions import begin_plan
from proposals.models import Attachment, MergeOffer, Overlap, Proposal
from reviews import actions
from reviews.inviting import token_of
from reviews.models import Absence, Appeal, AppealFile, Assignment, Case, Conflict, Expert, Letter, Member, Selection
from reviews.queries import PROPOSING, papers_of, put_appeal, put_member, team_of
from tests.build import MARCH, World
from tests.build_contracts import Desk, a_batch
from tests.build_programs import BEFORE, SYSTEM, a_call, a_draft_call, a_program, a_rule_set
from tests.build_proposals import Team, a_submission, a_team, pdf
from tests.build_reviews import FIELDS, OPENED_AT, SELECTED_AT, Panel, a_committee, an_expert
from tests.proposals.merging import AT as MERGED_AT
from tests.proposals.merging import to_be_merged

CLOSED = "표식-KZ49"
"""Stands in the title of the case that one of its experts was given and may not judge: he reads it nowhere."""
SHARE_BP = 1_000
"""Of each person's time: the same people stand in four proposals."""


def later_objects(own: World, team: Team, program: Program, rule_set: RuleSet) -> dict[str, Any]:
    """What addresses of judgement, contracts, money and merging name: three more proposals of the team.

    One is being judged by the world's expert. One has been selected: its contract is in force and its first tranche
    in a batch. The third is offered to be merged. A key with a route's name before it is for that route alone.
    """
    panel = _scored(own, _handed_in(team, program, rule_set))
    given = panel.given()
    selection, batch = _selected(own, team, program, rule_set)
    tranche = batch.payments.get().tranche
    offer, original = _offered(own, team, program, rule_set)
    plans = _plans(own, team)
    judged = selection.call.round
    actions.ask_for_drawings(round_uid=judged.uid, by=SYSTEM, at=SELECTED_AT)
    seat = _written_to(panel)
    letter = _letter(selection)
    return {
        **_assigned(panel),
        **_met(panel),
        "round_uid": panel.round.uid,
        "reviews:advance verb": "close_round",
        "reviews:stop-drawing round_uid": judged.uid,
        "case_uid": given.case.uid,
        "reviews:file attachment_uid": _file_of(panel),
        "api:case-file attachment_uid": _file_of(panel),
        "assignment_uid": given.uid,
        "expert_uid": given.expert.uid,
        "absence_uid": _absence(given.expert).uid,
        "conflicted": User.objects.get(person__expert__conflicts__case=given.case),
        "taken": Assignment.objects.get(case=given.case, state="void"),
        "member_uid": seat.uid,
        "reviews:invitation token": token_of(seat),
        "conflict_uid": Conflict.objects.get(case=given.case).uid,
        "selection_uid": selection.uid,
        "selection_job_uid": _worked_out(selection).uid,
        "letter_uid": letter.uid,
        **_appealed(selection),
        "reviews:write-appeal proposal_uid": selection.decisions.get().proposal.uid,
        "api:proposal-appeal proposal_uid": selection.decisions.get().proposal.uid,
        "reviews:move verb": "decide",
        "decision_uid": selection.decisions.get().uid,
        "contract_uid": tranche.contract.uid,
        "tranche_uid": tranche.uid,
        "deposit_uid": _deposited(tranche.year, own),
        "index": 1,
        "figure": "grant",
        "contracts:open-gate index": 2,
        "contracts:open-gate code": "verdict_passed",
        "batch_uid": batch.uid,
        "ministry_uid": own.ministry.uid,
        **_banked(batch),
        "offer_uid": offer.uid,
        "overlap_uid": _overlap(panel.proposals[0], original).uid,
        **plans,
        **_balanced(own),
        "proposals:merge-answer proposal_uid": original.uid,
    }


def _banked(batch: PaymentBatch) -> dict[str, Any]:
    """The bank's file of the batch, a statement with a line that matches nothing, and an approver's office."""
    kept: dict[str, Any] = {"content": b"<x/>", "count": 1}
    BankOrder.objects.create(batch=batch, sha256="0" * 64, total_krw=1, made_at=SELECTED_AT, **kept)
    file = BankFile.objects.create(
        ministry=batch.ministry, kind="statement", number="S-1", sha256="1" * 64, read_at=SELECTED_AT, **kept
    )
    line = StatementLine.objects.create(
        ministry=batch.ministry,
        file=file,
        row=1,
        direction="out",
        amount_krw=1,
        booked_on=SELECTED_AT.date(),
        state="unmatched",
        why="names_no_payment",
    )
    office = Office.objects.filter(organization=batch.ministry, role=Role.MINISTRY_APPROVER)[0]
    return {
        "line_uid": line.uid,
        **{f"{name} office_uid": office.uid for name in ("contracts:approval-limit", "api:approval-limit")},
    }


def _absence(expert: Expert) -> Absence:
    """Days on which the world's expert takes no cases."""
    days = {"away_from": date(2030, 1, 1), "back_on": date(2030, 2, 1)}
    return Absence.objects.create(expert=expert, told_at=OPENED_AT, **days)


def _balanced(own: World) -> dict[str, Any]:
    """A programme of the ministry whose rules know a balance index, with figures."""
    program, _ = load_preset("nuri-2004", ministry_uid=own.ministry.uid, by=SYSTEM, at=BEFORE)
    pages = ("programs:figures", "programs:figures-csv", "programs:record-figures", "api:program-figures")
    return {f"{name} program_uid": program.uid for name in pages}


def _appealed(selection: Selection) -> dict[str, Any]:
    """An appeal with a file beside it, and a document of the proposal in dispute among its papers."""
    appeal = _appeal(selection)
    put_appeal(appeal, papers=papers_of(appeal))
    kept: dict[str, Any] = {
        "by": 1,
        "at": SELECTED_AT,
        "ministry_id": appeal.ministry_id,
        "organization_ids": appeal.organization_ids,
    }
    stored = store_upload(pdf(), allowed=["pdf"], max_bytes=1_000_000, **kept)
    file = AppealFile.objects.create(appeal=appeal, file=stored, added_at=SELECTED_AT)
    paper = appeal.papers["cases"][0]["dossier"]["files"][0]["uid"]
    return {
        "appeal_uid": appeal.uid,
        **{f"{space}:appeal-paper attachment_uid": paper for space in ("reviews", "api")},
        **{f"{name} file_uid": file.uid for name in ("reviews:appeal-file", "api:appeal-one-file")},
    }


def _appeal(selection: Selection) -> Appeal:
    """What its team holds against the decision, filed."""
    decision = selection.decisions.get()
    return Appeal.objects.create(
        decision=decision,
        call=selection.call,
        ministry=selection.ministry,
        project_uid=decision.proposal.project_uid,
        number=decision.number,
        state="filed",
        ground="fact",
        disputed="decision",
        statement="사실 확인을 요청합니다.",
        begun_at=SELECTED_AT,
        changed_at=SELECTED_AT,
        filed_at=SELECTED_AT,
        **team_of(decision),
    )


def _worked_out(selection: Selection) -> Job:
    """Work on a selection of the same call, which waits for a worker."""
    return open_job(kind=PROPOSING, owner_id=None, at=SELECTED_AT, parameters={"call": str(selection.call.uid)})


def _letter(selection: Selection) -> Letter:
    """What the team of a published selection was told."""
    job = actions.ask_for_letters(selection_uid=selection.uid, by=SYSTEM, at=SELECTED_AT)
    actions.run_letters(job=job, at=SELECTED_AT)
    return Letter.objects.get(selection=selection)


def _overlap(first: Proposal, second: Proposal) -> Overlap:
    """Two proposals of the ministry that have half their text in common."""
    return Overlap.objects.create(
        first=first,
        second=second,
        first_number=first.number,
        second_number=second.number,
        first_call=first.call,
        second_call=second.call,
        first_program=first.call.program,
        second_program=second.call.program,
        first_ministry=first.ministry,
        second_ministry=second.ministry,
        alike_bp=5_000,
        text_bp=5_000,
        people=0,
        firms=0,
        equipment=0,
        found_at=MARCH,
    )


def _plans(own: World, team: Team) -> dict[str, Any]:
    """A commissioned call of the ministry with a plan of its region, led by the team's university; and the draft of
    another with a file beside its guideline."""
    rules = read_preset("technopark").rules.replace('lead_kinds = ["regional_agency"]', 'lead_kinds = ["university"]')
    program = a_program(own.ministry, route="commissioned")
    a_rule_set(program, rules)
    starts_on, asker = date(2005, 1, 1), own.actor("region_officer")
    call, draft = (make(program, project_starts_on=starts_on) for make in (a_call, a_draft_call))
    lead_uid = team.lead.uid
    plan = begin_plan(call_uid=call.uid, lead_organization_uid=lead_uid, title_ko="계획", by=asker, at=MARCH)
    beside = attach_to_call(call_uid=draft.uid, title_ko="서식", upload=pdf(), by=SYSTEM, at=BEFORE)
    pages = ("proposals:call-plans", "proposals:plan-begin", "proposals:plan-decline")
    return {
        "plan_uid": plan.uid,
        "file_uid": beside.uid,
        "programs:ask-regions call_uid": draft.uid,
        "api:call-regions call_uid": draft.uid,
        **{f"{name} call_uid": call.uid for name in (*pages, "api:call-plans", "api:plan-decline")},
    }


def _handed_in(team: Team, program: Program, rule_set: RuleSet) -> Proposal:
    """A proposal of the team in a call of its own."""
    proposal = a_submission(team, a_call(program, rule_set), share_bp=SHARE_BP).proposal
    proposal.refresh_from_db()
    return proposal


def _scored(own: World, proposal: Proposal) -> Panel:
    """By the world's expert and two others; a fourth, to whom it was given, found that he may not judge it."""
    experts = [_registered(own.expert), an_expert(), an_expert(), an_expert()]
    Proposal.objects.filter(pk=proposal.pk).update(title_ko=CLOSED, title_en=CLOSED)
    proposal.refresh_from_db()
    panel = a_committee(own, proposal.call, [proposal], experts)
    panel.pledge()
    Case.objects.filter(round=panel.round).update(title_ko=CLOSED, title_en=CLOSED)
    conflict = {panel.case().uid: ("other", "같은 연구실에 있었습니다.")}
    panel.declare()
    panel.assign()
    given = Assignment.objects.filter(state="given").exclude(expert=panel.experts[0]).select_related("expert")[0]
    actions.declare_interests(round_uid=panel.round.uid, conflicts=conflict, by=panel.actor_of(given), at=OPENED_AT)
    panel.assign()
    actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    panel.score()
    return panel


def _written_to(panel: Panel) -> Member:
    """A seat to which a letter went, whose link still holds."""
    seat = Member.objects.get(round=panel.round, expert=panel.experts[1])
    put_member(seat, letter_number=1, link_until=SELECTED_AT)
    return seat


def _assigned(panel: Panel) -> dict[str, Any]:
    """A plan that waits for confirmation, another that a worker is to make, and a pair that an officer ruled on."""
    acting: dict[str, Any] = {"by": panel.officer, "at": OPENED_AT}
    plan = actions.propose_assignment(round_uid=panel.round.uid, **acting)
    barred = Conflict.objects.select_related("expert").get(case=panel.case()).expert
    pair: dict[str, Any] = {"case_uid": panel.case().uid, "expert_uid": barred.uid, "kind": "forbidden"}
    rule = actions.set_pair(reason="같은 연구실에 있었습니다.", **pair, **acting)
    return {
        "assignment_plan_uid": plan.uid,
        "assignment_job_uid": actions.ask_for_assignment(round_uid=panel.round.uid, **acting).uid,
        "pair_uid": rule.uid,
    }


def _met(panel: Panel) -> dict[str, Any]:
    """A meeting on the case that one of the committee may not know of; the world's expert is its chair and reports."""
    acting: dict[str, Any] = {"by": panel.officer, "at": OPENED_AT}
    actions.open_to_panel(round_uid=panel.round.uid, **acting)
    seats = {one.expert_id: one.uid for one in Member.objects.filter(round=panel.round)}
    first, second = panel.experts[:2]
    meeting = actions.call_meeting(
        round_uid=panel.round.uid,
        starts_at=SELECTED_AT,
        place="회의실",
        chair_uid=seats[first.pk],
        deputy_uid=seats[second.pk],
        **acting,
    )
    item = meeting.items.get()
    actions.set_rapporteur(item_uid=item.uid, expert_uid=first.uid, **acting)
    actions.begin_meeting(meeting_uid=meeting.uid, member_uids=list(seats.values()), **acting)
    actions.take_up_item(item_uid=item.uid, **acting)
    actions.write_minutes(item_uid=item.uid, text=CLOSED, version=None, **acting)
    verbs = {"meeting_verb": "sign", "reviews:meeting-deed meeting_verb": "call_back"}
    return {"meeting_uid": meeting.uid, "item_uid": item.uid, **verbs}


def _file_of(panel: Panel) -> UUID:
    return Attachment.objects.filter(proposal=panel.proposals[0])[0].uid


def _selected(own: World, team: Team, program: Program, rule_set: RuleSet) -> tuple[Selection, PaymentBatch]:
    """Judged, selected and published by the actions; its contract's first tranche waits for two approvals."""
    proposal = _handed_in(team, program, rule_set)
    panel = a_committee(own, proposal.call, [proposal], [an_expert(), an_expert(), an_expert()])
    selection = panel.selected()
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=own.actor("ministry_officer", SELECTED_AT), at=SELECTED_AT)
    proposal.refresh_from_db()
    desk = Desk(
        ministry=own.ministry,
        officer_user=own.ministry_officer,
        approver_users=[own.ministry_approver],
        team=team,
        call=proposal.call,
        proposal=proposal,
    )
    return selection, a_batch(desk)


def _deposited(year: ProjectYear, own: World) -> UUID:
    """A deposit that the contract's region announced, with its document; nobody has confirmed it."""
    deposit = announce_deposit(
        contract_uid=year.contract.uid,
        index=year.index,
        form="cash",
        amount_krw=1,
        deposited_on=SELECTED_AT.date(),
        document=pdf(),
        by=own.actor("region_officer", SELECTED_AT),
        at=SELECTED_AT,
    )
    return deposit.uid


def _registered(user: User) -> Expert:
    person: Person = user.person  # type: ignore[assignment]  # every role of the world is a person's
    return Expert.objects.create(person=person, fields=list(FIELDS), max_cases=12, registered_at=OPENED_AT)


def _offered(own: World, team: Team, program: Program, rule_set: RuleSet) -> tuple[MergeOffer, Proposal]:
    """An offer to merge a proposal of the team with another team's of the region, which has promised its match."""
    merging = to_be_merged(
        own.ministry,
        a_call(program, rule_set),
        [team, a_team()],
        officer=own.actor("ministry_officer", MERGED_AT),
        region=own.actor("region_officer", MERGED_AT),
        share_bp=SHARE_BP,
    )
    return merging.agree(merging.offer()), merging.originals[0]
