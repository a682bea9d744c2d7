"""Load a programme that comes as files, through the actions, so that loading it again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from programs import queries
from programs.actions.preset_files import read_preset
from programs.actions.programs import add_indicator, create_program
from programs.actions.rule_sets import draft_rule_set, publish_rule_set
from programs.models import Program, RuleSet
from programs.policy import checksum, parse_policy, policy_to_json


def load_preset(
    name: str, *, ministry_uid: UUID, agency_uid: UUID | None = None, by: Actor, at: datetime
) -> tuple[Program, RuleSet]:
    """The preset's programme with its rules published; what is there already is left as it is.

    Raises RuleBroken (see `read_preset`), and what the actions raise.
    """
    preset = read_preset(name)
    with transaction.atomic():
        program = queries.program_coded(preset.program.code)
        if program is None:
            program = create_program(
                ministry_uid=ministry_uid, agency_uid=agency_uid, terms=preset.program, by=by, at=at
            )
        known = {indicator.code for indicator in queries.indicators(program.pk)}
        for order, terms in enumerate(preset.indicators, start=1):
            if terms.code not in known:
                add_indicator(program_uid=program.uid, terms=replace(terms, order=order), by=by, at=at)
        canonical = policy_to_json(parse_policy(preset.rules))
        rule_set = queries.published_with(program.pk, checksum(canonical))
        if rule_set is None:
            draft = draft_rule_set(program_uid=program.uid, text=preset.rules, by=by, at=at)
            rule_set = publish_rule_set(rule_set_uid=draft.uid, by=by, at=at)
    return program, rule_set
