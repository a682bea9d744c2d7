"""The second wall: what the database itself lets experts, desks and the public reach of judgements and files."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from core.models import StoredFile
from core.refusals import NotFound
from core.scope import SYSTEM, within
from proposals.models import Attachment, Proposal, Submission
from reviews import actions, queries
from reviews.models import Assignment, Case, Conflict, Decision, Round, Score, Selection
from tests.build import MARCH, a_ministry_world, actor_for
from tests.build_proposals import a_submission, a_team
from tests.build_reviews import OPENED_AT, SELECTED_AT, Panel, a_panel, a_panel_of

pytestmark = pytest.mark.django_db


def counts(actor: Actor, *models: type) -> list[int]:
    """How many rows of each model the actor's connection reaches."""
    with within(actor.scope, back_to=SYSTEM):
        return [model.objects.count() for model in models]  # type: ignore[attr-defined]  # models all


def test_judgements_are_walled_to_ministry_overseers_and_the_committee() -> None:
    panel = a_panel(1, 3)
    panel.start()
    panel.score()
    judged = (Case, Assignment, Score)
    whole = [1, 3, 12]
    for actor in (panel.officer, panel.role("agency_officer"), panel.role("auditor"), panel.expert(0)):
        assert counts(actor, *judged) == whole
    stranger = a_ministry_world().actor("ministry_officer", OPENED_AT)
    others = [panel.role(role) for role in ("region_officer", "institution_officer", "member", "expert")]
    for actor in (*others, stranger, actor_for(panel.outsider, OPENED_AT), Actor.anonymous()):
        assert counts(actor, *judged) == [0, 0, 0]


def test_everybody_reaches_a_selection_once_it_is_published_and_no_proposal_by_it() -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    assert counts(Actor.anonymous(), Selection, Decision) == [0, 0]
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    assert counts(Actor.anonymous(), Selection, Decision, Proposal, Submission) == [1, 1, 0, 0]
    with within(Actor.anonymous().scope, back_to=SYSTEM):
        page = queries.selection_page(selection.uid, Actor.anonymous())
        assert [decision.title_ko for decision in page.decisions.all()] == [panel.proposals[0].title_ko]


def a_panel_with_files() -> Panel:
    """One proposal handed in by the actions, with its documents, at scoring with three of four experts."""
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal], experts=4)
    panel.start()
    return panel


def files_of(panel: Panel, actor: Actor) -> set[str]:
    """The names of the case's documents that this actor downloads through its case."""
    found, case = set(), panel.case()
    for file in case.dossier["files"]:
        with within(actor.scope, back_to=SYSTEM):
            try:
                found.add(queries.file_of(case.uid, file["uid"], actor).name)
            except NotFound:
                continue
    return found


def test_the_documents_of_a_case_open_to_its_experts_alone() -> None:
    panel = a_panel_with_files()
    given = set(Assignment.objects.values_list("expert_id", flat=True))
    numbers = range(len(panel.experts))
    judging = [number for number in numbers if panel.experts[number].pk in given]
    idle = next(number for number in numbers if panel.experts[number].pk not in given)
    everything = {"plan.pdf", "consent.pdf"}
    first, second = panel.expert(judging[0]), panel.expert(judging[1])
    assert files_of(panel, first) == everything
    assert counts(first, StoredFile, Attachment, Proposal) == [2, 2, 0]
    for actor in (panel.expert(idle), actor_for(panel.outsider, OPENED_AT), panel.role("member")):
        assert files_of(panel, actor) == set()
        assert counts(actor, StoredFile, Attachment) == [0, 0]
    assert files_of(panel, panel.officer) == files_of(panel, panel.role("auditor")) == everything
    actions.set_conflict(
        case_uid=panel.case().uid,
        expert_uid=panel.experts[judging[0]].uid,
        ground="other",
        note="",
        by=panel.officer,
        at=OPENED_AT,
    )
    assert files_of(panel, first) == set()
    assert counts(first, StoredFile, Attachment) == [0, 0]
    Round.objects.filter(pk=panel.round.pk).update(state="closed")
    assert files_of(panel, second) == set()
    assert counts(second, StoredFile, Attachment) == [0, 0]


def test_a_conflict_that_stands_beside_an_assignment_closes_the_documents_too() -> None:
    panel = a_panel_with_files()
    number = next(n for n, e in enumerate(panel.experts) if Assignment.objects.filter(expert=e).exists())
    Conflict.objects.create(
        case=panel.case(), expert=panel.experts[number], source="officer", ground="other", found_at=OPENED_AT
    )
    assert files_of(panel, panel.expert(number)) == set()
    assert counts(panel.expert(number), StoredFile) == [0]


def test_a_file_of_another_case_is_not_reached_through_ones_own() -> None:
    panel = a_panel_with_files()
    actor = panel.actor_of(Assignment.objects.select_related("expert")[0])
    other = a_submission(a_team("busan"), panel.call, at=MARCH)
    with pytest.raises(NotFound):
        queries.file_of(panel.case().uid, other.content["files"][0]["uid"], actor)


def test_every_deed_of_a_round_holds_inside_its_actors_own_scope() -> None:
    panel = a_panel(1, 4)
    for number in range(4):
        actor = panel.expert(number)
        with within(actor.scope, back_to=SYSTEM):
            actions.declare_interests(round_uid=panel.round.uid, conflicts={}, by=actor, at=OPENED_AT)
    with within(panel.officer.scope, back_to=SYSTEM):
        panel.assign()
        actions.start_scoring(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
    for assignment in list(Assignment.objects.select_related("expert")):
        actor = panel.actor_of(assignment)
        with within(actor.scope, back_to=SYSTEM):
            panel.submit(assignment)
    panel.pledge()
    with within(panel.officer.scope, back_to=SYSTEM):
        actions.close_round(round_uid=panel.round.uid, by=panel.officer, at=OPENED_AT)
        selection = panel.propose()
        actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
        actions.publish_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    assert Proposal.objects.get(pk=panel.proposals[0].pk).state == "selected"
