"""Files of an appeal: its leader adds them, its judges and desks read them and the proposal's, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from core.models import Event, StoredFile
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from core.scope import SYSTEM, within
from proposals.models import Attachment
from reviews import actions
from reviews.appeal_showing import paper_for
from reviews.models import Appeal, AppealFile, Case
from reviews.queries.appeal_files import appeal_file
from reviews.rules.appeals import MOST_FILES
from tests.build import a_ministry_world, sign_in
from tests.build_appeals import FILED_AT, Contest, a_contest
from tests.build_proposals import attach, pdf
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.django_db


def a_contest_with_papers() -> Contest:
    """Each of the proposals has a plan, which its dossier names."""
    contest = a_contest()
    for proposal in contest.panel.proposals:
        attach(proposal, "plan", contest.leader(), FILED_AT)
        paper = Attachment.objects.get(proposal=proposal)
        case = Case.objects.get(of_proposal__proposal=proposal)
        named = {"uid": str(paper.uid), "document": "plan", "name": "plan.pdf", "size_bytes": paper.file.size_bytes}
        Case.objects.filter(pk=case.pk).update(dossier={**case.dossier, "files": [named]})
    return contest


@pytest.fixture(scope="module")
def published(shared_db: None) -> Contest:
    return a_contest_with_papers()


@pytest.fixture
def contest(published: Contest) -> Contest:
    at_the_clock(FILED_AT)
    return deepcopy(published)


def add(contest: Contest, appeal: Appeal, name: str = "photo.pdf", **changes: Any) -> AppealFile:
    given: dict[str, Any] = {"upload": pdf(name), "by": contest.leader(), "at": FILED_AT, **changes}
    return actions.attach_to_appeal(appeal_uid=appeal.uid, **given)


def as_(actor: Actor) -> Client:
    return sign_in(Client(), User.objects.get(pk=actor.user_id or 0))


def reads(actor: Actor, appeal: Appeal, file: AppealFile, attachment_uid: UUID) -> tuple[bool, bool]:
    """Whether somebody reaches the file beside the appeal, and the proposal's document, through both walls."""

    def reaches(fetch: Callable[[], object]) -> bool:
        with within(actor.scope, back_to=SYSTEM):
            try:
                return fetch() is not None
            except NotFound:
                return False

    return (
        reaches(lambda: appeal_file(file.uid, actor).file),
        reaches(lambda: paper_for(appeal.uid, attachment_uid, actor)),
    )


def rows(actor: Actor) -> tuple[int, int]:
    """How many documents and stored files the database itself lets somebody reach."""
    with within(actor.scope, back_to=SYSTEM):
        return Attachment.objects.count(), StoredFile.objects.count()


def test_judges_and_desks_read_both_and_nobody_else_either(contest: Contest) -> None:
    appeal = contest.save()
    file = add(contest, appeal)
    paper = Attachment.objects.get(proposal=contest.panel.proposals[0]).uid
    team, judge, idle = contest.leader(), contest.judge(0), contest.judge(5)
    officer, auditor = contest.officer, contest.panel.role("auditor")
    assert reads(officer, appeal, file, paper) == reads(judge, appeal, file, paper) == (False, False), "a draft"
    actions.file_appeal(appeal_uid=appeal.uid, by=team, at=FILED_AT)
    contest.admit(appeal)
    for actor in (officer, auditor, judge):
        assert reads(actor, appeal, file, paper) == (True, True)
    assert reads(team, appeal, file, paper) == (True, False), "the team has its own pages for its documents"
    other = a_ministry_world().actor("ministry_officer", FILED_AT)
    region, reviewer = contest.panel.role("region_officer"), contest.panel.expert(0)
    for actor in (idle, contest.leader(3), other, region, reviewer):
        assert reads(actor, appeal, file, paper) == (False, False)
    assert rows(judge) == (1, 2), "of the one proposal"
    assert rows(idle) == (0, 0)
    stranger = Attachment.objects.get(proposal=contest.panel.proposals[1]).uid
    assert reads(judge, appeal, file, stranger) == (True, False)
    contest.vote(appeal, "dismiss", "dismiss", "dismiss")
    contest.conclude(appeal)
    assert reads(judge, appeal, file, paper) == (True, False), "the proposal's documents close with the appeal"
    assert rows(judge) == (0, 1)


def test_what_may_be_added_by_whom_and_until_when(contest: Contest) -> None:
    appeal = contest.save()
    first = add(contest, appeal)
    with pytest.raises(RuleBroken) as found:
        add(contest, appeal, "tool.exe")
    assert [one.code for one in found.value.violations] == ["file.kind_not_allowed"]
    with pytest.raises(NotAllowed):
        add(contest, appeal, by=contest.panel.role("institution_officer"))
    with pytest.raises(NotFound):
        add(contest, appeal, by=contest.officer)
    actions.remove_from_appeal(appeal_uid=appeal.uid, file_uid=first.uid, by=contest.leader(), at=FILED_AT)
    with pytest.raises(NotFound):
        actions.remove_from_appeal(appeal_uid=appeal.uid, file_uid=first.uid, by=contest.leader(), at=FILED_AT)
    kept = [add(contest, appeal, f"{number}.pdf") for number in range(MOST_FILES)]
    with pytest.raises(RuleBroken) as found:
        add(contest, appeal)
    assert [one.code for one in found.value.violations] == ["appeal.too_many_files"]
    actions.remove_from_appeal(appeal_uid=appeal.uid, file_uid=kept[0].uid, by=contest.leader(), at=FILED_AT)
    actions.file_appeal(appeal_uid=appeal.uid, by=contest.leader(), at=FILED_AT)
    add(contest, appeal)
    with pytest.raises(WrongState):
        actions.remove_from_appeal(appeal_uid=appeal.uid, file_uid=kept[1].uid, by=contest.leader(), at=FILED_AT)
    contest.admit(appeal)
    with pytest.raises(WrongState):
        add(contest, appeal)


def test_files_go_through_the_page_and_reading_is_on_the_record(contest: Contest) -> None:
    appeal = contest.save()
    page = reverse("reviews:appeal", args=[appeal.uid])
    leader, judge = as_(contest.leader()), as_(contest.judge(0))
    assert leader.post(page, {"do": "attach"}).status_code == 422
    assert leader.post(page, {"do": "attach", "file": pdf("photo.pdf")}).status_code == 302
    assert leader.post(page, {"do": "attach", "file": pdf("wrong.pdf")}).status_code == 302
    shown = leader.get(page).content.decode()
    assert "photo.pdf" in shown
    wrong = AppealFile.objects.get(file__name="wrong.pdf")
    assert leader.post(page, {"do": "detach", "uid": wrong.uid}).status_code == 302
    assert "wrong.pdf" not in leader.get(page).content.decode()
    leader.post(page, {"do": "file"})
    contest.admit(appeal)
    file = AppealFile.objects.get(removed_at=None)
    paper = Attachment.objects.get(proposal=contest.panel.proposals[0])
    addresses = (
        reverse("reviews:appeal-file", args=[file.uid]),
        reverse("reviews:appeal-paper", args=[appeal.uid, paper.uid]),
        reverse("api:appeal-one-file", args=[appeal.uid, file.uid]),
        reverse("api:appeal-paper", args=[appeal.uid, paper.uid]),
    )
    shown = judge.get(page).content.decode()
    assert all(address in shown for address in addresses[:2])
    for address in addresses:
        answer = judge.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        assert answer.getvalue().startswith(b"%PDF")
    taken = Event.objects.filter(name="reviews.appeal_paper_taken").order_by("id")
    assert [one.data["name"] for one in taken] == ["photo.pdf", "plan.pdf"] * 2
    assert leader.get(addresses[0]).getvalue().startswith(b"%PDF")
    assert taken.count() == 4, "the team's own looks are not"
    assert as_(contest.judge(5)).get(addresses[0]).status_code == 404


def test_files_go_over_the_api(contest: Contest) -> None:
    appeal = contest.save()
    leader = as_(contest.leader())
    address = reverse("api:appeal-files", args=[appeal.uid])
    told = leader.post(address, {"file": pdf("photo.pdf")})
    assert told.status_code == 201, told.content.decode()
    [file] = told.json()["files"]
    assert file["name"] == "photo.pdf"
    one = reverse("api:appeal-one-file", args=[appeal.uid, file["uid"]])
    assert leader.delete(reverse("api:appeal-one-file", args=[contest.save(3).uid, file["uid"]])).status_code == 404
    assert leader.delete(one).status_code == 204
    assert leader.get(one).status_code == 404
    assert leader.post(address, {"file": pdf("tool.exe")}).status_code == 422
