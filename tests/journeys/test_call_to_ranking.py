"""From a draft of a call to a submitted ranking, over HTTP alone: each step by the person whose deed it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import sweeps
from core.models import Event
from programs.models import Call, RuleSet
from proposals.models import Proposal
from proposals.rules import SECTIONS
from tests.build import World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, CLOSES_AT, RANKING_DUE_AT, it_is, the_ris_program
from tests.build_proposals import CELLS, YEARS, Team, a_team, pdf

pytestmark = pytest.mark.django_db
OPEN = datetime.fromisoformat("2004-03-15T10:00:00+09:00")
RANKING = CLOSES_AT + timedelta(days=2)


@dataclass
class Story:
    """Who plays, and the rules they play by."""

    world: World
    team: Team
    rule_set: RuleSet

    def browser(self, user: User) -> Client:
        client = sign_in(Client(), user)
        client.cookies["django_language"] = "en"
        return client


@pytest.fixture
def story(db: None) -> Story:
    cache.clear()
    it_is(BEFORE)
    world = a_ministry_world()
    _program, rule_set = the_ris_program(world.ministry, world.agency)
    return Story(world, a_team(), rule_set)


def time_passes(moment: datetime) -> None:
    """Set the clock, and let everything follow that is due by then."""
    it_is(moment)
    for sweep in sweeps.all_sweeps().values():
        assert sweeps.run(sweep, at=moment).failed == 0, sweep.name


def sent(client: Client, name: str, *args: object, **fields: Any) -> str:
    """Fill in a form; where it leads. Fails where it was not taken."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.text)
    return str(answer.headers["Location"])


def announced(story: Story) -> Call:
    """The officer drafts a call with its guideline, reads what will bind, and announces it."""
    officer = story.browser(story.world.ministry_officer)
    sent(
        officer,
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
    sent(officer, "programs:add-guideline", call.uid, **part)
    assert Client().get(reverse("programs:call", args=[call.uid])).status_code == 404
    sent(officer, "programs:announce", call.uid)
    assert "Call of 2004" in Client(headers={"accept-language": "en"}).get(reverse("programs:calls")).text
    return call


def written(story: Story, call: Call) -> Proposal:
    """The leader writes everything on the pages and asks the office to hand in."""
    leader, team = story.browser(story.team.leader_user), story.team
    sent(leader, "proposals:start", call.uid, lead_organization=team.lead.uid, title_ko="바이오", title_en="Bio")
    proposal = Proposal.objects.get()
    uid = proposal.uid
    for code in SECTIONS:
        sent(leader, "proposals:section", uid, code, text=f"{code} 본문", version="v0", then="next")
    sent(leader, "proposals:partner", uid, team.partner.uid, contribution="시제품")
    for user, part in ((team.leader_user, "leader"), (team.partner_user, "member")):
        assert user.person is not None
        seat = {"part": part, "person_kind": "professor", "share_bp": "20", "may_edit": "on"}
        sent(leader, "proposals:person", uid, user.person.uid, **seat)
    cells = {
        f"lines.{year}.{category}.{source}": f"{amount:,}"
        for year in YEARS
        for (category, source), amount in CELLS.items()
    }
    sent(leader, "proposals:budget", uid, version="v1", **cells)
    codes = call.program.indicators.values_list("code", flat=True)[:3]
    promised = {f"targets.{code}.{year}": "7.5" for code in codes for year in YEARS}
    sent(leader, "proposals:targets", uid, version="v1", **promised)
    for document in ("plan", "consent"):
        sent(leader, "proposals:upload", uid, document, file=pdf(f"{document}.pdf"))
    sent(leader, "proposals:send", uid)
    proposal.refresh_from_db()
    return proposal


def handed_in(story: Story, proposal: Proposal) -> None:
    """The office submits, pressing the button twice: one receipt."""
    office = story.browser(story.team.office_user)
    agreed = {"version": f"v{proposal.version}", "agreed": "on"}
    first = sent(office, "proposals:submit", proposal.uid, **agreed)
    office.post(reverse("proposals:submit", args=[proposal.uid]), agreed)
    assert first == reverse("proposals:receipt", args=[proposal.uid, 1])
    assert proposal.submissions.count() == 1
    assert Event.objects.filter(name="proposals.proposal_submitted").count() == 1
    proposal.refresh_from_db()
    assert proposal.number in office.get(first).text


def test_a_call_goes_from_its_draft_to_a_ranking(story: Story) -> None:
    call = announced(story)
    time_passes(OPEN)
    proposal = written(story, call)
    handed_in(story, proposal)

    time_passes(CLOSES_AT)
    late = story.browser(story.team.office_user).post(
        reverse("proposals:withdraw", args=[proposal.uid]), {"reason": "Too late."}
    )
    assert late.status_code in {403, 409, 422}
    time_passes(RANKING)
    region = story.browser(story.world.region_officer)
    pledge = {f"year_krw.{year}": "100,000,000" for year in YEARS}
    sent(region, "proposals:pledge", proposal.uid, version="0", document=pdf("pledge.pdf"), **pledge)
    place = (call.uid, "daejeon")
    sent(region, "proposals:ranking", *place, version="0", note="", **{f"places.{proposal.uid}": "1"})
    receipt = sent(region, "proposals:ranking-submit", *place, version="1")
    assert receipt == reverse("proposals:ranking-receipt", args=place)

    time_passes(RANKING_DUE_AT)
    funnel = story.browser(story.world.ministry_officer).get(reverse("reporting:funnel-sheet", args=[call.uid])).text
    (daejeon,) = [line for line in funnel.splitlines() if line.startswith("Daejeon")]
    assert daejeon.split(",")[1:6] == ["1", "1", "0", "1", "1"]
    told = story.browser(story.world.auditor).get(reverse("reporting:history", args=[proposal.project_uid]))
    assert told.status_code == 200


def test_the_decisive_steps_go_the_same_way_over_the_interface(story: Story) -> None:
    call = announced(story)
    time_passes(OPEN)
    proposal = written(story, call)
    office, region = story.browser(story.team.office_user), story.browser(story.world.region_officer)
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
    funnel = story.browser(story.world.ministry_officer).get(reverse("api:call-funnel", args=[call.uid])).json()
    assert (funnel["total"]["submitted"], funnel["total"]["ranked"]) == (1, 1)
