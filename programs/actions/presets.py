"""Load a programme that comes as files, through the actions, so that loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from programs import queries
from programs.actions.figures import record_figures
from programs.actions.preset_files import preset_policy, read_preset
from programs.actions.programs import add_indicators, create_program
from programs.actions.rule_sets import draft_rule_set, publish_rule_set
from programs.models import Program, RuleSet
from programs.policy import checksum, policy_to_json


def load_preset(
    name: str,
    *,
    ministry_uid: UUID,
    agency_uid: UUID | None = None,
    changes: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> tuple[Program, RuleSet]:
    """The preset's programme with its rules published and its regional figures; what is there already is left as it is.

    `changes` are clauses that are to be others than the preset's, by address. Raises RuleBroken (see `read_preset`;
    `policy.*` for changes that make no rules), and what the actions raise.
    """
    preset = read_preset(name)
    policy = preset_policy(name, changes or {})
    with transaction.atomic():
        program = queries.program_coded(preset.program.code)
        if program is None:
            program = create_program(
                ministry_uid=ministry_uid, agency_uid=agency_uid, terms=preset.program, by=by, at=at
            )
        known = {indicator.code for indicator in queries.indicators(program.pk)}
        ordered = [replace(terms, order=order) for order, terms in enumerate(preset.indicators, start=1)]
        new = [terms for terms in ordered if terms.code not in known]
        add_indicators(program_uid=program.uid, terms=new, by=by, at=at)
        canonical = policy_to_json(policy)
        rule_set = queries.published_with(program.pk, checksum(canonical))
        if rule_set is None:
            draft = draft_rule_set(program_uid=program.uid, text=canonical, by=by, at=at)
            rule_set = publish_rule_set(rule_set_uid=draft.uid, by=by, at=at)
        if preset.figures and policy.balance and not queries.figures_of_program(program.pk).exists():
            record_figures(program_uid=program.uid, terms=preset.figures, by=by, at=at)
    return program, rule_set
