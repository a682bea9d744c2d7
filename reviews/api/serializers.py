"""What the API takes and gives about judgement."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews import permissions
from reviews.actions import GROUNDS
from reviews.api.judges import JudgeOut
from reviews.models import Conflict, Decision, Round
from reviews.rules import COMMENT_LENGTH
from reviews.states import ASSIGNMENT, CONFLICT, REVIEW, ROUND, SELECTION

OUTCOMES = Decision.Outcome.values


class RoundOut(serializers.Serializer[Any]):
    """A round of judgement over a call."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField(source="call.uid")
    state = serializers.ChoiceField(choices=ROUND.states)
    reviewers_per_case = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()


class RoundDetail(RoundOut):
    """A round with the moves that the asker may make now."""

    moves = serializers.SerializerMethodField()

    def get_moves(self, round_: Round) -> list[str]:
        actor = self.context["actor"]
        return [move.verb for move in permissions.available_moves(actor, round_, round_.call.program.uid)]


class RoundIn(serializers.Serializer[Any]):
    """A round to be opened on the cases of a call."""

    call = serializers.UUIDField()
    due_at = serializers.DateTimeField(help_text="The first moment that is late.")


class RoundDue(serializers.Serializer[Any]):
    """A later end of a round, with the reason that the experts read."""

    due_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=1_000)


class RoundMember(serializers.Serializer[Any]):
    """An expert on a committee, with his load."""

    uid = serializers.UUIDField()
    expert = JudgeOut()
    max_cases = serializers.IntegerField()
    invited_at = serializers.DateTimeField()
    declared_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.ChoiceField(choices=["", "accepted", "declined"])
    answered_at = serializers.DateTimeField(allow_null=True)
    declined_why = serializers.CharField()
    given = serializers.IntegerField()
    done = serializers.IntegerField()
    conflicts = serializers.IntegerField()


class RoundClosing(serializers.Serializer[Any]):
    """Why a round is closed although cases were judged by fewer experts than the rules want; not needed otherwise."""

    reason = serializers.CharField(max_length=1_000, allow_blank=True, default="")


class RoundInvitation(serializers.Serializer[Any]):
    """Experts to be put on a committee."""

    experts = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


class PoolIn(serializers.Serializer[Any]):
    """How a committee is drawn; shares are basis points of all drawn, and the seed decides the lots."""

    size = serializers.IntegerField(min_value=1, max_value=200)
    seed = serializers.IntegerField(min_value=1, max_value=999_999_999)
    per_institution = serializers.IntegerField(min_value=1, max_value=200, allow_null=True, default=None)
    region_most_bp = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)
    kind_most_bp = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)


class CaseOut(serializers.Serializer[Any]):
    """A case without its papers."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    sector = serializers.CharField(allow_blank=True)
    region = serializers.CharField(source="region.code")


class CaseProgress(CaseOut):
    """A case with how many experts it was given to, and how many have submitted."""

    given = serializers.IntegerField()
    done = serializers.IntegerField()


class CaseDetail(CaseOut):
    """A case with its frozen papers and their hash."""

    round = serializers.UUIDField(source="round.uid")
    dossier = serializers.JSONField()
    sha256 = serializers.CharField()


class InterestIn(serializers.Serializer[Any]):
    """A case that the expert may not judge."""

    case = serializers.UUIDField()
    ground = serializers.ChoiceField(choices=GROUNDS)
    note = serializers.CharField(max_length=400, allow_blank=True, default="")


class InterestsIn(serializers.Serializer[Any]):
    """All conflicts of an expert in a round; an empty list says that there are none (more)."""

    conflicts = InterestIn(many=True)


class InterestsOut(serializers.Serializer[Any]):
    """When an expert declared his interests."""

    declared_at = serializers.DateTimeField(allow_null=True)


class ConflictIn(InterestIn):
    """An expert who may not judge a case."""

    expert = serializers.UUIDField()


class ConflictOut(serializers.Serializer[Any]):
    """Why an expert may not judge a case, and who says so."""

    uid = serializers.UUIDField()
    case = serializers.UUIDField(source="case.uid")
    expert = serializers.UUIDField(source="expert.uid")
    origin = serializers.ChoiceField(choices=Conflict.Source.values, source="source")
    ground = serializers.ChoiceField(choices=GROUNDS)
    note = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=CONFLICT.states)
    found_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)
    lifted_why = serializers.CharField(allow_blank=True)


class ConflictLift(serializers.Serializer[Any]):
    """Why a conflict is lifted."""

    why = serializers.CharField(max_length=400)


class AssignmentOut(serializers.Serializer[Any]):
    """A case that an expert is to judge."""

    uid = serializers.UUIDField()
    case = CaseOut()
    round = serializers.UUIDField(source="case.round.uid")
    due_at = serializers.DateTimeField(source="case.round.due_at")
    state = serializers.ChoiceField(choices=ASSIGNMENT.states)
    review_state = serializers.ChoiceField(choices=REVIEW.states, source="review.state", default=None, allow_null=True)


class ReviewScore(serializers.Serializer[Any]):
    """Points and a comment for one criterion."""

    criterion = serializers.CharField(max_length=40)
    points = serializers.IntegerField(allow_null=True, min_value=0, max_value=100)
    comment = serializers.CharField(allow_blank=True, max_length=COMMENT_LENGTH)


class ReviewIn(serializers.Serializer[Any]):
    """What an expert has so far; what is missing may be missing still."""

    scores = ReviewScore(many=True)
    comment = serializers.CharField(allow_blank=True, max_length=COMMENT_LENGTH, default="")


class RevisedPoints(serializers.Serializer[Any]):
    """Other points for a criterion."""

    criterion = serializers.CharField(max_length=40)
    points = serializers.IntegerField(min_value=0, max_value=100)


class RevisionIn(serializers.Serializer[Any]):
    """What changes after the panel has seen it, and why."""

    scores = RevisedPoints(many=True, allow_empty=False)
    reason = serializers.CharField(allow_blank=True, max_length=COMMENT_LENGTH)


class ScoreOut(ReviewScore):
    """Points as they count, with the first ones where the panel had seen others, and why they were changed."""

    first_points = serializers.IntegerField(allow_null=True, read_only=True)
    revised_why = serializers.CharField(read_only=True)


class ReviewOut(serializers.Serializer[Any]):
    """A review as it stands."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=REVIEW.states)
    version = serializers.IntegerField()
    scores = ScoreOut(many=True, source="scores.all")
    comment = serializers.CharField(allow_blank=True)
    submitted_at = serializers.DateTimeField(allow_null=True)


class ReviewOfCase(ReviewOut):
    """A review with who wrote it."""

    expert = serializers.CharField(source="assignment.expert.person.name_ko")


class ReviewReason(serializers.Serializer[Any]):
    """Why a review is given back."""

    reason = serializers.CharField(max_length=1_000)


class SelectionIn(serializers.Serializer[Any]):
    """The call of which the optimum is to be proposed."""

    call = serializers.UUIDField()


class LotsOut(serializers.Serializer[Any]):
    """The lots of a selection: anybody can draw them again from the seed and the numbers of the proposals."""

    seed = serializers.CharField(required=False)
    within = serializers.IntegerField(required=False)
    drawn = serializers.IntegerField(required=False)
    places = serializers.IntegerField(required=False)


class LotOut(serializers.Serializer[Any]):
    """The lot of a proposal within chance of the line: its ticket, its place in the order, of how many."""

    ticket = serializers.IntegerField()
    place = serializers.IntegerField()
    of = serializers.IntegerField()
    places = serializers.IntegerField()


class SelectionOut(serializers.Serializer[Any]):
    """A selection with its proof."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField(source="call.uid")
    state = serializers.ChoiceField(choices=SELECTION.states)
    value = serializers.IntegerField()
    bound = serializers.IntegerField()
    inputs_sha256 = serializers.CharField()
    solver = serializers.CharField()
    lot_seed = serializers.CharField(allow_blank=True)
    lots = LotsOut(help_text="Lots that decided within chance of the line; empty where none were drawn.")
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class ResultTeam(serializers.Serializer[Any]):
    """What everybody reads of a decision."""

    number = serializers.CharField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    lead_ko = serializers.CharField()
    lead_en = serializers.CharField(allow_blank=True)
    region = serializers.CharField(source="region.code")
    sector = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    proposed = serializers.ChoiceField(choices=OUTCOMES)
    grant_krw = serializers.IntegerField()
    waiting_position = serializers.IntegerField(allow_null=True)
    originals = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    override_reason = serializers.CharField(allow_blank=True)
    override_by_name = serializers.CharField(allow_blank=True)
    override_at = serializers.DateTimeField(allow_null=True)


class BindingRule(serializers.Serializer[Any]):
    """A rule that leaves no room for a proposal, and what its sentence says."""

    code = serializers.CharField()
    values = serializers.DictField()


class DecisionOut(ResultTeam):
    """A decision as the desk sees it."""

    uid = serializers.UUIDField()
    score_bp = serializers.IntegerField(allow_null=True)
    merit = serializers.IntegerField()
    regional_position = serializers.IntegerField(allow_null=True)
    ground = serializers.CharField(allow_blank=True)
    merit_rank = serializers.IntegerField(allow_null=True)
    binding = BindingRule(many=True)
    need = serializers.IntegerField(allow_null=True)
    margin = serializers.IntegerField(allow_null=True)
    displaced = serializers.ListField(child=serializers.CharField())
    drawn_in = serializers.ListField(child=serializers.CharField())
    mends = serializers.ListField(child=serializers.CharField())
    needed_score_bp = serializers.IntegerField(allow_null=True)
    needed_position = serializers.IntegerField(allow_null=True)
    needed_grant_krw = serializers.IntegerField(allow_null=True)
    method = serializers.CharField(allow_blank=True)
    lot = LotOut(allow_null=True)


class SelectionDetail(SelectionOut):
    """A selection with every decision."""

    decisions = DecisionOut(many=True, source="decisions.all")


class SelectionShareOut(serializers.Serializer[Any]):
    """What one field of one region asked for, and would get."""

    region = serializers.CharField(source="region.code")
    sector = serializers.CharField(allow_blank=True)
    asked_teams = serializers.IntegerField()
    asked_krw = serializers.IntegerField()
    selected_teams = serializers.IntegerField()
    selected_krw = serializers.IntegerField()


class SelectionReason(serializers.Serializer[Any]):
    """Why a proposed selection is given up."""

    reason = serializers.CharField(max_length=1_000)


class DecisionIn(serializers.Serializer[Any]):
    """Another outcome than the optimum's, with the reason that is published; none to go back to the optimum's."""

    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reason = serializers.CharField(max_length=1_000, allow_blank=True, default="")


class ResultOut(serializers.Serializer[Any]):
    """A published selection."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField(source="call.uid")
    title_ko = serializers.CharField(source="call.title_ko")
    title_en = serializers.CharField(source="call.title_en", allow_blank=True)
    published_at = serializers.DateTimeField()


class ResultDetail(ResultOut):
    """A published selection with those selected, those waiting and every override."""

    teams = ResultTeam(many=True)
