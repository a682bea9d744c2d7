"""What the API takes and gives about programmes, rule sets and calls."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.money import MAX_KRW
from programs import permissions
from programs.api.program_shapes import ProgramDelegation
from programs.models import Call
from programs.policy import Clause
from programs.rules import ROUTES, Verdict
from programs.states import CALL, RULE_SET
from programs.wording import say_clause_in


class ProgramMinistry(serializers.Serializer[Any]):
    """The ministry or agency of a programme."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class ProgramIndicator(serializers.Serializer[Any]):
    """Something that a programme counts; `is_assumed` where the programme's source does not name it."""

    code = serializers.CharField(max_length=40)
    name_ko = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    unit_ko = serializers.CharField(max_length=20)
    unit_en = serializers.CharField(max_length=20, allow_blank=True, default="")
    more_is_better = serializers.BooleanField(default=True)
    is_assumed = serializers.BooleanField(default=False)


class ProgramOut(serializers.Serializer[Any]):
    """A programme."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    ministry = ProgramMinistry()
    agency = ProgramMinistry(allow_null=True)
    route = serializers.ChoiceField(choices=ROUTES)
    goal_ko = serializers.CharField()
    goal_en = serializers.CharField(allow_blank=True)
    sectors = serializers.ListField(child=serializers.CharField())
    legal_reference = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    is_assumed = serializers.BooleanField()
    indicators = ProgramIndicator(many=True, source="indicators.all")


class ProgramIn(serializers.Serializer[Any]):
    """A programme to be made. `ministry` and `agency` are uids of organisations; `preset` brings indicators and the
    draft of the rules."""

    code = serializers.CharField(max_length=40)
    ministry = serializers.UUIDField()
    agency = serializers.UUIDField(required=False, allow_null=True, default=None)
    name_ko = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    goal_ko = serializers.CharField(max_length=4_000)
    goal_en = serializers.CharField(max_length=4_000, allow_blank=True, default="")
    route = serializers.ChoiceField(choices=ROUTES, default="competed")
    sectors = serializers.ListField(child=serializers.CharField(max_length=60), default=list)
    legal_reference = serializers.CharField(max_length=200, allow_blank=True, default="")
    delegation = ProgramDelegation(required=False, allow_null=True, default=None)
    preset = serializers.CharField(max_length=80, allow_blank=True, default="")


class ProgramChange(serializers.Serializer[Any]):
    """What of a programme may still be changed; the route only until a call of it was announced."""

    name_ko = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True)
    goal_ko = serializers.CharField(max_length=4_000)
    goal_en = serializers.CharField(max_length=4_000, allow_blank=True)
    route = serializers.ChoiceField(choices=ROUTES)
    sectors = serializers.ListField(child=serializers.CharField(max_length=60))
    legal_reference = serializers.CharField(max_length=200, allow_blank=True)


class ProgramRef(serializers.Serializer[Any]):
    """Which programme."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    ministry = ProgramMinistry()


class RuleSetRef(serializers.Serializer[Any]):
    """Which version of the rules, and the checksum of its text."""

    uid = serializers.UUIDField()
    version = serializers.IntegerField()
    checksum = serializers.CharField()
    reference_ko = serializers.CharField()
    reference_en = serializers.CharField(allow_blank=True)


class RuleSetOut(RuleSetRef):
    """A version of a programme's rules."""

    program = ProgramRef()
    schema = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RULE_SET.states)
    excluded_regions = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)


class ClauseOut(serializers.Serializer[Any]):
    """One clause: its path, the code and values of its sentence, the sentence, and whether it is assumed."""

    path = serializers.CharField()
    group = serializers.CharField()
    code = serializers.CharField()
    values = serializers.DictField()
    unit = serializers.CharField(allow_blank=True)
    assumed = serializers.BooleanField()
    text_ko = serializers.SerializerMethodField()
    text_en = serializers.SerializerMethodField()

    def get_text_ko(self, clause: Clause) -> str:
        return say_clause_in("ko", clause)

    def get_text_en(self, clause: Clause) -> str:
        return say_clause_in("en", clause)


class RuleSetDetail(RuleSetOut):
    """A version of a programme's rules clause by clause, with its canonical text."""

    text = serializers.CharField()
    clauses = ClauseOut(many=True)


class RuleSetIn(serializers.Serializer[Any]):
    """The next version of a programme's rules, as TOML or JSON."""

    program = serializers.UUIDField()
    text = serializers.CharField(trim_whitespace=False)


class OfProgram(serializers.Serializer[Any]):
    """Limits a list to one programme, by its uid."""

    program = serializers.UUIDField(required=False, allow_null=True, default=None)


class GuidelineIn(serializers.Serializer[Any]):
    """A part of a call's guideline."""

    title_ko = serializers.CharField(max_length=120)
    title_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    text_ko = serializers.CharField(max_length=20_000)
    text_en = serializers.CharField(max_length=20_000, allow_blank=True, default="")


class GuidelineChange(GuidelineIn):
    """A part rewritten, and moved where `place` is given."""

    place = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)


class GuidelineOut(serializers.Serializer[Any]):
    """A part of a call's guideline, in order."""

    order = serializers.IntegerField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    text_ko = serializers.CharField()
    text_en = serializers.CharField(allow_blank=True)


class ClosingMoved(serializers.Serializer[Any]):
    """That an outage moved the closing: from when, when it was decided, how much of the time the service was there.

    `available_bp` is of the time before the closing that the rules name, in basis points; `times` counts the moves.
    """

    closed_before_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(source="outage_moved_at")
    available_bp = serializers.IntegerField()
    times = serializers.IntegerField(source="outage_moves")


class ClosingCheckOut(serializers.Serializer[Any]):
    """What was measured before one closing, and what followed. Seconds are of `since_at` to `until_at`."""

    closes_at = serializers.DateTimeField()
    since_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField()
    up_seconds = serializers.IntegerField()
    down_seconds = serializers.IntegerField()
    unknown_seconds = serializers.IntegerField(help_text="Time that nobody watched: neither up nor down.")
    available_bp = serializers.IntegerField()
    least_bp = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    moved_to_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField()


class CallOut(serializers.Serializer[Any]):
    """A call. `state` is stored, `phase` computed for the moment of the request."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    program = ProgramRef()
    rule_set = RuleSetRef()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    summary_ko = serializers.CharField()
    summary_en = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=CALL.states)
    phase = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(help_text="The first moment that is late.")
    closing_moved = serializers.SerializerMethodField(help_text="None while no outage moved the closing.")
    ranking_due_at = serializers.DateTimeField()
    review_due_at = serializers.DateTimeField(allow_null=True)
    result_due_at = serializers.DateTimeField(allow_null=True)
    project_starts_on = serializers.DateField()
    budget_krw = serializers.IntegerField(help_text="Grant money of all project years together, whole won.")
    contact = serializers.CharField(allow_blank=True)
    announces_at = serializers.DateTimeField(
        allow_null=True, help_text="When it is meant to be announced; a scheduled call is announced then by itself."
    )
    announced_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.CharField(allow_blank=True)

    def get_phase(self, call: Call) -> str:
        return call.phase(self.context["at"])

    @extend_schema_field(ClosingMoved(allow_null=True))
    def get_closing_moved(self, call: Call) -> dict[str, Any] | None:
        return dict(ClosingMoved(call).data) if call.outage_moves else None


class CallDetail(CallOut):
    """A call with its guideline, and the moves that the asker may make now."""

    guidelines = GuidelineOut(many=True, source="guidelines.all")
    closing_checks = ClosingCheckOut(many=True, source="closing_checks.all")
    moves = serializers.SerializerMethodField()

    def get_moves(self, call: Call) -> list[str]:
        found = permissions.available_moves(self.context["actor"], call, self.context["at"])
        return [move.verb for move in found]


class CallTermsIn(serializers.Serializer[Any]):
    """What a call says."""

    title_ko = serializers.CharField(max_length=160)
    title_en = serializers.CharField(max_length=160, allow_blank=True, default="")
    summary_ko = serializers.CharField(max_length=4_000)
    summary_en = serializers.CharField(max_length=4_000, allow_blank=True, default="")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(help_text="The first moment that is late.")
    ranking_due_at = serializers.DateTimeField()
    announces_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    review_due_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Left out: after the rules' working days."
    )
    result_due_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Left out: after the rules' working days."
    )
    project_starts_on = serializers.DateField()
    budget_krw = serializers.IntegerField(
        min_value=1, max_value=MAX_KRW, help_text="Grant money of all project years together, whole won."
    )
    contact = serializers.CharField(max_length=160, allow_blank=True, default="")


class CallIn(CallTermsIn):
    """A call to be drafted. `program` and `rule_set` are uids."""

    program = serializers.UUIDField()
    rule_set = serializers.UUIDField()
    code = serializers.CharField(max_length=40)


class CallChange(CallTermsIn):
    """What changes of a draft; what is left out stays."""

    rule_set = serializers.UUIDField(required=False)


class CallDates(serializers.Serializer[Any]):
    """Dates of an announced call to be moved to later, with the reason that everybody reads."""

    reason = serializers.CharField(max_length=1_000)
    opens_at = serializers.DateTimeField(required=False)
    closes_at = serializers.DateTimeField(required=False)
    ranking_due_at = serializers.DateTimeField(required=False)
    review_due_at = serializers.DateTimeField(required=False)
    result_due_at = serializers.DateTimeField(required=False)


class CallSchedule(serializers.Serializer[Any]):
    """When a checked call is announced by itself; left out: at the moment that it names already."""

    announces_at = serializers.DateTimeField(required=False)


class CallReason(serializers.Serializer[Any]):
    """Why a call is cancelled."""

    reason = serializers.CharField(max_length=1_000)


class ReadinessViolation(serializers.Serializer[Any]):
    """Something that stands against announcing a call."""

    code = serializers.CharField()
    field = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class CallReadiness(serializers.Serializer[Any]):
    """Whether a draft could be announced now, and everything that stands against it."""

    ready = serializers.BooleanField()
    violations = ReadinessViolation(many=True)
