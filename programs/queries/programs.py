"""Programmes, their rule sets and what they count."""

from __future__ import annotations

from dataclasses import asdict, fields
from uuid import UUID

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.actors import Actor
from accounts.models import Organization
from core.models import Event
from core.refusals import NotFound, RuleBroken
from programs import permissions
from programs.models import Call, Indicator, Program, RuleSet
from programs.policy import Policy, parse_policy
from programs.queries.rows import desk_rows, one
from programs.rules import ProgramTerms

HISTORY_SHOWN = 50
"""Deeds on a programme's page."""

_POLICIES: dict[str, Policy] = {}


def policy_of(rule_set: RuleSet) -> Policy:
    """The rules as values, parsed once a process for each checksum."""
    if rule_set.checksum not in _POLICIES:
        _POLICIES[rule_set.checksum] = parse_policy(rule_set.text)
    return _POLICIES[rule_set.checksum]


def policy_of_call(call_id: int) -> Policy:
    """The rules that a call pins. Raises RuleSet.DoesNotExist for an unknown call."""
    return policy_of(RuleSet.objects.get(calls__id=call_id))


def programs() -> QuerySet[Program]:
    """All programmes, with ministry, agency and indicators, by name."""
    return Program.objects.select_related("ministry", "agency").prefetch_related("indicators").order_by("name_ko", "id")


def program(uid: UUID) -> Program:
    """Raises NotFound."""
    return one(programs().filter(uid=uid))


def programs_run_by(actor: Actor) -> QuerySet[Program]:
    """The programmes whose drafts the actor may read, with their latest published version, newest calls first."""
    latest = RuleSet.objects.filter(program=OuterRef("pk"), state="published").order_by("-version")
    return (
        programs()
        .filter(desk_rows(actor, ""))
        .annotate(published_version=Subquery(latest.values("version")[:1]))
        .prefetch_related(Prefetch("calls", Call.objects.order_by("-opens_at")))
    )


def program_coded(code: str) -> Program | None:
    return Program.objects.filter(code=code).first()


def locked_program(uid: UUID) -> Program:
    """The programme's row, held until the transaction ends. Raises NotFound."""
    return one(Program.objects.select_related("ministry").select_for_update(of=("self",)).filter(uid=uid))


def program_terms(program: Program) -> ProgramTerms:
    """What a programme says."""
    values = {one.name: getattr(program, one.name) for one in fields(ProgramTerms)}
    return ProgramTerms(**{**values, "sectors": tuple(program.sectors)})


def was_announced(program_id: int) -> bool:
    """Whether a call of this programme was ever announced."""
    return Call.objects.filter(program_id=program_id, announced_at__isnull=False).exists()


def write_program(program: Program, terms: ProgramTerms) -> None:
    """Put the terms on a locked programme as its next version."""
    values = {**asdict(terms), "sectors": list(terms.sectors)}
    for name, value in values.items():
        setattr(program, name, value)
    program.version += 1
    program.save(update_fields=["version", *values])


def name_agency(program: Program, agency: Organization) -> None:
    """Write who runs a locked programme, as its next version."""
    program.agency, program.version = agency, program.version + 1
    program.save(update_fields=["agency", "version"])


def program_history(program: Program) -> list[Event]:
    """What was done to a programme and its rules, newest first; without each saving of a draft."""
    uids = [program.uid, *RuleSet.objects.filter(program=program).values_list("uid", flat=True)]
    found = Event.objects.filter(subject_uid__in=uids).exclude(name="programs.rules_written")
    return list(found.order_by("-id")[:HISTORY_SHOWN])


def rule_sets() -> QuerySet[RuleSet]:
    return RuleSet.objects.select_related("program__ministry", "program__agency").order_by("program_id", "-version")


def rule_sets_visible_to(actor: Actor) -> QuerySet[RuleSet]:
    """Equals `permissions.may_view_rule_set` row by row."""
    return rule_sets().filter(Q(state="published") | desk_rows(actor, "program__"))


def rule_set(uid: UUID, actor: Actor) -> RuleSet:
    """Raises NotFound, also where the actor may not see it."""
    found = one(rule_sets().filter(uid=uid))
    if not permissions.may_view_rule_set(actor, found):
        raise NotFound.because("http.not_found")
    return found


def locked_rule_set(uid: UUID, actor: Actor) -> RuleSet:
    """The rule set's row, held until the transaction ends. Raises NotFound, also where it may not be seen."""
    found = one(rule_sets().select_for_update(of=("self",)).filter(uid=uid))
    if not permissions.may_view_rule_set(actor, found):
        raise NotFound.because("http.not_found")
    return found


def rule_set_of(program_id: int, uid: UUID) -> RuleSet:
    """A rule set of this programme. Raises RuleBroken (`call.rule_set_of_another`) for any other."""
    found = RuleSet.objects.filter(program_id=program_id, uid=uid).first()
    if found is None:
        raise RuleBroken.because("call.rule_set_of_another", field="rule_set")
    return found


def published_with(program_id: int, checksum: str) -> RuleSet | None:
    """The programme's published version of exactly this text."""
    return RuleSet.objects.filter(program_id=program_id, checksum=checksum, state="published").first()


def latest_published(program_id: int) -> RuleSet | None:
    return RuleSet.objects.filter(program_id=program_id, state="published").order_by("-version").first()


def checksum_of_version(program_id: int, version: int) -> str | None:
    """The checksum of one version of a programme's rules; None where there is none."""
    found = RuleSet.objects.filter(program_id=program_id, version=version)
    return found.values_list("checksum", flat=True).first()


def next_version(program_id: int) -> int:
    """The number of a programme's next rule set. Only under the programme's lock."""
    last: int | None = RuleSet.objects.filter(program_id=program_id).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def indicators(program_id: int) -> list[Indicator]:
    return list(Indicator.objects.filter(program_id=program_id).order_by("order", "id"))
