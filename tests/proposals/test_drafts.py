"""Begin and write a proposal: what is kept, what is refused, and what the record says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Kind
from core.models import Event, StoredFile
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from programs.policy import Source
from programs.policy.checks import Line
from proposals import actions, queries
from proposals.models import Participation, Proposal
from tests.build import MARCH, a_person, a_user, actor_for, an_organization
from tests.build_programs import BEFORE, CLOSES_AT, a_call, a_draft_call
from tests.build_proposals import a_complete_draft, a_draft, a_submission, a_team, grid, pdf

pytestmark = pytest.mark.django_db


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.violations]


def test_who_begins_a_proposal_is_its_first_writer() -> None:
    team = a_team()
    proposal = a_draft(team)
    assert (proposal.state, proposal.region, proposal.organization_ids) == (
        "draft",
        team.lead.region,
        [team.lead.pk],
    )
    (writer,) = proposal.participations.all()
    assert (writer.person, writer.part, writer.may_edit) == (team.leader_user.person, "writer", True)
    assert (str(writer.starts_on), str(writer.ends_on)) == ("2004-07-01", "2007-07-01")
    event = Event.objects.get(name="proposals.proposal_started")
    assert (event.project_uid, event.call_uid) == (proposal.project_uid, None)


@pytest.mark.parametrize(
    ("kind", "at", "code"),
    [
        (Kind.NGO, MARCH, "eligibility.lead_kind_not_accepted"),
        (Kind.UNIVERSITY, BEFORE, "proposal.call_not_open"),
        (Kind.UNIVERSITY, CLOSES_AT, "proposal.call_closed"),
    ],
)
def test_a_proposal_is_begun_by_eligible_institutions_while_the_call_is_open(
    kind: Kind, at: datetime, code: str
) -> None:
    institution = an_organization(kind)
    by = actor_for(a_user(a_person(institution)))
    with pytest.raises(RuleBroken) as refused:
        actions.start_proposal(
            call_uid=a_call().uid,
            lead_organization_uid=institution.uid,
            title_ko="과제",
            by=by,
            at=at,
        )
    assert codes_of(refused) == [code]


def test_nobody_begins_for_another_institution_or_under_a_call_that_is_not_announced() -> None:
    team, other = a_team(), an_organization()
    start = partial(actions.start_proposal, title_ko="과제", by=team.leader, at=MARCH)
    with pytest.raises(NotAllowed):
        start(call_uid=a_call().uid, lead_organization_uid=other.uid)
    with pytest.raises(NotFound):
        start(call_uid=a_draft_call().uid, lead_organization_uid=team.lead.uid)


def test_after_the_closing_nothing_is_written_any_more() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    attachment = proposal.attachments.first()
    assert attachment is not None
    assert team.partner_user.person is not None
    person = team.partner_user.person.uid
    common: dict[str, Any] = {"by": team.leader, "at": CLOSES_AT}
    seat: dict[str, Any] = {"part": "member", "person_kind": "staff", "share_bp": 0}
    uid, partner = proposal.uid, team.partner.uid
    deeds: list[Callable[[], object]] = [
        partial(actions.change_basics, proposal_uid=uid, title_ko="새", title_en="", sector="", **common),
        partial(actions.save_section, proposal_uid=uid, code="summary", text="새", version=None, **common),
        partial(actions.add_partner, proposal_uid=uid, organization_uid=partner, **common),
        partial(actions.remove_partner, proposal_uid=uid, organization_uid=partner, **common),
        partial(actions.put_person, proposal_uid=uid, person_uid=person, **seat, **common),
        partial(actions.remove_person, proposal_uid=uid, person_uid=person, **common),
        partial(actions.save_budget, proposal_uid=uid, lines=[], **common),
        partial(actions.save_targets, proposal_uid=uid, targets={}, **common),
        partial(actions.attach_file, proposal_uid=uid, document="plan", upload=pdf(), **common),
        partial(actions.remove_file, attachment_uid=attachment.uid, **common),
        partial(actions.send_to_office, proposal_uid=uid, **common),
    ]
    for deed in deeds:
        with pytest.raises(RuleBroken) as refused:
            deed()
        assert codes_of(refused) == ["proposal.call_closed"]


def test_what_is_settled_is_written_on_no_more() -> None:
    team = a_team()
    proposal = a_submission(team).proposal
    Proposal.objects.filter(pk=proposal.pk).update(state="selected")
    with pytest.raises(WrongState):
        actions.save_budget(proposal_uid=proposal.uid, lines=[], by=team.leader, at=MARCH)


def test_the_same_words_again_leave_no_trace() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    before = Event.objects.count()
    saved = actions.save_section(
        proposal_uid=proposal.uid, code="summary", text="summary 내용", version=0, by=team.leader, at=MARCH
    )
    actions.save_budget(proposal_uid=proposal.uid, lines=grid(), by=team.leader, at=MARCH)
    assert (saved.version, Event.objects.count()) == (1, before)


def test_a_stale_section_carries_both_texts() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    with pytest.raises(Stale) as refused:
        actions.save_section(
            proposal_uid=proposal.uid, code="summary", text="내 글", version=0, by=team.colleague, at=MARCH
        )
    (violation,) = refused.value.violations
    assert violation.field == "sections.summary"
    assert (violation.values["current"], violation.values["yours"]) == ("summary 내용", "내 글")
    assert team.leader_user.person is not None
    assert violation.values["name"] == team.leader_user.person.name_ko


def test_parts_that_are_written_as_a_whole_count_their_own_versions() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    actions.save_section(proposal_uid=proposal.uid, code="summary", text="x", version=1, by=team.colleague, at=MARCH)
    saved = actions.save_budget(
        proposal_uid=proposal.uid, lines=[], version=proposal.budget_version, by=team.leader, at=MARCH
    )
    assert saved.budget_version == proposal.budget_version + 1
    with pytest.raises(Stale):
        actions.save_budget(
            proposal_uid=proposal.uid, lines=grid(), version=proposal.budget_version, by=team.leader, at=MARCH
        )


def test_zero_won_is_no_line_and_nonsense_is_no_draft() -> None:
    team = a_team()
    proposal = a_draft(team)
    save = partial(actions.save_budget, proposal_uid=proposal.uid, by=team.leader, at=MARCH)
    save(lines=[Line(1, "running", Source.GRANT, 5), Line(2, "running", Source.GRANT, 0)])
    assert [(line.year, line.amount_krw) for line in proposal.lines.all()] == [(1, 5)]
    with pytest.raises(RuleBroken) as refused:
        save(
            lines=[
                Line(4, "running", Source.GRANT, 5),
                Line(1, "yachts", Source.GRANT, 5),
                Line(1, "running", Source.OWN, 5),
                Line(1, "running", Source.GRANT, -5),
                Line(1, "running", Source.GRANT, 5),
            ]
        )
    assert codes_of(refused) == [
        "budget.year_unknown",
        "budget.category_unknown",
        "budget.source_unknown",
        "budget.amount_negative",
        "budget.cell_twice",
    ]
    assert refused.value.violations[1].field == "lines.1.yachts.grant"


def test_targets_are_of_known_indicators_and_years() -> None:
    team = a_team()
    proposal = a_draft(team)
    code = proposal.call.program.indicators.all()[0].code
    save = partial(actions.save_targets, proposal_uid=proposal.uid, by=team.leader, at=MARCH)
    with pytest.raises(RuleBroken) as refused:
        save(targets={("luck", 1): Decimal(1), (code, 9): Decimal(1), (code, 1): Decimal("1.005")})
    assert codes_of(refused) == [
        "targets.indicator_unknown",
        "targets.year_unknown",
        "targets.value_not_possible",
    ]
    save(targets={(code, 1): Decimal("1.5"), (code, 2): None})
    assert [(target.year, target.value) for target in proposal.targets.all()] == [(1, Decimal("1.50"))]


def test_partners_come_and_go_with_their_people() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    change = partial(actions.remove_partner, proposal_uid=proposal.uid, organization_uid=team.partner.uid)
    with pytest.raises(RuleBroken) as refused:
        change(by=team.leader, at=MARCH)
    assert codes_of(refused) == ["partners.has_people"]
    assert team.partner_user.person is not None
    actions.remove_person(proposal_uid=proposal.uid, person_uid=team.partner_user.person.uid, by=team.leader, at=MARCH)
    change(by=team.leader, at=MARCH)
    proposal.refresh_from_db()
    assert proposal.organization_ids == [team.lead.pk]
    assert set(StoredFile.objects.values_list("organization_ids", flat=True).distinct()[0]) == {team.lead.pk}


def test_a_newcomer_is_told_and_a_new_leader_makes_the_old_one_a_member() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    newcomer = a_user(a_person(team.lead))
    assert newcomer.person is not None
    actions.put_person(
        proposal_uid=proposal.uid,
        person_uid=newcomer.person.uid,
        part="leader",
        person_kind="professor",
        share_bp=1_000,
        by=team.leader,
        at=MARCH,
    )
    parts = dict(Participation.objects.filter(proposal=proposal).values_list("person_id", "part"))
    assert parts[newcomer.person.pk] == "leader"
    assert team.leader_user.person_id is not None
    assert parts[team.leader_user.person_id] == "member"
    event = Event.objects.filter(name="proposals.person_put").latest("id")
    assert set(event.deliveries.values_list("user_id", flat=True)) == {newcomer.pk}


def test_nobody_from_outside_the_consortium_and_no_leader_of_a_partner() -> None:
    team = a_team()
    proposal = a_complete_draft(team)
    put = partial(
        actions.put_person, proposal_uid=proposal.uid, person_kind="staff", share_bp=0, by=team.leader, at=MARCH
    )
    with pytest.raises(RuleBroken) as refused:
        put(person_uid=a_person(an_organization()).uid, part="member")
    assert codes_of(refused) == ["people.outside_consortium"]
    assert team.partner_user.person is not None
    with pytest.raises(RuleBroken) as refused:
        put(person_uid=team.partner_user.person.uid, part="leader")
    assert codes_of(refused) == ["people.leader_of_another_institution"]


class Sent(SimpleUploadedFile):
    """An upload that remembers the name as it was sent."""

    sent_name = "../../etc/passwd.pdf"


def test_a_file_that_says_where_to_put_it_is_refused() -> None:
    team = a_team()
    proposal = a_draft(team)
    upload = Sent("passwd.pdf", pdf().read())
    with pytest.raises(RuleBroken) as refused:
        actions.attach_file(proposal_uid=proposal.uid, document="plan", upload=upload, by=team.leader, at=MARCH)
    assert codes_of(refused) == ["file.name_not_plain"]


def test_a_file_is_kept_for_what_was_handed_in_with_it() -> None:
    team = a_team()
    proposal = a_submission(team).proposal
    attachment = proposal.attachments.get(document="plan")
    actions.remove_file(attachment_uid=attachment.uid, by=team.leader, at=MARCH)
    assert queries.attachment(attachment.uid, team.colleague) == attachment
    assert [one.document for one in queries.page(proposal.uid, team.leader).attachments.all()] == ["consent"]
    with pytest.raises(NotFound):
        actions.remove_file(attachment_uid=attachment.uid, by=team.leader, at=MARCH)


def test_the_office_is_asked_only_with_what_it_could_hand_in_and_may_give_it_back() -> None:
    team = a_team()
    unfinished = a_draft(team)
    with pytest.raises(RuleBroken):
        actions.send_to_office(proposal_uid=unfinished.uid, by=team.leader, at=MARCH)
    proposal = a_complete_draft(team)
    with pytest.raises(WrongState):
        actions.return_to_team(proposal_uid=proposal.uid, reason="아직", by=team.office, at=MARCH)

    actions.send_to_office(proposal_uid=proposal.uid, by=team.leader, at=MARCH)

    assert [item.code for item in queries.work_for(team.office, MARCH)] == ["work.proposals.hand_in"]
    assert queries.work_for(team.office, CLOSES_AT) == []
    with pytest.raises(NotAllowed):
        actions.return_to_team(proposal_uid=proposal.uid, reason="내가", by=team.leader, at=MARCH)
    with pytest.raises(RuleBroken) as refused:
        actions.return_to_team(proposal_uid=proposal.uid, reason=" ", by=team.office, at=MARCH)
    assert codes_of(refused) == ["proposal.reason_missing"]
    actions.return_to_team(proposal_uid=proposal.uid, reason="예산 재검토", by=team.office, at=MARCH)
    assert queries.work_for(team.office, MARCH) == []
    finish = [item.code for item in queries.work_for(team.leader, MARCH + timedelta(days=1))]
    assert finish == ["work.proposals.finish"] * 2
