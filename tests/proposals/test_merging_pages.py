"""The pages of merging: who comes how far, refusals beside their fields, the way from an offer to one proposal."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Organization, User
from accounts.roles import Kind, Role
from core.models import Event
from core.wording import say_event
from programs.models import Call
from proposals import queries
from proposals.models import MatchPledge, MergeOffer, MergingEnd, Proposal
from tests.build import actor_for, an_officer, an_organization
from tests.build_programs import RANKING_DUE_AT, a_call, a_rule_set, the_ris_program
from tests.build_proposals import Team, a_submission, a_team, pdf
from tests.programs.policies import ADDED, ris_raw
from tests.proposals.conftest import Stands
from tests.proposals.regional import signed_in

pytestmark = pytest.mark.usefixtures("contexts")
AT = RANKING_DUE_AT + timedelta(days=5)


class Desk:
    """A closed call with `count` teams of Daejeon, and everybody who has a part in merging them."""

    def __init__(self, count: int = 2, ministry: Organization | None = None) -> None:
        self.ministry = ministry or an_organization(Kind.MINISTRY, None)
        self.call = a_call(*the_ris_program(self.ministry))
        self.teams: list[Team] = [a_team() for _ in range(count)]
        self.originals: list[Proposal] = [a_submission(team, self.call).proposal for team in self.teams]
        for original in self.originals:
            original.refresh_from_db()
        self.officer = an_officer(Role.MINISTRY_OFFICER, self.ministry)
        self.region = an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon"))

    def hold(self) -> None:
        """From now on the rules hold an offer against what the originals promised (`tests/programs/policies.py`)."""
        raw = {**ris_raw(), "merging": ADDED["merging"]}
        rule_set = a_rule_set(self.call.program, json.dumps(raw, default=str))
        Call.objects.filter(pk=self.call.pk).update(rule_set=rule_set)
        self.approver = an_officer(Role.MINISTRY_APPROVER, self.ministry)

    def new(self, first: int = 0) -> str:
        query = "&".join(f"original={one.uid}" for one in self.originals[first : first + 2])
        return f"{reverse('proposals:merge-new', args=[self.call.uid])}?{query}"

    def typed(self, first: int = 0, changes: dict[str, str] | None = None) -> dict[str, Any]:
        """What stands in the page of terms, as a browser would send it."""
        page = self.client(self.officer).get(self.new(first))
        form = page.context["form"]
        values = {name: form[name].value() for name in form.fields}
        return {**{name: "" if value is None else value for name, value in values.items()}, **(changes or {})}

    def offer(self, first: int = 0, **words: str) -> MergeOffer:
        client, page = self.client(self.officer), self.new(first)
        typed = {**self.typed(first), **words}
        shown = client.post(page, {**typed, "then": "effect"})
        assert shown.status_code == 200, shown.context["form"].errors
        sent = client.post(page, {**typed, "seen": shown.context["form"].data["seen"], "then": "send"})
        assert sent.status_code == 302, sent.context["form"].errors
        return MergeOffer.objects.latest("id")

    def client(self, user: User, language: str = "en") -> Client:
        return signed_in(user, language)


@pytest.fixture(scope="module")
def first_desk(shared_db: None) -> Desk:
    return Desk()


@pytest.fixture
def desk(first_desk: Desk, db: None, stands: Stands) -> Desk:
    stands(AT)
    return deepcopy(first_desk)


def at(name: str, *args: object) -> str:
    return reverse(f"proposals:{name}", args=args)


def test_from_the_choice_to_the_terms(desk: Desk) -> None:
    client = desk.client(desk.officer)
    page = at("merge-choose", desk.call.uid)
    shown = client.get(page).content.decode()
    assert all(one.number in shown for one in desk.originals)
    few = client.get(page, {"original": [str(desk.originals[0].uid)], "then": "offer"})
    assert (few.status_code, "two to" in few.content.decode()) == (422, True)
    both = client.get(page, {"original": [str(one.uid) for one in desk.originals], "then": "offer"})
    assert both.status_code == 302
    terms = client.get(both["Location"]).content.decode()
    assert "Send the offer" not in terms
    assert terms.count("share-year:1") == 3  # one input for each original, and their sum
    assert client.get(at("merge-new", desk.call.uid), {"original": "x"})["Location"] == page


def test_what_is_sent_is_what_was_shown(desk: Desk) -> None:
    client, page = desk.client(desk.officer), desk.new()
    typed = desk.typed()
    assert client.post(page, {**typed, "then": "send"}).status_code == 200
    shown = client.post(page, {**typed, "then": "effect"})
    assert "More is owed for each won than was promised" in shown.content.decode()
    seen = shown.context["form"].data["seen"]
    other = {**typed, "title_ko": "다른 제목", "seen": seen, "then": "send"}
    assert client.post(page, other).status_code == 200
    assert not MergeOffer.objects.exists()
    assert client.post(page, {**typed, "seen": seen, "then": "send"}).status_code == 302
    assert MergeOffer.objects.get().state == "offered"


def test_refusals_stand_beside_their_fields(desk: Desk) -> None:
    client, page = desk.client(desk.officer), desk.new()
    first = desk.originals[0].number
    short = client.post(page, desk.typed(changes={f"shares.{first}.2": "1"}))
    assert short.status_code == 422
    assert list(short.context["form"].errors) == [f"shares.{first}.2"]
    broken = client.post(page, desk.typed(changes={"title_ko": "", f"shares.{first}.1": "10.5"}))
    assert set(broken.context["form"].errors) == {"title_ko", f"shares.{first}.1"}
    high = client.post(page, desk.typed(changes={"lines.1.salaries.grant": "900000000"}))
    assert high.status_code == 422
    assert any(grid.problems for grid in high.context["grids"]) or high.context["form"].errors
    none = {name: "" for name in desk.typed() if name.startswith("targets.")}
    assert "rules want at least" in client.post(page, desk.typed(changes=none)).content.decode()
    assert not MergeOffer.objects.exists()


def test_a_dropped_target_wants_a_reason_that_everybody_reads(desk: Desk) -> None:
    client, page = desk.client(desk.officer), desk.new()
    first, second = (one.number for one in desk.originals)
    name = next(name for name in desk.typed() if name.startswith(f"targets.{second}."))
    why = f"reasons.{second}.{name.split('.')[2]}"
    bare = client.post(page, desk.typed(changes={name: "", "then": "effect"}))
    assert (bare.status_code, list(bare.context["form"].errors)) == (422, [why])
    words = {name: "", why: "다른 팀이 이미 맡습니다."}
    offer = desk.offer(0, **words)
    for team, original in zip(desk.teams, desk.originals, strict=True):
        shown = desk.client(team.office_user, "ko").get(at("merge-answer", offer.uid, original.uid)).content.decode()
        table = shown.split('id="changed-targets"', 1)[1].split("</table>", 1)[0]
        assert (second in table, first in table, "다른 팀이 이미 맡습니다." in table) == (True, False, True)
    assert offer.terms["reasons"] == [
        {"number": second, "indicator": name.split(".")[2], "reason": "다른 팀이 이미 맡습니다."}
    ]


def test_everybody_agrees_and_the_originals_lead_to_the_merged_proposal(desk: Desk) -> None:
    offer = desk.offer()
    for team, original in zip(desk.teams, desk.originals, strict=True):
        client = desk.client(team.office_user)
        page = at("merge-answer", offer.uid, original.uid)
        shown = client.get(page).content.decode()
        assert offer.sha256 in shown
        stale = client.post(page, {"sha256": "0" * 64, "answer": "accepted"})
        assert stale.status_code == 412
        assert client.post(page, {"sha256": offer.sha256}).status_code == 422
        assert client.post(page, {"sha256": offer.sha256, "answer": "accepted"}).status_code == 302
    client, page = desk.client(desk.region), at("merge-region", offer.uid)
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name not in {"document", "answer"}}
    low = client.post(page, {**typed, "year_krw.2": "1", "answer": "accepted", "document": pdf("pledge.pdf")})
    assert (low.status_code, list(low.context["form"].errors)) == (422, ["year_krw.2"])
    bare = client.post(page, {**typed, "answer": "accepted"})
    assert list(bare.context["form"].errors) == ["document"]
    assert client.post(page, {**typed, "answer": "accepted", "document": pdf("pledge.pdf")}).status_code == 302
    offer.refresh_from_db()
    assert offer.merged is not None
    assert MatchPledge.objects.filter(proposal=offer.merged, state="made").exists()
    merged = at("detail", offer.merged.uid)
    assert merged in client.get(at("merge", offer.uid)).content.decode()
    leader = desk.client(desk.teams[1].leader_user)
    assert merged in leader.get(at("detail", desk.originals[1].uid)).content.decode()
    own = leader.get(merged).content.decode()
    assert all(one.number in own for one in desk.originals)
    document = client.get(at("merge-document", offer.uid))
    assert document["Content-Disposition"].startswith("attachment")
    assert document.getvalue() == pdf().read()


def test_a_no_with_its_reason_ends_it(desk: Desk) -> None:
    offer = desk.offer()
    client = desk.client(desk.teams[1].office_user)
    page = at("merge-answer", offer.uid, desk.originals[1].uid)
    no = {"sha256": offer.sha256, "answer": "declined", "reason": "몫이 적음"}
    assert client.post(page, no).status_code == 302
    shown = client.get(at("merge", offer.uid)).content.decode()
    assert "몫이 적음" in shown
    assert client.post(page, no).status_code == 409
    region = desk.client(desk.region)
    assert "nothing to answer" in region.get(at("merge-region", offer.uid)).content.decode()


def test_a_regions_no_wants_a_reason_that_all_read_and_that_history_says_in_words(desk: Desk) -> None:
    offer = desk.offer()
    region, page = desk.client(desk.region), at("merge-region", offer.uid)
    no = {"sha256": offer.sha256, "answer": "declined", "reason": ""}
    bare = region.post(page, no)
    assert (bare.status_code, bare.context["form"].has_error("reason")) == (422, True)
    assert region.post(page, {**no, "reason": "예산이 모자람"}).status_code == 302
    office = desk.client(desk.teams[0].office_user)
    assert "예산이 모자람" in office.get(at("merge", offer.uid)).content.decode()
    told = Event.objects.get(name="proposals.merge_answered")
    assert told.reason == "예산이 모자람"
    for language, words in (
        ("ko", "대전광역시, 통합 제안에 응답: 거절"),
        ("en", "Daejeon Metropolitan City answered the offer to merge: declined"),
    ):
        with translation.override(language):
            assert say_event(told.name, told.data) == words


def test_after_the_decision_no_merge_is_offered_on_the_page(desk: Desk) -> None:
    page, choose = at("merges", desk.call.uid), at("merge-choose", desk.call.uid)
    officer = desk.client(desk.officer)
    assert choose in officer.get(page).content.decode()
    MergingEnd.objects.create(call=desk.call, ended_at=AT)
    shown = officer.get(page).content.decode()
    assert choose not in shown
    assert "no merge is possible any more" in shown
    typed = desk.typed()
    effect = officer.post(desk.new(), {**typed, "then": "effect"})
    seen = effect.context["form"].data["seen"]
    sent = officer.post(desk.new(), {**typed, "seen": seen, "then": "send"})
    assert (sent.status_code, MergeOffer.objects.count()) == (409, 0)


def test_the_desk_withdraws_with_a_reason(desk: Desk) -> None:
    offer = desk.offer()
    client, page = desk.client(desk.officer), at("merge-withdraw", offer.uid)
    bare = client.post(page, {"reason": " "})
    assert (bare.status_code, list(bare.context["form"].errors)) == (422, ["reason"])
    assert client.post(page, {"reason": "다시 논의"}).status_code == 302
    assert MergeOffer.objects.get().state == "withdrawn"


@pytest.fixture
def people(desk: Desk) -> dict[str, User]:
    busan = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    return {
        "officer": desk.officer,
        "region": desk.region,
        "office": desk.teams[0].office_user,
        "leader": desk.teams[0].leader_user,
        "auditor": an_officer(Role.AUDITOR, an_organization(Kind.COMMITTEE, None)),
        "other region": an_officer(Role.REGION_OFFICER, busan),
        "other ministry": an_officer(Role.MINISTRY_OFFICER, an_organization(Kind.MINISTRY, None)),
        "stranger": a_team("busan").office_user,
    }


def test_who_comes_how_far(desk: Desk, people: dict[str, User]) -> None:
    offer = desk.offer()
    first, second = desk.originals
    reads = {"officer", "region", "office", "leader", "auditor"}
    allowed = {
        at("merge", offer.uid): reads,
        at("merge-answer", offer.uid, first.uid): {"office"},
        at("merge-answer", offer.uid, second.uid): set(),
        at("merge-region", offer.uid): {"region"},
        at("merge-withdraw", offer.uid): {"officer"},
        at("merge-choose", desk.call.uid): {"officer"},
        at("merges", desk.call.uid): set(people),
    }
    for address, welcome in allowed.items():
        got = {name: desk.client(user).get(address).status_code for name, user in people.items()}
        assert {name for name, status in got.items() if status == 200} == welcome, address
        assert set(got.values()) <= {200, 403, 404}
    listed = {name for name, user in people.items() if str(offer.uid) in _text(desk, user)}
    assert listed == reads
    assert Client().get(at("merge", offer.uid)).status_code == 302


def _text(desk: Desk, user: User) -> str:
    return desk.client(user).get(at("merges", desk.call.uid)).content.decode()


def test_an_offer_waits_on_the_right_desks(desk: Desk) -> None:
    offer = desk.offer()

    def work(user: User) -> list[tuple[str, str]]:
        items = queries.work_for(actor_for(user, AT), AT + timedelta(hours=1))
        return [(item.code, item.url_name) for item in items if item.url_args == (str(offer.uid),)]

    answer = "work.proposals.answer_merge"
    assert work(desk.teams[0].office_user) == [(answer, "proposals:merge")]
    assert work(desk.region) == [(answer, "proposals:merge-region")]
    assert work(desk.officer) == [("work.proposals.merge_waits", "proposals:merge")]
    assert work(desk.teams[0].leader_user) == []


@pytest.mark.parametrize(("language", "words"), [("ko", "통합"), ("en", "Offer")])
def test_both_languages(desk: Desk, language: str, words: str) -> None:
    offer = desk.offer()
    for address in (desk.new(), at("merge", offer.uid), at("merges", desk.call.uid), at("merge-choose", desk.call.uid)):
        assert words in desk.client(desk.officer, language).get(address).content.decode(), address


@pytest.mark.django_db
def test_more_offers_cost_no_more_queries(first_desk: Desk, db: None, stands: Stands) -> None:
    stands(AT)
    desk = Desk(6, first_desk.ministry)
    first = desk.offer()
    one = _queries(desk, first)
    desk.offer(2)
    desk.offer(4)
    assert _queries(desk, first) == one
    assert max(one) <= 12


def _queries(desk: Desk, offer: MergeOffer) -> list[int]:
    client = desk.client(desk.officer)
    counts = []
    for address in (at("merges", desk.call.uid), at("merge", offer.uid)):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    return counts


def test_an_overloaded_offer_is_brought_down_by_one_button(desk: Desk) -> None:
    desk.hold()
    client, page, typed = desk.client(desk.officer), desk.new(), desk.typed()
    shown = client.post(page, {**typed, "then": "effect"})
    text = shown.content.decode()
    assert "More is owed for each won than was promised" in text
    assert "Send the offer" not in text
    refused = client.post(page, {**typed, "seen": shown.context["form"].data["seen"], "then": "send"})
    assert (refused.status_code, MergeOffer.objects.count()) == (422, 0)
    down = client.post(page, {**typed, "then": "rebase"})
    assert (down.status_code, "More is owed" in down.content.decode()) == (200, False)
    form = down.context["form"]
    values = {name: form[name].value() or [] for name in form.fields}
    assert client.post(page, {**values, "then": "send"}).status_code == 302
    assert MergeOffer.objects.get().state == "offered"


def test_the_ways_beside_an_offer_are_priced_on_its_page(desk: Desk) -> None:
    text = desk.client(desk.region).get(at("merge", desk.offer().uid)).content.decode()
    first, second = (one.number for one in desk.originals)
    assert f"{first} is funded; {second} on the waiting list" in text
    for way in ("As offered", "Separate contracts with shared services", "One team of smaller scope"):
        assert way in text


def test_the_approver_signs_an_override_and_everybody_reads_why(desk: Desk) -> None:
    desk.hold()
    client, page = desk.client(desk.officer), desk.new()
    typed = {**desk.typed(), "override_reason": "지역이 한 팀을 원합니다."}
    shown = client.post(page, {**typed, "then": "effect"})
    sent = client.post(page, {**typed, "seen": shown.context["form"].data["seen"], "then": "send"})
    assert sent.status_code == 302
    offer = MergeOffer.objects.get()
    assert offer.state == "held"
    assert desk.client(desk.region).get(at("merge", offer.uid)).status_code == 404
    assert desk.client(desk.officer).get(at("merge-sign", offer.uid)).status_code == 403
    approver = desk.client(desk.approver)
    waits = queries.work_for(actor_for(desk.approver, AT), AT + timedelta(hours=1))
    assert [(one.code, one.url_name) for one in waits] == [("work.proposals.sign_merge", "proposals:merge-sign")]
    sign = at("merge-sign", offer.uid)
    assert "지역이 한 팀을 원합니다." in approver.get(sign).content.decode()
    nothing = approver.post(sign, {"sha256": offer.sha256, "answer": "refuse"})
    assert (nothing.status_code, list(nothing.context["form"].errors)) == (422, ["reason"])
    assert approver.post(sign, {"sha256": offer.sha256, "answer": "sign"}).status_code == 302
    read = desk.client(desk.teams[0].office_user).get(at("merge-answer", offer.uid, desk.originals[0].uid))
    assert "지역이 한 팀을 원합니다." in read.content.decode()
    assert "There is nothing to sign any more." in approver.get(sign).content.decode()
