"""Write down the rules of a programme, and publish them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import RuleBroken, require
from programs import notices, permissions, queries, rules
from programs.models import RuleSet
from programs.policy import PolicyInvalid, checksum, parse_new_policy, policy_to_json
from programs.states import RULE_SET


def draft_rule_set(*, program_uid: UUID, text: str, by: Actor, at: datetime) -> RuleSet:
    """Keep a rule set as the programme's next version, from TOML or JSON, in its canonical text.

    Raises NotFound, NotAllowed, RuleBroken (`policy.*`, every fault with its path; `rule_set.unchanged` where it says
    exactly what the version before says).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_program(by, program), "draft_rule_set")
        try:
            policy = parse_new_policy(text)
        except PolicyInvalid as invalid:
            raise RuleBroken(rules.policy_violations(invalid)) from invalid
        canonical = policy_to_json(policy)
        version = queries.next_version(program.pk)
        if queries.checksum_of_version(program.pk, version - 1) == checksum(canonical):
            raise RuleBroken.because("rule_set.unchanged", field="text", version=version - 1)
        rule_set = RuleSet.objects.create(
            program=program,
            version=version,
            schema=policy.schema,
            text=canonical,
            checksum=checksum(canonical),
            excluded_regions=queries.regions_left_out(policy, at),
            reference_ko=policy.reference_ko,
            reference_en=policy.reference_en,
            created_at=at,
            created_by=by.user_id,
        )
        record(
            "programs.rule_set_drafted",
            subject=rule_set,
            by=by,
            at=at,
            rule_set_id=rule_set.pk,
            data=notices.said_of_rule_set(rule_set),
        )
    return rule_set


def publish_rule_set(*, rule_set_uid: UUID, by: Actor, at: datetime) -> RuleSet:
    """Make a version final: from now on calls can pin it and nobody can change it.

    Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic():
        rule_set = queries.locked_rule_set(rule_set_uid, by)
        require(permissions.may_run_program(by, rule_set.program), "publish")
        move = RULE_SET.require("publish", rule_set.state)
        rule_set.state, rule_set.published_at, rule_set.published_by = move.target, at, by.user_id
        rule_set.save(update_fields=["state", "published_at", "published_by"])
        record(
            move.event,
            subject=rule_set,
            by=by,
            at=at,
            rule_set_id=rule_set.pk,
            data=notices.said_of_rule_set(rule_set),
            tell=notices.on_published(queries.desks(rule_set.program, at), by),
        )
    return rule_set
