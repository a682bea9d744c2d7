"""The life of a grant over HTTP alone, from the draft of its call to paid won: each step by whoever's deed it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from contracts.models import Contract, PaymentBatch, Tranche
from contracts.queries import breaches
from core.models import Event
from programs.models import Call
from proposals.models import Proposal
from proposals.rules import SECTIONS
from reviews.models import Assignment, AssignmentPlan, Expert, Round, Selection
from tests.build_contracts import JULY, JUNE
from tests.build_programs import CLOSES_AT, RANKING_DUE_AT, a_call
from tests.build_proposals import CELLS, YEARS, a_complete_draft, pdf
from tests.build_reviews import CRITERIA, OPENED_AT
from tests.journeys.story import Browser, Story, a_story, time_passes

pytestmark = pytest.mark.django_db
OPEN = datetime.fromisoformat("2004-03-15T10:00:00+09:00")
RANKING = CLOSES_AT + timedelta(days=2)


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


def announced(story: Story) -> Call:
    """The officer drafts a call with its guideline, reads what will bind, and announces it to everybody."""
    officer, public = story.of("ministry_officer"), Browser()
    officer.send(
        "programs:draft-call",
        story.rule_set.program.uid,
        rule_set=story.rule_set.uid,
        code="ris-2004",
        title_ko="2004년 공고",
        title_en="Call of 2004",
        summary_ko="지역 사업을 지원합니다.",
        summary_en="Supports regional projects.",
        opens_at="2004-03-02T09:00",
        closes_at="2004-03-31T18:00",
        ranking_due_at="2004-04-14T18:00",
        project_starts_on="2004-07-01",
        budget_krw="120,000,000,000",
        contact="지역산업과",
    )
    call = Call.objects.get()
    part = {"title_ko": "신청 방법", "text_ko": "제출합니다.", "title_en": "How to apply", "text_en": "Hand it in."}
    officer.send("programs:add-guideline", call.uid, **part)
    officer.send("programs:form-new-section", call.uid, title_ko="수요", title_en="Demand")
    asked = {"type": "long_text", "title_ko": "누가 씁니까?", "title_en": "Who will use it?", "required": "on"}
    officer.send("programs:form-new-question", call.uid, "s1", max_words="5", **asked)
    assert public.client.get(reverse("programs:call", args=[call.uid])).status_code == 404
    officer.send("programs:announce", call.uid)
    assert "Call of 2004" in public.open("programs:calls")
    return call


def written(story: Story, call: Call) -> Proposal:
    """The leader writes everything on the pages and asks the office to hand in."""
    leader, team = story.browser(story.team.leader_user), story.team
    leader.send("proposals:start", call.uid, lead_organization=team.lead.uid, title_ko="바이오", title_en="Bio")
    proposal = Proposal.objects.get()
    uid = proposal.uid
    for code in SECTIONS:
        leader.press("proposals:section", uid, code, text=f"{code} 본문", version="v0", then="next")
    leader.press("proposals:answers", uid, "s1", q1="지역의 기업", version="v0")
    leader.send("proposals:partner", uid, team.partner.uid, contribution="시제품")
    for user, part in ((team.leader_user, "leader"), (team.partner_user, "member")):
        assert user.person is not None
        seat = {"part": part, "person_kind": "professor", "share_bp": "20", "may_edit": "on"}
        leader.press("proposals:person", uid, user.person.uid, **seat)
    cells = {
        f"lines.{year}.{category}.{source}": f"{amount:,}"
        for year in YEARS
        for (category, source), amount in CELLS.items()
    }
    leader.send("proposals:budget", uid, **cells)
    codes = call.program.indicators.values_list("code", flat=True)[:3]
    leader.send("proposals:targets", uid, **{f"targets.{code}.{year}": "7.5" for code in codes for year in YEARS})
    for document in ("plan", "consent"):
        leader.press("proposals:upload", uid, document, file=pdf(f"{document}.pdf"))
    leader.send("proposals:send", uid)
    return proposal


def handed_in(story: Story, proposal: Proposal) -> None:
    """The office submits, pressing the button twice: one receipt. After the closing it takes nothing back."""
    office = story.browser(story.team.office_user)
    proposal.refresh_from_db()
    agreed = {"version": f"v{proposal.version}", "agreed": "on"}
    first = office.finds("proposals:check", proposal.uid).send("proposals:submit", proposal.uid, **agreed)
    office.post("proposals:submit", proposal.uid, **agreed)
    assert first == reverse("proposals:receipt", args=[proposal.uid, 1])
    assert proposal.submissions.get().content["answers"][0]["value"] == "지역의 기업"
    assert Event.objects.filter(name="proposals.proposal_submitted").count() == 1
    proposal.refresh_from_db()
    assert proposal.number in office.open("proposals:receipt", proposal.uid, 1)
    time_passes(CLOSES_AT)
    assert office.post("proposals:withdraw", proposal.uid, reason="Too late.").status_code in {403, 409, 422}


def ranked_and_pledged(story: Story, call: Call, proposal: Proposal) -> None:
    """The region pledges its match, puts the proposal in its place, and hands its ranking in."""
    region, place = story.of("region_officer"), (call.uid, "daejeon")
    pledge = {f"year_krw.{year}": "100,000,000" for year in YEARS}
    region.finds("proposals:ranking", *place).send(
        "proposals:pledge", proposal.uid, document=pdf("pledge.pdf"), **pledge
    )
    region.to_do("proposals:ranking", *place, note="", **{f"places.{proposal.uid}": "1"})
    receipt = region.send("proposals:ranking-submit", *place)
    assert receipt == reverse("proposals:ranking-receipt", args=place)


def judged(story: Story, call: Call) -> None:
    """The officer names three experts and opens a round; each declares, judges and submits; the round is closed."""
    officer = story.of("ministry_officer")
    for user in story.judges:
        assert user.person is not None
        officer.press("reviews:register", user.person.uid, fields_known="bio", max_cases="5")
    officer.to_do("reviews:open-round", call.uid, due_at="2004-05-07T18:00")
    round_ = Round.objects.get()
    officer.press("reviews:invite", round_.uid, expert=[str(one.uid) for one in Expert.objects.all()])
    for user in story.judges:
        story.browser(user).to_do("reviews:declare", round_.uid, all="on")
    officer.press("reviews:assign", round_.uid, act="propose")
    officer.press("reviews:assign", round_.uid, act="confirm", plan=str(AssignmentPlan.objects.get().uid))
    officer.press("reviews:advance", round_.uid, "start_scoring")
    points = {f"points.{code}": "4" for code in CRITERIA}
    words = {f"comments.{code}": "The grounds are clear." for code in CRITERIA}
    for given in Assignment.objects.select_related("expert"):
        (user,) = (one for one in story.judges if one.person_id == given.expert.person_id)
        judge = story.browser(user)
        judge.send("reviews:review", given.uid, comment="Good.", then="submit", **points, **words)
        judge.press("reviews:submit", given.uid)
    officer.finds("reviews:round", round_.uid)
    officer.press("reviews:advance", round_.uid, "close_round")


def selected(story: Story, call: Call, proposal: Proposal) -> None:
    """The officer has the optimum proposed, decides it and publishes it; everybody reads the result, not before."""
    officer, public = story.of("ministry_officer"), Browser()
    officer.to_do("reviews:propose", call.uid)
    selection = Selection.objects.get()
    officer.press("reviews:move", selection.uid, "decide")
    assert public.client.get(reverse("reviews:results", args=[selection.uid])).status_code == 404
    officer.press("reviews:move", selection.uid, "publish")
    assert proposal.number in public.open("reviews:results", selection.uid)


def contracted(story: Story, call: Call, proposal: Proposal) -> Contract:
    """The officer draws the contract up, the institution names its account, and both sides sign."""
    officer, office = story.of("ministry_officer"), story.browser(story.team.office_user)
    rows = [str(proposal.uid)]
    asked = officer.finds("contracts:draw", call.uid).post("contracts:draw", call.uid, rows=rows)
    assert "2,700,000,000" in asked.text
    officer.send("contracts:draw", call.uid, rows=rows, sure="on")
    contract = Contract.objects.get()
    account = {"bank": "표본은행", "number": "123-456-789012", "holder": "표본대학교"}
    office.to_do("contracts:account", contract.uid, **account)
    officer.to_do("contracts:confirm-account", contract.uid)
    office.to_do("contracts:sign", contract.uid, read="on")
    story.of("ministry_approver").to_do("contracts:sign", contract.uid, read="on")
    contract.refresh_from_db()
    assert contract.state == "in_force"
    return contract


def paid(story: Story, contract: Contract) -> None:
    """What the sweep released goes into a batch, two approve it, the bank answers; everybody sees the won."""
    officer = story.of("ministry_officer")
    tranche = Tranche.objects.get(state="released")
    officer.finds("contracts:payments")
    assert contract.number in officer.open("contracts:payments")
    officer.press("contracts:draw-up-batch", story.world.ministry.uid, rows=[str(tranche.uid)], sure="on")
    batch = PaymentBatch.objects.get()
    for approver in (story.of("ministry_approver"), story.browser(story.second_approver)):
        approver.to_do("contracts:approve-batch", batch.uid)
    payment = batch.payments.get()
    officer.to_do("contracts:pay-batch", batch.uid, **{f"references.{payment.end_to_end_id}": "KB-0001"})
    tranche.refresh_from_db()
    assert (tranche.state, tranche.paid_at is not None) == ("paid", True)
    assert "KB-0001" in story.browser(story.team.office_user).open("contracts:contract", contract.uid)
    assert ",2700000000,300000000,900000000" in Browser().open("contracts:awards-sheet")


def test_from_the_draft_of_a_call_to_paid_won(story: Story) -> None:
    call = announced(story)
    time_passes(OPEN)
    proposal = written(story, call)
    handed_in(story, proposal)
    time_passes(RANKING)
    ranked_and_pledged(story, call, proposal)
    time_passes(RANKING_DUE_AT)
    time_passes(OPENED_AT)
    judged(story, call)
    selected(story, call, proposal)
    time_passes(JUNE)
    contract = contracted(story, call, proposal)
    time_passes(JULY)
    paid(story, contract)

    for role in ("ministry_officer", "region_officer"):
        funnel = story.of(role).open("reporting:funnel-sheet", call.uid)
        (daejeon,) = [line for line in funnel.splitlines() if line.startswith("Daejeon")]
        passed = "1,1,0,1,1,1,1,1,1,2700000000,300000000,2700000000,900000000"
        assert daejeon.partition(",")[2] == passed, role
    told = story.of("auditor").open("reporting:history-sheet", proposal.project_uid)
    assert [name for name in ("handed in", "in force", "KB-0001") if name not in told] == []
    assert breaches() == []


def test_the_decisive_steps_of_a_call_go_the_same_way_over_the_interface(story: Story) -> None:
    call = a_call(story.rule_set.program, story.rule_set)
    proposal = a_complete_draft(story.team, call, at=OPEN)
    time_passes(OPEN)
    office, region = story.browser(story.team.office_user).client, story.of("region_officer").client
    uid, json = proposal.uid, "application/json"
    key = {"Idempotency-Key": "one-deed"}
    answers = [office.post(reverse("api:proposal-submit", args=[uid]), content_type=json, headers=key) for _ in "12"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert proposal.submissions.count() == 1

    time_passes(CLOSES_AT)
    late = office.post(reverse("api:proposal-withdraw", args=[uid]), {"reason": "Too late."}, content_type=json)
    assert late.status_code in {403, 409, 422}
    assert late["Content-Type"] == "application/problem+json"
    time_passes(RANKING)
    ranking = reverse("api:ranking", args=[call.uid, "daejeon"])
    places = {"places": [{"proposal": str(uid), "position": 1}], "note": ""}
    saved = region.put(ranking, places, content_type=json, headers={"If-Match": '"v0"'})
    assert saved.status_code == 200
    submit = reverse("api:ranking-submit", args=[call.uid, "daejeon"])
    assert region.post(submit, content_type=json, headers={"If-Match": saved["ETag"]}).status_code == 200
    funnel = story.of("ministry_officer").client.get(reverse("api:call-funnel", args=[call.uid])).json()
    assert (funnel["total"]["submitted"], funnel["total"]["ranked"]) == (1, 1)
