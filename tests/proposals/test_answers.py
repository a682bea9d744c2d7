"""Answers to a call's own questions: rules, actions, pages, the interface, and what is frozen of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.models import Event
from core.refusals import NotFound, Refused, RuleBroken, Stale
from core.wording import say_event
from programs.policy import parse_policy, parse_questionnaire
from proposals import actions, queries, rules
from proposals.models import Proposal
from tests.build import MARCH
from tests.build_forms import a_call_that_asks, a_form, a_question
from tests.build_programs import it_is, ris_rules
from tests.build_proposals import Team, a_complete_draft, a_draft, a_submission, a_team, pdf
from tests.proposals.facts import SOUND

POLICY = parse_policy(ris_rules())
FORM = parse_questionnaire(a_form())
ANSWERS: dict[str, Any] = {"pilot": True, "method": "하나 둘 셋", "staff": 12, "stage": "late", "fields": ["bio"]}
ABOUT: dict[str, Any] = {"institution": "대학", "turnover": None, "founded": "1999-03-02", "firm_size": None}


def found(answers: dict[str, Any], **changes: Any) -> dict[str, str]:
    """What stands against a complete proposal with these answers, by path: what concerns the form alone."""
    facts = replace(SOUND, form=FORM, answers=answers, **changes)
    violations = rules.submission_violations(facts, POLICY, MARCH)
    return {one.field: one.code for one in violations if one.clause.startswith("form.")}


def test_what_a_submission_needs_of_the_answers() -> None:
    files = {"documents": (*SOUND.documents, "form.licence")}
    assert found(ANSWERS | ABOUT, **files) == {}
    assert found({}) == {"form.plan.pilot": "answers.missing", "form.about.licence": "answers.file_missing"}
    assert found({"pilot": True}, **files) == {"form.plan.method": "answers.missing"}
    assert found({"pilot": False}, **files) == {}, "what is not asked is not missed"
    wrong = ANSWERS | {"method": "하나 둘 셋 넷 다섯 여섯", "staff": 51, "turnover": 10_000_000_001}
    assert found(wrong, **files) == {
        "form.plan.method": "answers.too_many_words",
        "form.plan.staff": "answers.above_most",
        "form.about.turnover": "answers.above_most_krw",
    }
    assert found({"pilot": False, "staff": 0}, **files) == {"form.plan.staff": "answers.below_least"}
    firm = replace(SOUND.lead, kind="firm")
    assert found({"pilot": False}, lead=firm, **files) == {"form.about.firm_size": "answers.missing"}


def test_a_dropped_part_is_not_missed_and_a_limit_of_the_call_counts() -> None:
    facts = replace(SOUND, form=FORM, sections={**SOUND.sections, "capacity": "", "summary": "가" * 41})
    codes = {(one.code, one.field) for one in rules.content_violations(facts, POLICY)}
    assert ("proposal.text_too_long", "sections.summary") in codes
    assert ("proposal.section_empty", "sections.capacity") not in codes


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"pilot": "yes"}, "answers.not_a_yes_no"),
        ({"staff": True}, "answers.not_a_number"),
        ({"staff": "12"}, "answers.not_a_number"),
        ({"staff": 10**19}, "answers.number_too_large"),
        ({"stage": "never"}, "answers.not_a_one_choice"),
        ({"fields": ["bio", "bio"]}, "answers.not_a_choices"),
        ({"fields": "bio"}, "answers.not_a_choices"),
        ({"method": 3}, "answers.not_a_long_text"),
        ({"method": "a\0b"}, "answers.not_readable"),
        ({"method": "가" * 20_001}, "answers.too_long"),
        ({"nothing": 1}, "answers.question_unknown"),
    ],
)
def test_what_can_not_even_be_kept(answers: dict[str, Any], code: str) -> None:
    page = FORM.sections[0]
    violations = list(rules.keeping_violations(page, answers, whole=False))
    assert [(one.code, one.field) for one in violations] == [(code, f"form.plan.{next(iter(answers))}")]


@pytest.fixture
def team(db: None) -> Team:
    it_is(MARCH)
    return a_team()


@pytest.fixture
def draft(team: Team) -> Proposal:
    return a_draft(team, a_call_that_asks())


def save(draft: Proposal, team: Team, section: str = "plan", answers: Any = None, version: int | None = None) -> Any:
    return actions.save_answers(
        proposal_uid=draft.uid,
        section=section,
        answers=ANSWERS if answers is None else answers,
        version=version,
        by=team.leader,
        at=MARCH,
    )


def test_answers_are_saved_by_page_and_nobody_loses_his(draft: Proposal, team: Team) -> None:
    sheet = save(draft, team, version=0)
    assert (sheet.version, sheet.answers) == (1, ANSWERS)
    event = Event.objects.latest("id")
    assert event.data["changed"] == sorted(ANSWERS)
    assert "추진 계획" in say_event(event.name, event.data)
    assert save(draft, team, version=0).version == 1, "the same again changes nothing"
    with pytest.raises(Stale):
        save(draft, team, answers=ANSWERS | {"staff": 3}, version=0)
    with pytest.raises(RuleBroken) as broken:
        save(draft, team, answers={"pilot": True, "unheard_of": 1})
    fields = {one.field for one in broken.value.violations}
    assert {"form.plan.unheard_of", "form.plan.method", "form.plan.staff"} <= fields
    with pytest.raises(NotFound):
        save(draft, team, section="nowhere")


def test_what_is_known_is_filled_in_once_and_marked_until_it_is_touched(draft: Proposal, team: Team) -> None:
    sheet = draft.sheets.get(section="about")
    assert (sheet.answers, sheet.prefilled) == ({"institution": team.lead.name_ko}, ["institution"])
    changed = save(draft, team, section="about", answers=ABOUT | {"institution": "다른 이름"})
    assert changed.prefilled == []


def test_an_earlier_answer_is_filled_in_where_one_may_see_it(team: Team) -> None:
    asks = {"sections": [{"code": "p", "title_ko": "쪽", "title_en": "Page", "questions": [a_question("vision")]}]}
    first = a_complete_draft(team, a_call_that_asks(asks), share_bp=1_000)
    actions.save_answers(
        proposal_uid=first.uid, section="p", answers={"vision": "지난 답"}, version=0, by=team.leader, at=MARCH
    )
    actions.submit_proposal(proposal_uid=first.uid, by=team.office, at=MARCH)
    asks["sections"][0]["questions"][0]["prefill"] = "last_answer"  # type: ignore[index]  # raw values
    again = a_draft(team, a_call_that_asks(asks))
    assert again.sheets.get().answers == {"vision": "지난 답"}


def test_a_dossier_keeps_questions_with_their_answers_and_old_ones_keep_their_hash(team: Team) -> None:
    call = a_call_that_asks()
    proposal = a_complete_draft(team, call)
    save(proposal, team)
    save(proposal, team, section="about", answers=ABOUT)
    with pytest.raises(NotFound):
        actions.save_section(
            proposal_uid=proposal.uid, code="capacity", text="내용", version=0, by=team.leader, at=MARCH
        )
    with pytest.raises(Refused) as refused:
        actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH)
    assert [one.field for one in refused.value.violations] == ["form.about.licence"]
    actions.attach_file(proposal_uid=proposal.uid, document="form.licence", upload=pdf(), by=team.leader, at=MARCH)
    content = actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=MARCH).content
    assert [one["question"] for one in content["answers"]] == [
        *("pilot", "method", "staff", "stage", "fields", "institution", "turnover", "founded", "licence")
    ]
    texts = [queries.answer_text(one) for one in content["answers"]]
    assert texts[:5] == ["예", "하나 둘 셋", "12 명", "late 보기", "bio 보기"]
    assert "capacity" not in content["sections"]
    plain = a_submission(a_team("busan")).content
    assert "answers" not in plain
    assert plain.keys() == content.keys() - {"answers"}
