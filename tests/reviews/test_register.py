"""The register of experts: what it holds, and a file of it taken whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from core.models import Event
from core.refusals import NotAllowed, RuleBroken, Violation
from reviews import actions, queries, rules
from reviews.classification import classification, known_codes
from reviews.models import Expert
from reviews.rules.tables import MOST_BYTES, MOST_FAULTS, MOST_ROWS
from tests.build import World, a_ministry_world, a_person, an_organization, sign_in
from tests.build_reviews import OPENED_AT

HEAD = "researcher_number,name,fields,max_cases,science_fields,languages,history,away_from,back_on"
DIRECTORY = rules.Directory(
    {"10000001": (1, "김하나")}, {}, {"한빛대": (7,), "둘": (8, 9)}, {"daejeon": 3}, known_codes()
)


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join((head, *rows)).encode()


def faults_of(act: Callable[[], object]) -> list[Violation]:
    with pytest.raises(RuleBroken) as refused:
        act()
    return list(refused.value.violations)


def test_the_classification_has_two_levels_and_each_code_once() -> None:
    table_ = classification()
    codes = [code for one in table_.sections for code in (one.code, *(field.code for field in one.fields))]
    assert len(codes) == len(set(codes)) == len(known_codes())
    assert all(field.code.startswith(one.code) for one in table_.sections for field in one.fields)
    assert all(one.name_ko and one.name_en and one.fields for one in table_.sections)
    assert "추정" in table_.source_ko, "what nobody has compared with the notice is marked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"\x80\x81\xff\xfe\x00", "import.no_text"),
        (b"a,b\0", "import.no_text"),
        (table('10000001,"x"y,it,3,,,,,'), "import.malformed"),
        (table("10000001," + "x" * 140_000), "import.malformed"),
        (table("10000001,x"), "import.cells_differ"),
        (table(head="name,fields"), "import.column_missing"),
        (table(head="researcher_number,max_cases,colour"), "import.column_unknown"),
        (table(head="researcher_number,max_cases,max_cases"), "import.column_unknown"),
        (table(*["1,,,,,,,,"] * (MOST_ROWS + 1)), "import.too_many_rows"),
        (b"x" * (MOST_BYTES + 1), "import.too_large"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert code in {one.code for one in faults_of(lambda: rules.read_table(content))}


def test_every_fault_is_named_by_row_and_column() -> None:
    lines = rules.read_table(
        table(
            "10000001,김하나,it,3,EE02,ko,,,",
            "99999999,,it,3,,,,,",
            "10000001,다른이름,it,0,ZZ99,xx,모르는대 @ 2001-01-01 ~; 둘 @ 2001-01-01 ~; 아무말,2004-13-01,",
            "10000001,김하나,it,많이,,,한빛대 @ 2002-01-01 ~ 2001-01-01,,2004-01-01",
        )
    )
    found = {(one.field, one.code) for one in faults_of(lambda: rules.entries_of(lines, DIRECTORY, {}))}
    assert found == {
        ("rows.3.researcher_number", "import.person_unknown"),
        ("rows.4.name", "import.name_differs"),
        ("rows.4.max_cases", "expert.no_load"),
        ("rows.4.science_fields", "expert.science_field_unknown"),
        ("rows.4.languages", "expert.language_unknown"),
        ("rows.4.history", "import.institution_unknown"),
        ("rows.4.history", "import.institution_unclear"),
        ("rows.4.history", "import.stay_unreadable"),
        ("rows.4.away_from", "import.no_date"),
        ("rows.5.max_cases", "import.no_number"),
        ("rows.5.history", "expert.stay_runs_backward"),
        ("rows.5.back_on", "expert.back_before_away"),
    }
    twice = rules.read_table(table(*["10000001,,it,3,,,,,"] * 2))
    assert [one.code for one in faults_of(lambda: rules.entries_of(twice, DIRECTORY, {}))] == ["import.person_twice"]
    many = rules.read_table(table(*["9,,it,0,,,,,"] * MOST_ROWS))
    found_many = faults_of(lambda: rules.entries_of(many, DIRECTORY, {}))
    assert (len(found_many), found_many[-1].code) == (MOST_FAULTS + 1, "import.more")


def test_a_column_left_out_changes_nothing_and_korean_spreadsheets_are_read() -> None:
    before = rules.Profile(keywords="나노", languages=("ko",), max_rounds=2)
    content = "researcher_number,max_cases,languages,keywords\n10000001,4,en; ko,'=반도체\n".encode("cp949")
    (entry,) = rules.entries_of(rules.read_table(content), DIRECTORY, {1: before})
    assert (entry.max_cases, entry.fields, entry.profile.max_rounds) == (4, None, 2)
    assert (entry.profile.languages, entry.profile.keywords) == (("en", "ko"), "=반도체")


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


def numbered(number: str) -> Person:
    person = a_person(an_organization())
    Person.objects.filter(pk=person.pk).update(researcher_number=number)
    person.refresh_from_db()
    return person


def test_a_file_goes_out_and_comes_in_the_same(world: World, client: Client) -> None:
    first, second = numbered("20000001"), numbered("20000002")
    before = an_organization(name_ko="옛 연구원")
    by = world.actor("agency_officer", OPENED_AT)
    content = table(
        "20000001,,it; bio,3,EE02; LA,ko; en,옛 연구원 @ 2001-03-01 ~ 2003-03-01,2004-05-01,2004-06-01",
        f"20000002,{second.name_ko},,5,,,,,",
    )
    taken = actions.import_experts(content=content, by=by, at=OPENED_AT)
    assert (taken.added, taken.changed, taken.same) == (2, 0, 0)
    expert = Expert.objects.get(person=first)
    assert queries.profile_of(expert).stays == (rules.Stay(date(2001, 3, 1), before.pk, date(2003, 3, 1)),)
    assert Event.objects.filter(name="reviews.expert_registered", subject_uid=expert.uid).count() == 1
    sign_in(client, world.ministry_approver)
    answer: Any = client.get(reverse("reviews:experts-csv"))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert {row["researcher_number"] for row in rows} == {"20000001", "20000002"}
    again = actions.import_experts(content=answer.getvalue(), by=by, at=OPENED_AT)
    assert (again.added, again.changed, again.same) == (0, 0, 2), "what went out says what is there"
    assert Event.objects.filter(subject_uid=expert.uid).count() == 1


def test_one_wrong_row_lets_no_row_in(world: World, client: Client) -> None:
    numbered("20000001")
    sign_in(client, world.ministry_officer)
    page = reverse("reviews:import-experts")
    content = table("20000001,,it,3,,,,,", "77777777,,it,3,,,,,")
    answer: Any = client.post(page, {"file": SimpleUploadedFile("experts.csv", content)})
    assert (answer.status_code, Expert.objects.count()) == (422, 0)
    assert "3행 researcher_number" in answer.text
    assert client.post(page, {}).status_code == 422
    good = SimpleUploadedFile("experts.csv", table("20000001,,it,3,,,,,"))
    assert client.post(page, {"file": good}).status_code == 302
    assert Expert.objects.count() == 1
    for role in ("ministry_approver", "auditor", "region_officer", "expert", "member"):
        with pytest.raises(NotAllowed):
            actions.import_experts(content=b"", by=world.actor(role, OPENED_AT), at=OPENED_AT)


def test_the_page_and_the_api_keep_all_that_the_register_holds(world: World, client: Client) -> None:
    person, place = numbered("20000001"), an_organization(name_ko="옛 대학")
    sign_in(client, world.ministry_officer)
    page = reverse("reviews:register", args=[person.uid])
    sent = {
        "fields_known": "it",
        "max_cases": "4",
        "max_rounds": "2",
        "science_fields": ["EE", "EE02"],
        "keywords": "분산 시스템",
        "languages": ["ko", "en"],
        "region": "busan",
        "email": "expert@example.org",
        "away_from": "2004-05-01",
        "back_on": "2004-04-01",
        "trained_on": "2004-02-01",
        "training_note": "이해충돌 교육",
        "history": "옛 대학 @ 2000-03-01 ~ 2003-03-01\n모르는 곳 @ 2000-01-01 ~",
    }
    assert client.post(page, sent).status_code == 422, "an institution nobody knows"
    sent["history"] = "옛 대학 @ 2000-03-01 ~ 2003-03-01"
    assert client.post(page, sent).status_code == 422, "back before he left"
    assert client.post(page, sent | {"back_on": "2004-06-01"}).status_code == 302
    expert = Expert.objects.get(person=person)
    assert queries.profile_of(expert).stays == (rules.Stay(date(2000, 3, 1), place.pk, date(2003, 3, 1)),)
    shown: Any = client.get(page)
    assert "옛 대학 @ 2000-03-01" in shown.text
    for asked, finds in (({"science": "EE"}, True), ({"science": "LA"}, False), ({"region": "busan"}, True)):
        assert (person.name_ko in client.get(reverse("reviews:experts"), asked).content.decode()) == finds
    (one,) = client.get("/api/v1/experts", {"words": "분산"}).json()["results"]
    assert (one["science_fields"], one["region"]) == (["EE", "EE02"], "busan")
    assert one["history"][0]["organization_ko"] == "옛 대학"
    history = [{"organization": str(place.uid), "starts_on": "2001-03-01"}]
    body = {"person": str(person.uid), "fields_known": ["bio"], "max_cases": 6, "profile": {"history": history}}
    changed: Any = client.post("/api/v1/experts", body, content_type="application/json")
    assert (changed.status_code, changed.json()["keywords"]) == (201, ""), "a profile is put in place whole"
    faulty: Any = client.post("/api/v1/experts/table", {"csv": table("1,,it,3,,,,,").decode()}, "application/json")
    assert (faulty.status_code, faulty.json()["violations"][0]["field"]) == (422, "rows.2.researcher_number")
    assert client.get("/api/v1/science-fields").json()[0]["code"] == "NA"


def test_co_authors_are_read_whole_or_named_as_unreadable() -> None:
    text = "이저자 @ 바다대 @ 촉매 @ 합성; 김저자@하늘대@둘째\n이저자 @ 바다대 @ 촉매 @ 합성"
    assert rules.read_coauthors(text) == (
        rules.CoAuthor("김저자", "하늘대", "둘째"),
        rules.CoAuthor("이저자", "바다대", "촉매 @ 합성"),
    )
    faults = faults_of(lambda: rules.read_coauthors("이저자 @ 바다대; 김저자 @ @ 셋; 박저자 @ 들대 @ 논문"))
    assert [one.values["value"] for one in faults] == ["이저자 @ 바다대", "김저자 @ @ 셋"]
    for name, institution, publication, code in (
        ("이;저자", "바다대", "논문", "expert.coauthor_unreadable"),
        ("이저자", "바다@대", "논문", "expert.coauthor_unreadable"),
        ("이저자", "바다대", " ", "expert.coauthor_unreadable"),
        ("이저자", "바다대", "가" * 201, "expert.text_too_long"),
    ):
        profile = rules.Profile(coauthors=(rules.CoAuthor(name, institution, publication),))
        assert [one.code for one in rules.profile_violations(profile, known_codes())] == [code]


def test_co_authors_go_through_page_file_and_api(world: World, client: Client) -> None:
    person = numbered("20000001")
    sign_in(client, world.ministry_officer)
    page = reverse("reviews:register", args=[person.uid])
    sent = {"fields_known": "it", "max_cases": "4", "coauthors": "이저자 @ 바다대"}
    refused: Any = client.post(page, sent)
    assert (refused.status_code, "이저자 @ 바다대" in refused.text) == (422, True)
    assert client.post(page, sent | {"coauthors": "이저자 @ 바다대 @ 논문"}).status_code == 302
    kept = [{"name": "이저자", "institution": "바다대", "publication": "논문"}]
    assert Expert.objects.get(person=person).coauthors == kept
    assert "이저자 @ 바다대 @ 논문" in client.get(page).content.decode()
    (told,) = client.get("/api/v1/experts").json()["results"]
    assert told["coauthors"] == kept
    file: Any = client.get("/api/v1/experts/table")
    taken: Any = client.post("/api/v1/experts/table", {"csv": file.content.decode("utf-8-sig")}, "application/json")
    assert taken.json() == {"added": 0, "changed": 0, "same": 1}
    body = {"person": str(person.uid), "fields_known": [], "max_cases": 4}
    more = [*kept, {"name": "김저자", "institution": "하늘대", "publication": "둘째"}]
    put: Any = client.post("/api/v1/experts", {**body, "profile": {"coauthors": more}}, "application/json")
    assert (put.status_code, len(put.json()["coauthors"])) == (201, 2)
    wrong: Any = client.post(
        "/api/v1/experts", {**body, "profile": {"coauthors": [{**kept[0], "name": "a@b"}]}}, "application/json"
    )
    assert (wrong.status_code, wrong.json()["violations"][0]["code"]) == (422, "expert.coauthor_unreadable")
