"""The rule editor's pages: every group as a form, saved and checked as typed, rows moved, two writers, files, versions
side by side. What a browser sends is read off the page's own form, so that page and reader can't drift apart."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs import actions, queries
from programs.editing import GROUPS, content_of, read_group
from programs.models import RuleDraft, RuleSet
from programs.policy import compare
from tests.build import World
from tests.build_programs import BEFORE, SYSTEM, a_program, a_rule_set
from tests.programs.policies import full_raw, full_with, text_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world: World) -> RuleDraft:
    """Of this ministry, with every group there is."""
    made = actions.begin_rule_draft(program_uid=a_program(world.ministry).uid, by=SYSTEM, at=BEFORE)
    return actions.replace_rule_draft(draft_uid=made.uid, text=full_with(), by=SYSTEM, at=BEFORE)


class Form(HTMLParser):
    """What a browser would send of the rule form on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.inside, self.area, self.select = False, "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = "rule-form" in (given.get("class") or "")
        name = given.get("name") or ""
        if tag == "option" and "selected" in given:
            self.sent.setdefault(self.select, []).append(given.get("value") or "")
        if tag == "select":
            self.select = name
            return
        if not self.inside or not name or tag == "button":
            return
        if tag == "textarea":
            self.area = name
            self.sent.setdefault(name, []).append("")
        elif given.get("type") not in {"checkbox", "radio"} or "checked" in given:
            self.sent.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][-1] += data


def page(client: Client, draft: RuleDraft, group: str) -> dict[str, list[str]]:
    answer = client.get(reverse("programs:rule-group", args=[draft.uid, group]))
    assert answer.status_code == 200
    return Form(answer.text).sent


def send(client: Client, draft: RuleDraft, group: str, sent: dict[str, Any], **headers: str) -> Any:
    return client.post(reverse("programs:rule-group", args=[draft.uid, group]), sent, headers=headers)


def autosave(client: Client, draft: RuleDraft, group: str, sent: dict[str, Any], version: str) -> Any:
    headers = {"X-Requested-With": "autosave", "If-Match": f'"{version}"'}
    return send(client, draft, group, sent, **headers)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_group_has_a_form_that_gives_back_what_it_was_given(
    officer: Client, draft: RuleDraft, language: str
) -> None:
    officer.cookies["django_language"] = language
    for name, group in GROUPS.items():
        sent = page(officer, draft, name)
        read = read_group(group, sent)
        stored = content_of(group, full_raw() | {"assumed": []})
        assert {key: _plain(value) for key, value in read.items()} == _plain(dict(stored or {})), name


def _plain(value: Any) -> Any:
    """Raw values with one way to say that there is no limit."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return None if value == "none" else value


def test_a_group_is_saved_sound_or_not_and_the_overview_names_every_fault(officer: Client, draft: RuleDraft) -> None:
    sent = page(officer, draft, "match")
    assert sent["match.share_bp"] == ["10"]
    answer = send(officer, draft, "match", {**sent, "match.share_bp": ["열"], "do": "save"})
    assert answer["Location"] == reverse("programs:rule-draft", args=[draft.uid])
    sent = page(officer, draft, "quota")
    send(officer, draft, "quota", {**sent, "quota.counts": ["teams"], "do": "next"})
    text = officer.get(reverse("programs:rule-draft", args=[draft.uid])).text
    for group, place in (("match", "match.share_bp"), ("quota", "quota.counts")):
        assert reverse("programs:rule-group", args=[draft.uid, group]) + f"#id_{place}" in text
    assert "열" in text
    refused = officer.post(reverse("programs:publish-draft", args=[draft.uid]))
    assert refused.status_code == 422
    assert not RuleSet.objects.exists()
    assert "match.share_bp: " in refused.text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("12.5", 1250), ("12.5%", 1250), ("１２", 1200), ("12.345", "12.345"), ("", None), ("-1", -100), ("nan", "nan")],
)
def test_percent_is_typed_and_basis_points_are_kept(
    officer: Client, draft: RuleDraft, typed: str, stored: object
) -> None:
    sent = page(officer, draft, "match")
    assert autosave(officer, draft, "match", {**sent, "match.share_bp": [typed]}, "v2").status_code == 200
    assert RuleDraft.objects.get().content["match"].get("share_bp") == stored


def test_it_is_saved_and_checked_as_it_is_typed(officer: Client, draft: RuleDraft) -> None:
    sent = page(officer, draft, "budget")
    over = {**sent, "budget.categories.0.cap_bp": ["101"]}
    url = reverse("programs:rule-check", args=[draft.uid, "budget"])
    assert 'href="#id_budget.categories.0.cap_bp"' in officer.post(url, over).text
    assert RuleDraft.objects.get().version_of("budget") == 2, "the check stores nothing"
    kept = autosave(officer, draft, "budget", over, "v2").json()
    assert kept["version"] == "v3"
    assert list(kept["errors"]) == ["budget.categories.0.cap_bp"]
    sound = officer.post(url, {**sent, "budget.categories.0.cap_bp": ["25"]}).text
    assert "인건비: 최대 25%" in sound


def test_rows_are_added_moved_and_taken_out_without_a_script(officer: Client, draft: RuleDraft) -> None:
    def codes() -> list[str]:
        return [one["code"] for one in RuleDraft.objects.get().content["budget"]["categories"]]

    def press(deed: str) -> Any:
        return send(officer, draft, "budget", {**page(officer, draft, "budget"), "do": deed})

    first = codes()
    assert press("add:categories")["Location"].endswith("/budget/#id_budget.categories")
    assert codes() == [*first, "item_1"]
    press("up:categories/4")
    press("down:categories/0")
    assert codes() == [first[1], first[0], first[2], "item_1", first[3]]
    press("remove:categories/3")
    assert codes() == [first[1], first[0], *first[2:]]
    assert press("remove:categories/9").status_code == 404
    assert press("add:colours").status_code == 404
    anchors = {**page(officer, draft, "review"), "do": "add:criteria.0.anchors"}
    send(officer, draft, "review", anchors)
    assert len(RuleDraft.objects.get().content["review"]["criteria"][0]["anchors"]) == 4


def test_no_words_are_lost_between_two_writers(officer: Client, draft: RuleDraft) -> None:
    sent = page(officer, draft, "match")
    assert autosave(officer, draft, "match", {**sent, "match.share_bp": ["20"]}, "v2").status_code == 200
    late = autosave(officer, draft, "match", {**sent, "match.share_bp": ["30"]}, "v2")
    assert late.status_code == 412
    assert (late.json()["version"], late.json()["current"]) == ("v3", {"match.share_bp": "20"})
    shown = send(officer, draft, "match", {**sent, "match.share_bp": ["30"], "do": "save"})
    assert shown.status_code == 412
    again = Form(shown.text).sent
    assert (again["version"], again["match.share_bp"]) == (["v3"], ["30"])
    assert RuleDraft.objects.get().content["match"]["share_bp"] == 2000
    assert send(officer, draft, "match", {**again, "do": "save"}).status_code == 302
    assert RuleDraft.objects.get().content["match"]["share_bp"] == 3000


def test_a_group_may_be_ruled_or_left_out_and_its_marks_set(officer: Client, draft: RuleDraft) -> None:
    send(officer, draft, "appeal", {"version": "v2", "do": "leave_out"})
    assert "appeal" not in RuleDraft.objects.get().content
    assert page(officer, draft, "appeal").keys() == {"csrfmiddlewaretoken", "version"}
    send(officer, draft, "appeal", {"version": "v3", "do": "include"})
    sent = page(officer, draft, "appeal")
    sent["assumed"] = ["appeal.within_days"]
    send(officer, draft, "appeal", {**sent, "do": "save"})
    assert "appeal.within_days" in RuleDraft.objects.get().content["assumed"]


def test_rules_come_and_go_as_files(officer: Client, draft: RuleDraft) -> None:
    given = officer.get(reverse("programs:rule-draft-file", args=[draft.uid]))
    assert json.loads(given.content)["match"]["share_bp"] == 1000
    url = reverse("programs:take-rules", args=[draft.uid])

    def take(content: bytes) -> Any:
        return officer.post(url, {"file": SimpleUploadedFile("rules.json", content)})

    wrong = take(text_with("match.share_bp", 10_001).encode())
    assert wrong.status_code == 422
    assert "match.share_bp: " in wrong.text
    assert take(b"\xff\xfe").status_code == 422
    assert take(b"").status_code == 422
    assert take(given.content)["Location"] == reverse("programs:rule-draft", args=[draft.uid])
    made = actions.publish_rule_draft(draft_uid=draft.uid, by=SYSTEM, at=BEFORE)
    file = officer.get(reverse("programs:rule-set-file", args=[made.uid]))
    assert json.loads(file.content) == json.loads(made.text)


def test_two_versions_stand_side_by_side(client: Client, world: World) -> None:
    program = a_program(world.ministry)
    first = a_rule_set(program)
    second = a_rule_set(program, full_with("match.share_bp", 2000))
    for one, other in ((first, second), (second, first)):
        text = client.get(reverse("programs:compare-rules", args=[one.uid, other.uid])).text
        assert "최소 10%" in text
        assert "최소 20%" in text
        assert "match.basis" not in text, "what says the same is left out"
        assert "appeal.within_days" in text
    same = client.get(reverse("programs:compare-rules", args=[first.uid, first.uid])).text
    assert "다른 조항이 없습니다" in same
    stranger = a_rule_set(a_program(world.ministry))
    assert client.get(reverse("programs:compare-rules", args=[first.uid, stranger.uid])).status_code == 404


def test_a_draft_stands_beside_the_version_before(officer: Client, world: World) -> None:
    program = a_program(world.ministry)
    a_rule_set(program)
    begun = officer.post(reverse("programs:draft-rules", args=[program.uid]), {"start": ""})
    draft = RuleDraft.objects.get()
    assert begun["Location"] == reverse("programs:rule-draft", args=[draft.uid])
    sent = page(officer, draft, "quota")
    send(officer, draft, "quota", {**sent, "quota.teams_per_region": ["3"], "do": "save"})
    text = officer.get(reverse("programs:compare-draft", args=[draft.uid])).text
    assert "quota.teams_per_region" in text
    assert officer.get(reverse("programs:draft-rules", args=[program.uid])).status_code == 302, "one is being written"
    published = officer.post(reverse("programs:publish-draft", args=[draft.uid]))
    assert published["Location"] == reverse("programs:rule-set", args=[RuleSet.objects.get(version=2).uid])


@pytest.mark.parametrize("group", ["match", "review"])
def test_a_page_asks_the_database_as_often_however_long_its_lists(
    officer: Client, draft: RuleDraft, group: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        page(officer, draft, group)


def test_a_rule_set_is_written_from_nothing_by_pages_alone(officer: Client, world: World, draft: RuleDraft) -> None:
    """What the pages of a whole draft send, sent to the pages of an empty one, is the same rule set."""
    program = a_program(world.ministry)
    officer.post(reverse("programs:draft-rules", args=[program.uid]), {"start": ""})
    empty = program.rule_draft
    for name, group in GROUPS.items():
        sent = {**page(officer, draft, name), "version": ["v1"]}
        if group.optional:
            send(officer, empty, name, {"version": "v1", "do": "include"})
            sent["version"] = ["v2"]
        assert send(officer, empty, name, {**sent, "do": "next"}).status_code == 302, name
    made = [officer.post(reverse("programs:publish-draft", args=[one.uid])) for one in (draft, empty)]
    assert [answer.status_code for answer in made] == [302, 302]
    whole, from_nothing = (queries.policy_of(one) for one in RuleSet.objects.order_by("id"))
    assert compare(whole, from_nothing) == []
    assert replace(whole, assumed=()) == replace(from_nothing, assumed=())


@pytest.mark.parametrize(
    "odd",
    [
        {"match.share_bp": "1\x00", "match.forms": ["cash\x00", "\x00"]},
        {"do": "up:categories/²"},
        {"do": "remove:categories/-1"},
        {"do": "add:..\x00"},
        {"version": "v²"},
        {"version": "x" * 5_000},
        {"match.share_bp": "9" * 5_000},
        {"match.share_bp": "1e999999"},
        {"assumed": ["no.such", "match"], "asks_assumed": "yes"},
    ],
)
def test_no_form_breaks_a_page(officer: Client, draft: RuleDraft, odd: dict[str, Any]) -> None:
    sent = {**page(officer, draft, "match"), **odd}
    assert send(officer, draft, "match", sent).status_code in {302, 404, 412}
    check = officer.post(reverse("programs:rule-check", args=[draft.uid, "match"]), sent)
    assert check.status_code == 200
    assert officer.get(reverse("programs:rule-draft", args=[draft.uid])).status_code == 200
