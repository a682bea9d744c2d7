"""How an appeal looks over the API, and what is sent to move it on."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.api.judges import JudgeOut
from reviews.api.letters import LetterPart
from reviews.api.serializers import ReviewScore
from reviews.appeal_showing import AppealSight
from reviews.models import Appeal, AppealSeat
from reviews.queries.appeal_files import files_of_appeal
from reviews.rules.appeals import STATEMENT_LENGTH
from reviews.states import APPEAL

GROUNDS = Appeal.Ground.values
PARTS = AppealSeat.Part.values
VERBS = ("file", "attach", "detach", "withdraw", "admit", "turn_away", "replace", "conclude", "vote", "rejudge")


class AppealOut(serializers.Serializer[Any]):
    """An appeal in a list. `held` is how many places wait for it; `decide_by` the first late moment."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    call = serializers.UUIDField(source="call.uid")
    state = serializers.ChoiceField(choices=APPEAL.states)
    version = serializers.IntegerField()
    ground = serializers.ChoiceField(choices=GROUNDS, allow_blank=True)
    disputed = serializers.CharField(allow_blank=True)
    statement = serializers.CharField(allow_blank=True)
    held = serializers.SerializerMethodField()
    filed_at = serializers.DateTimeField(allow_null=True)
    decide_by = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by_name = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    new_score_bp = serializers.IntegerField(allow_null=True)

    def get_held(self, found: Appeal) -> int:
        return len(found.held)


class AppealSeatOut(serializers.Serializer[Any]):
    """One who judges an appeal: of the body that votes, or who judges its proposal anew, with what he said."""

    expert = JudgeOut()
    part = serializers.ChoiceField(choices=PARTS)
    vote = serializers.ChoiceField(choices=AppealSeat.Vote.values, allow_blank=True)
    opinion = serializers.CharField(allow_blank=True)
    points = serializers.DictField(child=serializers.IntegerField())
    comments = serializers.DictField(child=serializers.CharField(allow_blank=True))
    said_at = serializers.DateTimeField(allow_null=True)


class AppealCase(serializers.Serializer[Any]):
    """The papers of a judged proposal as they were frozen."""

    number = serializers.CharField()
    dossier = serializers.JSONField()


class AppealPapers(serializers.Serializer[Any]):
    """What those read who judge an appeal: the frozen papers, and what the letter says of each."""

    cases = AppealCase(many=True)
    parts = LetterPart(many=True)


class AppealFileIn(serializers.Serializer[Any]):
    """A file to be put beside an appeal."""

    file = serializers.FileField()


class AppealFileOut(serializers.Serializer[Any]):
    """A file that stands beside an appeal."""

    uid = serializers.UUIDField()
    name = serializers.CharField(source="file.name")
    size_bytes = serializers.IntegerField(source="file.size_bytes")
    sha256 = serializers.CharField(source="file.sha256")
    added_at = serializers.DateTimeField()


class AppealRest(serializers.Serializer[Any]):
    """What its reader may do with an appeal, and what only some read: `papers` its judges, desks and overseers, `seats`
    desks and overseers; a judge has his own in `seat`."""

    verbs = serializers.ListField(child=serializers.ChoiceField(choices=VERBS))
    files = AppealFileOut(many=True)
    seat = AppealSeatOut(allow_null=True)
    seats = AppealSeatOut(many=True)
    papers = AppealPapers(allow_null=True)


class AppealDetail(AppealOut, AppealRest):
    """An appeal as its reader may see it now, with what he may do."""


class AppealTerms(serializers.Serializer[Any]):
    """How the decision on a proposal may be appealed against; `appeal` is the one that was begun. Without `ends_at` the
    rules know no appeal."""

    grounds = serializers.ListField(child=serializers.ChoiceField(choices=GROUNDS))
    findings = serializers.ListField(child=serializers.CharField())
    ends_at = serializers.DateTimeField(allow_null=True)
    judges = serializers.IntegerField()
    appeal = serializers.UUIDField(allow_null=True)


class AppealIn(serializers.Serializer[Any]):
    """What is written against a decision. What is missing may be missing until it is filed."""

    ground = serializers.ChoiceField(choices=GROUNDS, allow_blank=True)
    disputed = serializers.CharField(max_length=80, allow_blank=True)
    statement = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True, trim_whitespace=False)


class AppealReason(serializers.Serializer[Any]):
    """Why an appeal is ended."""

    reason = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True)


class AppealJudges(serializers.Serializer[Any]):
    """Who judges an appeal."""

    experts = serializers.ListField(child=serializers.UUIDField(), max_length=100)


class AppealReplacement(AppealJudges):
    """Who comes to judge an appeal, and the expert who can't go on, if anybody, with the reason."""

    leaves = serializers.UUIDField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True, default="")


class AppealVerdict(AppealReason):
    """Why it is decided as it was judged; new experts where the judges want the proposal judged anew."""

    experts = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)


class AppealVote(serializers.Serializer[Any]):
    """A vote with its reasons."""

    vote = serializers.ChoiceField(choices=AppealSeat.Vote.values)
    opinion = serializers.CharField(max_length=STATEMENT_LENGTH, allow_blank=True)


class AppealMarks(serializers.Serializer[Any]):
    """Points and a comment for each criterion."""

    scores = ReviewScore(many=True)


def of_appeal(sight: AppealSight) -> dict[str, Any]:
    """An appeal with what its reader may see and do, as `AppealDetail` says."""
    found = sight.appeal
    rest = {
        "verbs": sight.verbs,
        "files": files_of_appeal(found),
        "seat": sight.seat,
        "seats": found.seats.all() if sight.oversees else (),
        "papers": found.papers if found.papers and sight.reads_papers else None,
    }
    return {**AppealOut(found).data, **AppealRest(rest).data}
