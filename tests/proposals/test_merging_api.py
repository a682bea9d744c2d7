"""Merging over the API: the same refusals as on the pages, one answer for each key."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Kind, Role
from core.models import Event
from programs.models import Call
from proposals import queries, rules
from proposals.models import MergeOffer, Proposal
from tests.build import an_officer, an_organization
from tests.build_programs import RANKING_DUE_AT, a_call, a_rule_set, the_ris_program
from tests.build_proposals import Team, a_submission, a_team, pdf
from tests.programs.policies import ADDED, ris_raw
from tests.proposals.conftest import Stands
from tests.proposals.regional import signed_in

AT = RANKING_DUE_AT + timedelta(days=5)
OFFERS = "/api/v1/merge-offers"


class Asked:
    """Two teams of a region, the desk that offers, the region."""

    def __init__(self) -> None:
        ministry = an_organization(Kind.MINISTRY, None)
        self.call = a_call(*the_ris_program(ministry))
        self.teams: list[Team] = [a_team(), a_team()]
        self.originals: list[Proposal] = [a_submission(team, self.call).proposal for team in self.teams]
        for original in self.originals:
            original.refresh_from_db()
        self.officer = an_officer(Role.MINISTRY_OFFICER, ministry)
        self.region = an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon"))

    def terms(self) -> dict[str, Any]:
        """One team's money, shared in two; the first original's targets."""
        first, second = self.originals
        assert first.submission is not None
        assert second.submission is not None
        person = self.teams[0].leader_user.person
        assert person is not None
        lines = rules.shared_budget(queries.policy_for(first), [queries.original_of(first, (0, 0, 0))])
        return {
            "leading": str(first.uid),
            "coordinator": str(person.uid),
            "title_ko": "대전 통합 과제",
            "shares": [
                {"proposal": str(first.uid), "year_krw": [300_000_000] * 3},
                {"proposal": str(second.uid), "year_krw": ["600,000,000"] * 3},
            ],
            "lines": [
                {"year": one.year, "category": one.category, "source": one.source, "amount_krw": one.amount_krw}
                for one in lines
            ],
            "targets": [{"number": first.number, **one} for one in first.submission.content["targets"]],
            "reasons": [
                {"number": second.number, "indicator": code, "reason": "돈의 몫이 없습니다."}
                for code in sorted({one["indicator"] for one in second.submission.content["targets"]})
            ],
        }

    def post(self, user: User, path: str, data: dict[str, Any], key: str = "") -> Any:
        headers = {"idempotency-key": key} if key else {}
        return signed_in(user, "en").post(OFFERS + path, data, content_type="application/json", headers=headers)

    def offer(self) -> dict[str, Any]:
        made = self.post(self.officer, "", self.terms())
        assert made.status_code == 201, made.json()
        return dict(made.json())


@pytest.fixture
def asked(db: None, stands: Stands) -> Asked:
    stands(AT)
    return Asked()


def test_an_offer_is_made_once_for_a_key_and_read_by_whom_it_concerns(asked: Asked) -> None:
    terms = asked.terms()
    made = asked.post(asked.officer, "", terms, key="once")
    again = asked.post(asked.officer, "", terms, key="once")
    assert (made.status_code, again.status_code, made.json()["uid"]) == (201, 201, again.json()["uid"])
    assert MergeOffer.objects.count() == 1
    uid = made.json()["uid"]
    office = signed_in(asked.teams[1].office_user)
    read = office.get(f"{OFFERS}/{uid}").json()
    assert [Decimal(one["share_krw"]) for one in read["money"]] == [900_000_000, 1_800_000_000]
    assert [one["uid"] for one in office.get(OFFERS, {"call": str(asked.call.uid)}).json()["results"]] == [uid]
    stranger = signed_in(a_team("busan").office_user)
    assert (stranger.get(OFFERS).json()["results"], stranger.get(f"{OFFERS}/{uid}").status_code) == ([], 404)
    assert Client().get(OFFERS).status_code in {401, 403}


def test_an_override_is_signed_over_the_api(asked: Asked) -> None:
    raw = {**ris_raw(), "merging": ADDED["merging"]}
    rule_set = a_rule_set(asked.call.program, json.dumps(raw, default=str))
    Call.objects.filter(pk=asked.call.pk).update(rule_set=rule_set)
    terms = asked.terms()
    for target in terms["targets"]:
        target["value"] = str(Decimal(target["value"]) * 3)
    refused = asked.post(asked.officer, "", terms)
    assert (refused.status_code, "merge.overloaded" in refused.content.decode()) == (422, True)
    made = asked.post(asked.officer, "", {**terms, "override_reason": "지역의 뜻"}).json()
    assert (made["state"], made["signed_at"], len(made["alternatives"])) == ("held", None, 5)
    assert {one["indicator"] for one in made["overloads"]} == {one["indicator"] for one in terms["targets"]}
    path = f"/{made['uid']}/signature"
    signature = {"sha256": made["sha256"], "signed": True}
    assert asked.post(asked.officer, path, signature).status_code == 403
    approver = an_officer(Role.MINISTRY_APPROVER, asked.call.program.ministry)
    signed = asked.post(approver, path, signature)
    assert (signed.status_code, signed.json()["state"]) == (200, "offered")
    assert asked.post(approver, path, signature).status_code == 409


def test_no_target_is_dropped_without_a_reason_that_the_others_read(asked: Asked) -> None:
    terms = asked.terms()
    kept = terms["reasons"][1:]
    refused = asked.post(asked.officer, "", {**terms, "reasons": kept})
    field = f"reasons.{asked.originals[1].number}.{terms['reasons'][0]['indicator']}"
    assert (refused.status_code, [one["field"] for one in refused.json()["violations"]]) == (422, [field])
    uid = asked.offer()["uid"]
    read = signed_in(asked.teams[1].office_user).get(f"{OFFERS}/{uid}").json()["changes"]
    assert [{name: one[name] for name in ("number", "indicator", "reason")} for one in read] == terms["reasons"]
    assert {(one["kept"], tuple(one["dropped"])) for one in read} == {("0.00", (1, 2, 3))}


def test_what_else_was_considered_is_on_the_record(asked: Asked) -> None:
    weighed: dict[str, Any] = {"considered": ["separate", "fund_one"], "preference": "두 팀이 장비를 함께 씁니다."}
    for field, half in (("preference", {"preference": " "}), ("considered", {"considered": []})):
        refused = asked.post(asked.officer, "", {**asked.terms(), **weighed, **half})
        assert (refused.status_code, [one["field"] for one in refused.json()["violations"]]) == (422, [field])
    unknown = asked.post(asked.officer, "", {**asked.terms(), **weighed, "considered": ["offered"]})
    assert unknown.status_code in {400, 422}
    made = asked.post(asked.officer, "", {**asked.terms(), **weighed}).json()
    assert (made["considered"], made["preference"]) == (["fund_one", "separate"], weighed["preference"])
    event = Event.objects.filter(name="proposals.merge_offered").latest("id")
    assert (event.data["considered"], event.reason) == (made["considered"], made["preference"])
    page = (
        signed_in(asked.teams[1].office_user, "en").get(reverse("proposals:merge", args=[made["uid"]])).content.decode()
    )
    assert weighed["preference"] in page
    assert "Fund one, the others wait, Separate contracts with shared services" in page
    path = f"/{made['uid']}/withdraw"
    assert asked.post(asked.officer, path, {"reason": "다시 논의", "chosen": "offered"}).status_code in {400, 422}
    ended = asked.post(asked.officer, path, {"reason": "다시 논의", "chosen": "separate"}).json()
    assert (ended["state"], ended["chosen"]) == ("withdrawn", "separate")
    assert Event.objects.filter(name="proposals.merge_withdrawn").latest("id").data["chosen"] == "separate"
    page = (
        signed_in(asked.teams[1].office_user, "en").get(reverse("proposals:merge", args=[made["uid"]])).content.decode()
    )
    assert "What is done instead" in page


def test_refusals_name_the_fields(asked: Asked) -> None:
    terms = asked.terms()
    terms["shares"][0]["year_krw"] = [300_000_000, 299_999_999, 300_000_000]
    refused = asked.post(asked.officer, "", terms)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert "shares.2" in refused.content.decode()
    point = asked.terms()
    point["shares"][0]["year_krw"] = ["1.5", 0, 0]
    assert asked.post(asked.officer, "", point).status_code in {400, 422}
    office = asked.post(asked.teams[0].office_user, "", asked.terms())
    assert office.status_code == 404  # it sees nothing of the other original before it is asked


def test_all_answer_and_the_merged_proposal_is_named(asked: Asked) -> None:
    offer = asked.offer()
    path, yes = f"/{offer['uid']}", {"answer": "accepted", "sha256": offer["sha256"]}
    stale = {**yes, "sha256": "0" * 64, "proposal": str(asked.originals[0].uid)}
    assert asked.post(asked.teams[0].office_user, f"{path}/answer", stale).status_code == 412
    for team, original in zip(asked.teams, asked.originals, strict=True):
        given = asked.post(team.office_user, f"{path}/answer", {**yes, "proposal": str(original.uid)})
        assert given.status_code == 200
    amounts = {**yes, "year_krw": [100_000_000] * 3}
    bare = asked.post(asked.region, f"{path}/answer-for-region", amounts)
    assert (bare.status_code, "pledge.document_missing" in bare.content.decode()) == (422, True)
    region = signed_in(asked.region)
    done = region.post(f"{OFFERS}{path}/answer-for-region", {**amounts, "document": pdf("pledge.pdf")})
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert Proposal.objects.get(uid=done.json()["merged"]).state == "submitted"


def test_a_region_declines_and_a_desk_withdraws_with_a_reason(asked: Asked) -> None:
    offer = asked.offer()
    path = f"/{offer['uid']}"
    assert asked.post(asked.officer, f"{path}/withdraw", {}).status_code == 422
    withdrawn = asked.post(asked.officer, f"{path}/withdraw", {"reason": "다시 논의"})
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    second = asked.offer()
    no = {"answer": "declined", "sha256": second["sha256"]}
    bare = asked.post(asked.region, f"/{second['uid']}/answer-for-region", no)
    assert (bare.status_code, "merge.decline_reason_missing" in bare.text) == (422, True)
    declined = asked.post(asked.region, f"/{second['uid']}/answer-for-region", {**no, "reason": "예산 부족"}).json()
    assert (declined["state"], declined["region_reason"]) == ("declined", "예산 부족")
