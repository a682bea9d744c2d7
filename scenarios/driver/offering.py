"""A call of each programme that comes with Baro, through the actions: loaded, announced, answered.

What is there already (the RIS Pilot, ministries, agencies) stays as it is, so that a killed load goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from accounts import actions as accounts
from accounts.actors import Actor
from accounts.models import Organization, Person
from accounts.queries import actor_of, seats
from accounts.roles import Role
from core.calendar import seoul_date
from programs import actions as programs
from programs.actions import CallTerms, Part
from programs.models import Call, Program
from programs.policy import PersonKind, Source
from programs.policy.checks import Line
from programs.queries import indicators, latest_published, policy_of
from proposals import actions as proposals
from proposals.models import Proposal, RegionalPlan
from proposals.queries import policy_for
from scenarios.driver.paper import sheet
from scenarios.driver.world import SYSTEM, Step
from scenarios.file.offering import OfferedAnswer, OfferedCall, OfferedDraft, OfferedInstitution, Offering
from scenarios.plan.phrases import MARK

DOMAIN = "sample.example"
SECTIONS = ("summary", "goal_fit", "technology", "cooperation", "commercial", "capacity")
GUIDELINE = Part(
    title_ko="신청 방법 (표본)",
    title_en="How to answer (sample)",
    text_ko="이 공고는 표본입니다. 마감 전까지 이 포털에서 작성해 제출합니다.",
    text_en="This call is a sample. Write and hand in on this portal before it closes.",
)
SHARE_BP = 1_000
"""Of the leader's time: a sample leads nothing else."""


def steps(offering: Offering) -> Iterator[Step]:
    """What happens when: all of it within a day for what builds on what, an hour apart at most."""
    yield Step(offering.loaded_at, "programs", _load)
    for number, institution in enumerate(offering.institutions):
        at = offering.loaded_at + timedelta(minutes=1, seconds=number)
        yield Step(at, f"institutions.{institution.name_ko}", partial(_institution, institution))
    for number, call in enumerate(offering.calls):
        at = offering.announced_at + timedelta(minutes=number)
        yield Step(at, f"offered.{call.code}", partial(_offer, call))
    for answer in offering.answers:
        name = f"answers.{answer.call}.{answer.region}"
        yield Step(answer.begun_at, f"{name}.begin", partial(_begin, answer))
        if answer.until == "handed_in":
            yield Step(answer.ends_at, f"{name}.hand_in", partial(_hand_in, answer))
    for draft in offering.drafts:
        yield Step(draft.begun_at, f"drafts.{draft.call}", partial(_draft, draft))


def _load(at: datetime) -> None:
    programs.load_programs(by=SYSTEM, at=at)


def _institution(entry: OfferedInstitution, at: datetime) -> None:
    """The institution, its office, and who holds it: an account without a password."""
    made = accounts.add_organization(
        name_ko=entry.name_ko,
        name_en=entry.name_en,
        kind=entry.kind,
        region_code=entry.region,
        is_sample=True,
        by=SYSTEM,
        at=at,
    )
    person = accounts.add_person(
        name_ko=f"표본 담당 {entry.name_ko.removeprefix('표본 ')}",
        name_en="Sample Institution Officer",
        organization_uid=made.uid,
        is_sample=True,
        by=SYSTEM,
        at=at,
    )
    address = f"{entry.region}.{entry.kind.value.replace('_', '-')}@{DOMAIN}"
    accounts.open_account(person_uid=person.uid, email=address, password=None, by=SYSTEM, at=at)
    office = accounts.open_office(
        organization_uid=made.uid,
        role=Role.INSTITUTION_OFFICER.value,
        title_ko="산학협력 담당",
        title_en="Grants office",
        by=SYSTEM,
        at=at,
    )
    accounts.appoint(office_uid=office.uid, person_uid=person.uid, starts_on=seoul_date(at), by=SYSTEM, at=at)


def _offer(entry: OfferedCall, at: datetime) -> None:
    """Draft the call under its programme's rules, and announce it; with a file where regions are asked."""
    program = Program.objects.get(code=programs.read_preset(entry.preset).program.code)
    rule_set = latest_published(program.pk)
    assert rule_set is not None, "its rules were loaded before"
    due_at = entry.closes_at + timedelta(days=policy_of(rule_set).timeline.ranking_days)
    call = programs.draft_call(
        program_uid=program.uid,
        rule_set_uid=rule_set.uid,
        code=entry.code,
        terms=CallTerms(
            title_ko=f"{program.name_ko} {entry.opens_at.year}년 공고 (표본)",
            title_en=f"{program.name_en}: call of {entry.opens_at.year} (sample)",
            summary_ko=program.goal_ko,
            summary_en=program.goal_en or program.name_en,
            opens_at=entry.opens_at,
            closes_at=entry.closes_at,
            ranking_due_at=due_at,
            project_starts_on=entry.project_starts_on,
            budget_krw=entry.budget_krw,
            contact="표본 담당 부서 02-0000-0000",
        ),
        by=SYSTEM,
        at=at,
    )
    programs.add_guideline(call_uid=call.uid, part=GUIDELINE, by=SYSTEM, at=at)
    if program.traits.asked:
        form = sheet(f"{entry.code}.pdf", "Guideline", f"{program.name_en}: form of the plan")
        names = {"title_ko": "계획서 서식 (표본)", "title_en": "Form of the plan (sample)"}
        programs.attach_to_call(call_uid=call.uid, upload=form, **names, by=SYSTEM, at=at)
    programs.announce_call(call_uid=call.uid, by=SYSTEM, at=at)


def _begin(answer: OfferedAnswer, at: datetime) -> None:
    """The region begins its plan, or says that it makes none."""
    call = Call.objects.get(code=answer.call)
    if answer.until == "declined":
        by = _officer(Role.REGION_OFFICER, at, region=answer.region)
        proposals.decline_plan(call_uid=call.uid, region=answer.region, reason=answer.reason, by=by, at=at)
        return
    plan = proposals.begin_plan(
        call_uid=call.uid,
        lead_organization_uid=_lead(answer.lead).uid,
        title_ko=answer.title_ko,
        title_en=answer.title_en,
        by=_writer(answer, call, at),
        at=at,
    )
    assert plan.proposal is not None, "what is begun is written"
    _write(plan.proposal, answer.grant_per_year_krw, _writer(answer, call, at), at)


def _hand_in(answer: OfferedAnswer, at: datetime) -> None:
    call = Call.objects.get(code=answer.call)
    plan = RegionalPlan.objects.get(call=call, region__code=answer.region, state="writing")
    assert plan.proposal is not None, "what is begun is written"
    proposals.submit_proposal(proposal_uid=plan.proposal.uid, by=_writer(answer, call, at), at=at)


def _draft(draft: OfferedDraft, at: datetime) -> None:
    """A proposal of an institution, begun by its office, with one of its documents."""
    lead = _lead(draft.lead)
    by = _officer(Role.INSTITUTION_OFFICER, at, organization=lead)
    proposal = proposals.start_proposal(
        call_uid=Call.objects.get(code=draft.call).uid,
        lead_organization_uid=lead.uid,
        title_ko=draft.title_ko,
        title_en=draft.title_en,
        by=by,
        at=at,
    )
    upload = sheet(f"{draft.document}.pdf", "Statement", draft.title_en)
    proposals.attach_file(proposal_uid=proposal.uid, document=draft.document, upload=upload, by=by, at=at)


def _write(proposal: Proposal, grant_krw: int, by: Actor, at: datetime) -> None:
    """Everything that the rules ask of a plan: sections, a leader, a budget, targets, its document."""
    uid, policy = proposal.uid, policy_for(proposal)
    for code in SECTIONS:
        proposals.save_section(proposal_uid=uid, code=code, text=f"{MARK} {code}", version=None, by=by, at=at)
    leader = _holder(proposal.lead_organization, at)
    kind = PersonKind.STAFF.value
    proposals.put_person(
        proposal_uid=uid, person_uid=leader.uid, part="leader", person_kind=kind, share_bp=SHARE_BP, by=by, at=at
    )
    years = range(1, policy.project_years.count + 1)
    category = policy.budget.categories[-2].code
    lines = [Line(year, category, Source.GRANT, grant_krw) for year in years]
    proposals.save_budget(proposal_uid=uid, lines=lines, by=by, at=at)
    counted = indicators(proposal.call.program_id)[: max(policy.targets.minimum, 1)]
    targets = {(one.code, year): Decimal(10 * year) for one in counted for year in years}
    proposals.save_targets(proposal_uid=uid, targets=targets, by=by, at=at)
    for document in policy.files.documents:
        if document.required:
            upload = sheet(f"{document.code}.pdf", "Plan", proposal.title_en)
            proposals.attach_file(proposal_uid=uid, document=document.code, upload=upload, by=by, at=at)


def _writer(answer: OfferedAnswer, call: Call, at: datetime) -> Actor:
    """The region's desk where the call asks it, else the office of the leading institution."""
    if call.program.traits.asked:
        return _officer(Role.REGION_OFFICER, at, region=answer.region)
    return _officer(Role.INSTITUTION_OFFICER, at, organization=_lead(answer.lead))


def _lead(name_ko: str) -> Organization:
    return Organization.objects.get(name_ko=name_ko)


def _officer(role: Role, at: datetime, *, region: str = "", organization: Organization | None = None) -> Actor:
    """Who holds that office, with a second factor just shown."""
    found = seats(role, at=at).select_related("person__user").order_by("id")
    if organization is not None:
        found = found.filter(office__organization=organization)
    if region:
        found = found.filter(office__organization__region__code=region)
    return actor_of(found[0].person.user, at=at, second_factor=True, stepped_up=True)


def _holder(organization: Organization, at: datetime) -> Person:
    found = seats(Role.INSTITUTION_OFFICER, at=at).filter(office__organization=organization).order_by("id")
    return found[0].person
