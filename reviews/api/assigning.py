"""Who judges what over the API: proposed with proof, confirmed by an officer; pairs ruled on; a member let go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.models import JOB
from core.refusals import NotFound, require
from reviews import actions, permissions, queries, rules
from reviews.api.base import ONCE, View, overseen_round, shown
from reviews.api.judges import JudgeOut
from reviews.models import AssignmentPlan, Case, PairRule, Round
from reviews.states import ASSIGNMENT_PLAN


class AssignmentSum(serializers.Serializer[Any]):
    """The optimum: the sum of its affinities, and the bound that no assignment passes (equal: proved)."""

    value = serializers.IntegerField()
    bound = serializers.IntegerField()
    pairs = serializers.IntegerField()


class AssignmentWish(serializers.Serializer[Any]):
    """How pairs that stand are treated."""

    keep = serializers.BooleanField(default=True, help_text="Pairs that stand move only where they must.")


class AssignmentPair(serializers.Serializer[Any]):
    """An expert on a case, with his affinity: 0 to 1,000."""

    case = serializers.UUIDField()
    number = serializers.CharField()
    expert = serializers.UUIDField()
    affinity = serializers.IntegerField()


class AssignmentPlanOut(serializers.Serializer[Any]):
    """The optimum: the sum of its affinities and the bound that no assignment passes (equal: proved)."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ASSIGNMENT_PLAN.states)
    objective = serializers.ChoiceField(choices=["total", "fairest"])
    value = serializers.IntegerField()
    bound = serializers.IntegerField()
    proved = serializers.BooleanField()
    worst = serializers.IntegerField(help_text="What the worst-served case gets.")
    worst_bound = serializers.IntegerField(allow_null=True)
    levels = serializers.IntegerField(help_text="Of how many cases, from the worst up, the level is proved.")
    count = serializers.SerializerMethodField()
    new = serializers.IntegerField()
    moved = serializers.SerializerMethodField(help_text="Standing pairs that are given up.")
    milliseconds = serializers.IntegerField()
    seed = serializers.IntegerField()
    solver = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)

    def get_count(self, plan: AssignmentPlan) -> int:
        return len(plan.pairs)

    def get_moved(self, plan: AssignmentPlan) -> int:
        return len(plan.moved)


class AssignmentPlanDetail(AssignmentPlanOut):
    """A plan with its pairs."""

    pairs = serializers.SerializerMethodField()

    @extend_schema(responses=AssignmentPair(many=True))
    def get_pairs(self, plan: AssignmentPlan) -> list[dict[str, Any]]:
        return queries.named_pairs(plan)


class AssignmentJob(serializers.Serializer[Any]):
    """A plan that is being made: how far it is; its plan, or why there is none."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=JOB.states)
    percent = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    result = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class PairRuleOut(serializers.Serializer[Any]):
    """A pair that an officer pinned or forbade."""

    uid = serializers.UUIDField()
    case = serializers.UUIDField(source="case.uid")
    number = serializers.CharField(source="case.number")
    expert = JudgeOut()
    kind = serializers.ChoiceField(choices=PairRule.Kind.choices)
    reason = serializers.CharField()
    set_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)


class PairRuleIn(serializers.Serializer[Any]):
    """A pair to pin or to forbid."""

    case = serializers.UUIDField()
    expert = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PairRule.Kind.choices)
    reason = serializers.CharField(max_length=400)


class MemberLeaving(serializers.Serializer[Any]):
    """Why an expert leaves the committee."""

    reason = serializers.CharField(max_length=400)


class MemberLeft(serializers.Serializer[Any]):
    """How many cases were taken from him."""

    taken = serializers.IntegerField()


class Assignments(View):
    """Who judges what, given at once."""

    serializer_class = AssignmentSum

    @extend_schema(operation_id="round_assignments_plan", responses=AssignmentSum)
    def get(self, request: Request, round_uid: UUID) -> Response:
        """The optimum as it would be now, with its proof."""
        return _sum_of(queries.facts_of(_run(self, request, round_uid), at=self.asker(request)["at"]).assigned())

    @extend_schema(operation_id="round_assignments_give", request=None, responses=AssignmentSum, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Propose and confirm at once: the exact optimum; pairs that stand move only where they must."""
        return _sum_of(actions.assign_experts(round_uid=round_uid, **self.asker(request)))


class AssignmentPlans(View):
    """Proposing who judges what."""

    serializer_class = AssignmentPlanOut

    @extend_schema(operation_id="round_assignments_proposed", responses=AssignmentPlanOut(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """Every plan of a round, the newest first."""
        return shown(AssignmentPlanOut, queries.plans_of(_run(self, request, round_uid)), many=True)

    @extend_schema(
        operation_id="round_assignments_propose",
        request=AssignmentWish,
        responses={201: AssignmentPlanOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Propose an assignment and wait for it; nobody is given anything. For large rounds rather ask for a job."""
        keep = self.given(AssignmentWish, request)["keep"]
        plan = actions.propose_assignment(round_uid=round_uid, keep=keep, **self.asker(request))
        return shown(AssignmentPlanOut, plan, status=201)


class AssignmentJobs(View):
    """Plans made by a worker."""

    serializer_class = AssignmentJob

    @extend_schema(
        operation_id="round_assignments_ask",
        request=AssignmentWish,
        responses={202: AssignmentJob},
        parameters=[ONCE],
    )
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Ask a worker for a plan; look after it at its own address."""
        keep = self.given(AssignmentWish, request)["keep"]
        job = actions.ask_for_assignment(round_uid=round_uid, keep=keep, **self.asker(request))
        return shown(AssignmentJob, job, status=202)


class OneAssignmentJob(View):
    """A plan that is being made."""

    serializer_class = AssignmentJob

    @extend_schema(operation_id="assignment_jobs_read", responses=AssignmentJob)
    def get(self, request: Request, assignment_job_uid: UUID) -> Response:
        """How far it is."""
        job, round_ = actions.job_of(assignment_job_uid, self.actor(request))
        _run(self, request, round_.uid)
        return shown(AssignmentJob, job)

    @extend_schema(operation_id="assignment_jobs_stop", request=None, responses=AssignmentJob)
    def delete(self, request: Request, assignment_job_uid: UUID) -> Response:
        """Stop it; what stands is untouched."""
        return shown(AssignmentJob, actions.stop_assignment(job_uid=assignment_job_uid, **self.asker(request)))


class OneAssignmentPlan(View):
    """A plan."""

    serializer_class = AssignmentPlanDetail

    @extend_schema(operation_id="assignment_plans_read", responses=AssignmentPlanDetail)
    def get(self, request: Request, assignment_plan_uid: UUID) -> Response:
        """A plan pair by pair."""
        plan = queries.plan_page(assignment_plan_uid, self.actor(request))
        _run(self, request, plan.round.uid)
        return shown(AssignmentPlanDetail, plan)


class ConfirmAssignment(View):
    """Confirming a plan."""

    @extend_schema(
        operation_id="assignment_plans_confirm", request=None, responses=AssignmentPlanOut, parameters=[ONCE]
    )
    def post(self, request: Request, assignment_plan_uid: UUID) -> Response:
        """Give the cases out as proposed; refused where anything it was made from has changed."""
        return shown(AssignmentPlanOut, actions.confirm_assignment(plan_uid=assignment_plan_uid, **self.asker(request)))


class PairRules(View):
    """Pairs that an officer ruled on."""

    serializer_class = PairRuleOut

    @extend_schema(operation_id="round_pairs_list", responses=PairRuleOut(many=True))
    def get(self, request: Request, round_uid: UUID) -> Response:
        """What holds now."""
        return shown(PairRuleOut, queries.pair_rules_of(_run(self, request, round_uid)), many=True)

    @extend_schema(operation_id="round_pairs_set", request=PairRuleIn, responses={201: PairRuleOut}, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Pin an expert to a case, or forbid the pair, with a reason."""
        given = self.given(PairRuleIn, request)
        round_ = _run(self, request, round_uid)
        if not Case.objects.filter(round=round_, uid=given["case"]).exists():
            raise NotFound.because("http.not_found")
        rule = actions.set_pair(
            case_uid=given["case"],
            expert_uid=given["expert"],
            kind=given["kind"],
            reason=given["reason"],
            **self.asker(request),
        )
        return shown(PairRuleOut, rule, status=201)


class LiftPair(View):
    """Taking a word on a pair back."""

    @extend_schema(operation_id="pairs_lift", request=None, responses=PairRuleOut, parameters=[ONCE])
    def post(self, request: Request, pair_uid: UUID) -> Response:
        """From the next proposal on it counts no more."""
        return shown(PairRuleOut, actions.lift_pair(pair_uid=pair_uid, **self.asker(request)))


class ReleaseMember(View):
    """Letting a member of a committee go."""

    @extend_schema(operation_id="members_release", request=MemberLeaving, responses=MemberLeft, parameters=[ONCE])
    def post(self, request: Request, member_uid: UUID) -> Response:
        """Take from him what he has not submitted; propose an assignment to find who takes it."""
        reason = self.given(MemberLeaving, request)["reason"]
        taken = actions.release_member(member_uid=member_uid, reason=reason, **self.asker(request))
        return shown(MemberLeft, {"taken": taken})


def _sum_of(found: rules.Assigned) -> Response:
    return Response({"value": found.value, "bound": found.bound, "pairs": len(found.pairs)})


def _run(view: View, request: Request, round_uid: UUID) -> Round:
    """A round whose reviews the asker runs. Raises NotFound, NotAllowed."""
    round_ = overseen_round(view, request, round_uid)
    actor = view.actor(request)
    require(permissions.may_run_reviews(actor, round_.ministry_id, round_.call.program.uid), "assign")
    return round_
