"""What the API takes and gives about rankings and pledges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.money import MAX_KRW, WHOLE_BP, MoneyInvalid, parse_krw
from core.refusals import Violation
from core.states import Move
from core.wording import say_violation
from proposals.queries.regional import Desk, DeskItem
from proposals.rules.pledge import match_share_bp
from proposals.rules.ranking import NOTE_LENGTH, OPINION_LENGTH
from proposals.states import PLEDGE, RANKING


@extend_schema_field({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "example": "1,000,000"}]})
class WholeWon(serializers.Field[int, Any, int, int]):
    """An amount in whole won, as a number or as people write it; a decimal point is refused."""

    def to_internal_value(self, data: Any) -> int:
        try:
            return parse_krw(str(data))
        except MoneyInvalid as problem:
            raise serializers.ValidationError(say_violation(Violation(problem.code)), problem.code) from problem

    def to_representation(self, value: int) -> int:
        return value


class RegionalReason(serializers.Serializer[Any]):
    """Why something is taken back."""

    reason = serializers.CharField(allow_blank=True, default="", max_length=400)


class RankingPlaceIn(serializers.Serializer[Any]):
    """A proposal's number in the order, and what the region says of it."""

    proposal = serializers.UUIDField()
    position = serializers.IntegerField(help_text="1 is the region's first choice. No gap, no tie.")
    opinion = serializers.CharField(allow_blank=True, default="", max_length=OPINION_LENGTH)


class RankingIn(serializers.Serializer[Any]):
    """A whole order. A draft may leave proposals out; what is submitted may not."""

    places = RankingPlaceIn(many=True)
    note = serializers.CharField(allow_blank=True, default="", max_length=NOTE_LENGTH)


class RankingPlaceOut(serializers.Serializer[Any]):
    """A proposal in the order."""

    proposal = serializers.UUIDField(source="proposal.uid")
    number = serializers.CharField(source="proposal.number")
    title_ko = serializers.CharField(source="proposal.submission.title_ko")
    position = serializers.IntegerField(source="place.position", default=None, allow_null=True)
    opinion = serializers.CharField(source="place.opinion", default="", allow_blank=True)
    pledged = serializers.BooleanField(source="is_pledged")
    pledged_krw = serializers.IntegerField()
    overlaps = serializers.IntegerField(
        source="overlap.overlaps", default=0, help_text="Others with which it overlaps; of open calls none is counted."
    )
    overlap_text_bp = serializers.IntegerField(
        source="overlap.text_bp",
        default=0,
        max_value=WHOLE_BP,
        help_text="The most text in common with one of them, of the shorter text.",
    )


class RankingOut(serializers.Serializer[Any]):
    """A region's ranking: `places` in order, those without a number last; `moves` that you may make now."""

    call = serializers.UUIDField(source="call.uid")
    region = serializers.CharField(source="region.code")
    state = serializers.ChoiceField(choices=[(state, state) for state in RANKING.states])
    version = serializers.IntegerField()
    note = serializers.CharField(source="ranking.note", default="", allow_blank=True)
    due_at = serializers.DateTimeField(source="call.ranking_due_at")
    submitted_at = serializers.DateTimeField(source="ranking.submitted_at", default=None, allow_null=True)
    places = RankingPlaceOut(many=True, source="items")
    unpledged = serializers.SerializerMethodField()
    pledged_by_year_krw = serializers.ListField(child=serializers.IntegerField(), source="pledged_by_year")
    moves = serializers.SerializerMethodField()

    def get_unpledged(self, desk: Desk) -> list[str]:
        """Uids of the proposals without a pledge."""
        return [str(item.proposal.uid) for item in desk.unpledged]

    def get_moves(self, desk: Desk) -> list[str]:
        return _verbs(self.context["moves"])


class RegionLineOut(serializers.Serializer[Any]):
    """One region of a call: how many proposals and pledges; its ranking once it is submitted."""

    region = serializers.CharField(source="region.code")
    proposals = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(source="ranking.submitted_at", default=None, allow_null=True)
    pledges = serializers.IntegerField()
    pledged_by_year_krw = serializers.ListField(child=serializers.IntegerField(), source="pledged_by_year")


class PledgeIn(serializers.Serializer[Any]):
    """Whole won for each project year, the first year first; `in_kind_krw` is the part of them in kind."""

    year_krw = serializers.ListField(child=WholeWon(), max_length=30)
    in_kind_krw = serializers.ListField(child=WholeWon(), max_length=30, default=list)
    document = serializers.FileField(required=False)


class PledgeYearOut(serializers.Serializer[Any]):
    """One project year: what is asked, the least, what is pledged. `share_bp` in basis points."""

    year = serializers.IntegerField()
    grant_krw = serializers.IntegerField()
    asked_krw = serializers.IntegerField()
    required_krw = serializers.IntegerField()
    pledged_krw = serializers.IntegerField(max_value=MAX_KRW)
    in_kind_krw = serializers.IntegerField()
    share_bp = serializers.IntegerField()


class PledgeDocumentOut(serializers.Serializer[Any]):
    """The document of a pledge."""

    name = serializers.CharField()
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()


class PledgeOut(serializers.Serializer[Any]):
    """A region's pledge for a proposal. `due_at` is null where the contract waits for it, not the ranking."""

    proposal = serializers.UUIDField(source="proposal.uid")
    region = serializers.CharField(source="proposal.region.code")
    state = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="pledge.version", default=0)
    binds_only_if_selected = serializers.BooleanField(default=True)
    due_at = serializers.SerializerMethodField()
    years = serializers.SerializerMethodField()
    document = PledgeDocumentOut(source="pledge.document", default=None, allow_null=True)
    made_at = serializers.DateTimeField(source="pledge.made_at", default=None, allow_null=True)
    moves = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=[(state, state) for state in PLEDGE.states]))
    def get_state(self, item: DeskItem) -> str:
        return item.pledge.state if item.pledge is not None else PLEDGE.start

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_due_at(self, item: DeskItem) -> Any:
        return self.context["due_at"]

    @extend_schema_field(PledgeYearOut(many=True))
    def get_years(self, item: DeskItem) -> Any:
        stored = item.pledge.year_krw if item.pledge is not None else []
        in_kind = item.pledge.in_kind_krw if item.pledge is not None else []
        rows = [
            {
                "year": one.year,
                "grant_krw": one.grant_krw,
                "asked_krw": one.asked_krw,
                "required_krw": one.required_krw,
                "pledged_krw": _at(stored, one.year),
                "in_kind_krw": _at(in_kind, one.year),
                "share_bp": match_share_bp(item.policy, one.grant_krw, _at(stored, one.year)),
            }
            for one in item.years
        ]
        return PledgeYearOut(rows, many=True).data

    def get_moves(self, item: DeskItem) -> list[str]:
        return _verbs(self.context["moves"])


def _at(amounts: list[int], year: int) -> int:
    return amounts[year - 1] if year <= len(amounts) else 0


def _verbs(moves: Iterable[Move]) -> list[str]:
    return [move.verb for move in moves]
