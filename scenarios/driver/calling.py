"""Chapter two: the programme's rules are published, the call is drafted and announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from accounts.roles import Role
from programs import actions as programs
from programs.actions import CallTerms, Part
from programs.models import Program
from programs.queries import latest_published
from scenarios.driver.world import Step, World


def steps(world: World) -> Iterator[Step]:
    scenario = world.plan.scenario
    yield Step(scenario.program.published_at, "program", partial(_publish, world))
    yield Step(scenario.call.drafted_at, "call.draft", partial(_draft, world))
    yield Step(scenario.call.announced_at, "call.announce", partial(_announce, world))


def _publish(world: World, at: datetime) -> None:
    program = world.plan.scenario.program
    offices = world.plan.scenario.offices
    officer = next(
        one.code for one in offices if one.role is Role.MINISTRY_OFFICER and one.organization == program.ministry
    )
    programs.load_preset(
        program.preset,
        ministry_uid=world.organization(program.ministry).uid,
        agency_uid=world.organization(program.agency).uid,
        changes=program.set,
        by=world.actor(officer, at),
        at=at,
    )


def _draft(world: World, at: datetime) -> None:
    entry = world.plan.scenario.call
    by = world.actor(entry.office, at)
    program = Program.objects.get(code=world.program_code)
    rule_set = latest_published(program.pk)
    assert rule_set is not None, "the rules were published before"
    call = programs.draft_call(
        program_uid=program.uid,
        rule_set_uid=rule_set.uid,
        code=entry.code,
        terms=CallTerms(
            title_ko=entry.title_ko,
            title_en=entry.title_en,
            summary_ko=entry.summary_ko,
            summary_en=entry.summary_en,
            opens_at=entry.opens_at,
            closes_at=entry.closes_at,
            ranking_due_at=entry.ranking_due_at,
            project_starts_on=entry.project_starts_on,
            budget_krw=entry.budget_krw,
            contact=entry.contact,
        ),
        by=by,
        at=at,
    )
    for part in entry.guidelines:
        programs.add_guideline(
            call_uid=call.uid,
            part=Part(title_ko=part.title_ko, title_en=part.title_en, text_ko=part.text_ko, text_en=part.text_en),
            by=by,
            at=at,
        )


def _announce(world: World, at: datetime) -> None:
    by = world.actor(world.plan.scenario.call.office, at)
    programs.announce_call(call_uid=world.call.uid, by=by, at=at)
