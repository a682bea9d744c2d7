"""What the API takes and gives about offers to merge."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.policy import Source
from proposals.actions.merging import ANSWERS
from proposals.api.regional_shapes import WholeWon
from proposals.queries.merge_desk import OfferPage
from proposals.rules.merge_load import OTHER_WAYS, Way
from proposals.states import MERGE

REASON_LENGTH = 400
SOURCES = [(one.value, one.value) for one in Source]
OTHERS = [(one.value, one.value) for one in OTHER_WAYS]
CHOICES = [(answer, answer) for answer in ANSWERS]


class MergeShareIn(serializers.Serializer[Any]):
    """An original and its part of each year's grant, the first year first."""

    proposal = serializers.UUIDField()
    year_krw = serializers.ListField(child=WholeWon(), max_length=30)


class MergeLineIn(serializers.Serializer[Any]):
    """A cell of the merged team's budget."""

    year = serializers.IntegerField(min_value=1, max_value=30)
    category = serializers.CharField(max_length=60)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # a field of this name
    amount_krw = WholeWon()


class KeptTargetIn(serializers.Serializer[Any]):
    """A target that the merged team takes over; `number` is the original's that had promised it."""

    number = serializers.CharField(max_length=40)
    indicator = serializers.CharField(max_length=60)
    year = serializers.IntegerField(min_value=1, max_value=30)
    value = serializers.DecimalField(max_digits=14, decimal_places=2)


class TargetReasonIn(serializers.Serializer[Any]):
    """Why an original's targets of an indicator are dropped or changed. It must be there where one is dropped."""

    number = serializers.CharField(max_length=40)
    indicator = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=REASON_LENGTH)


class MergeOfferIn(serializers.Serializer[Any]):
    """The terms of an offer, whole."""

    leading = serializers.UUIDField(help_text="The original whose institution leads.")
    coordinator = serializers.UUIDField(help_text="A person of the originals.")
    title_ko = serializers.CharField(max_length=200)
    title_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    shares = MergeShareIn(many=True)
    lines = MergeLineIn(many=True)
    targets = KeptTargetIn(many=True)
    reasons = TargetReasonIn(many=True, default=list)
    considered = serializers.ListField(
        child=serializers.ChoiceField(choices=OTHERS),
        max_length=3,
        default=list,
        help_text="The other ways that were weighed.",
    )
    preference = serializers.CharField(
        max_length=REASON_LENGTH, allow_blank=True, default="", help_text="Why the merge is preferred to them."
    )
    override_reason = serializers.CharField(
        max_length=REASON_LENGTH,
        allow_blank=True,
        default="",
        help_text="Why the merged team shall owe more than the rules allow; an approver signs it before it is sent.",
    )


class MergeAnswerIn(serializers.Serializer[Any]):
    """An institution's answer to the terms with this hash."""

    proposal = serializers.UUIDField(help_text="The original that it is given for.")
    answer = serializers.ChoiceField(choices=CHOICES)
    sha256 = serializers.CharField(max_length=64)
    reason = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="")


class MergeRegionAnswerIn(serializers.Serializer[Any]):
    """A region's answer; with a yes, its match for the merged team by year, and the document that the rules ask for."""

    answer = serializers.ChoiceField(choices=CHOICES)
    sha256 = serializers.CharField(max_length=64)
    year_krw = serializers.ListField(child=WholeWon(), max_length=30, default=list)
    in_kind_krw = serializers.ListField(child=WholeWon(), max_length=30, default=list)
    document = serializers.FileField(required=False)
    reason = serializers.CharField(
        max_length=REASON_LENGTH, allow_blank=True, default="", help_text="Needed to decline."
    )


class MergeReasonIn(serializers.Serializer[Any]):
    """Why an offer is taken back, which must not be empty, and the way that is taken instead, if one is."""

    chosen = serializers.ChoiceField(choices=OTHERS, allow_blank=True, default="")

    reason = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="")


class MergeSignatureIn(serializers.Serializer[Any]):
    """Whether the override of the terms with this hash is signed; if not, why."""

    sha256 = serializers.CharField(max_length=64)
    signed = serializers.BooleanField()
    reason = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="")


class MergeOverloadOut(serializers.Serializer[Any]):
    """An indicator of which more is owed for each won than the originals had promised; `over_bp` by how much more."""

    indicator = serializers.CharField()
    promised = serializers.DecimalField(max_digits=16, decimal_places=2)
    kept = serializers.DecimalField(max_digits=16, decimal_places=2)
    due = serializers.DecimalField(max_digits=16, decimal_places=2, help_text="What the shares bear of it.")
    asked_krw = serializers.IntegerField()
    grant_krw = serializers.IntegerField()
    over_bp = serializers.IntegerField()


class MergeWayOut(serializers.Serializer[Any]):
    """What could be done with these teams, priced. `match_krw` is the least that the rules ask of the region."""

    way = serializers.ChoiceField(choices=[(one.value, one.value) for one in Way])
    funded = serializers.ListField(child=serializers.CharField())
    waiting = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()
    year_krw = serializers.ListField(child=serializers.IntegerField())
    grant_krw = serializers.IntegerField()
    match_krw = serializers.IntegerField()
    targets = serializers.DictField(child=serializers.DecimalField(max_digits=16, decimal_places=2))
    over_bp = serializers.IntegerField()


class MergeSideOut(serializers.Serializer[Any]):
    """An original: its share of each year's grant, and its institution's answer ("" while it is awaited)."""

    proposal = serializers.UUIDField(source="proposal.uid")
    number = serializers.CharField(source="proposal.number")
    organization = serializers.UUIDField(source="proposal.lead_organization.uid")
    year_krw = serializers.ListField(child=serializers.IntegerField())
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class MergeLineOut(serializers.Serializer[Any]):
    """A cell of the merged team's budget."""

    year = serializers.IntegerField()
    category = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    amount_krw = serializers.IntegerField()


class KeptTargetOut(serializers.Serializer[Any]):
    """A target with the original that had promised it."""

    number = serializers.CharField()
    indicator = serializers.CharField()
    year = serializers.IntegerField()
    value = serializers.DecimalField(max_digits=14, decimal_places=2)


class TargetChangeOut(serializers.Serializer[Any]):
    """An original's indicator that is dropped or changed, summed over the years; `dropped` the years without any."""

    number = serializers.CharField()
    indicator = serializers.CharField()
    promised = serializers.DecimalField(max_digits=16, decimal_places=2)
    kept = serializers.DecimalField(max_digits=16, decimal_places=2)
    dropped = serializers.ListField(child=serializers.IntegerField())
    reason = serializers.CharField(allow_blank=True)


class MergeMoneyOut(serializers.Serializer[Any]):
    """What an original asked for beside its share; `share_bp` in basis points of what was asked."""

    number = serializers.CharField()
    asked_krw = serializers.IntegerField()
    share_krw = serializers.IntegerField()
    share_bp = serializers.IntegerField()


class MergeOfferOut(serializers.Serializer[Any]):
    """An offer to merge: its terms with their hash, the answers, and what it would change."""

    uid = serializers.UUIDField(source="offer.uid")
    call = serializers.UUIDField(source="offer.call.uid")
    region = serializers.CharField(source="offer.region.code")
    state = serializers.SerializerMethodField()
    sha256 = serializers.CharField(source="offer.sha256")
    title_ko = serializers.CharField(source="offer.terms.title_ko")
    title_en = serializers.CharField(source="offer.terms.title_en", allow_blank=True)
    leading = serializers.CharField(source="offer.terms.leading")
    coordinator = serializers.UUIDField(source="offer.coordinator.uid")
    offered_at = serializers.DateTimeField(source="offer.offered_at")
    closed_at = serializers.DateTimeField(source="offer.closed_at", allow_null=True)
    originals = MergeSideOut(many=True, source="shares")
    region_asked = serializers.BooleanField(source="region_is_asked")
    region_answer = serializers.CharField(source="offer.region_answer", allow_blank=True)
    region_answered_at = serializers.DateTimeField(source="offer.region_answered_at", allow_null=True)
    region_reason = serializers.CharField(source="offer.region_reason", allow_blank=True)
    region_krw = serializers.ListField(child=serializers.IntegerField(), source="offer.region_krw")
    lines = serializers.SerializerMethodField()
    targets = KeptTargetOut(many=True, source="kept")
    changes = TargetChangeOut(many=True)
    money = MergeMoneyOut(many=True, source="effect.money")
    keeps_all_for_less = serializers.BooleanField(source="effect.keeps_all_for_less")
    overloads = MergeOverloadOut(many=True)
    alternatives = MergeWayOut(many=True)
    override_reason = serializers.CharField(source="offer.override_reason", allow_blank=True)
    signed_at = serializers.DateTimeField(source="offer.signed_at", allow_null=True)
    answer_due_at = serializers.DateTimeField(source="offer.answer_due_at", allow_null=True)
    considered = serializers.SerializerMethodField()
    preference = serializers.SerializerMethodField()
    chosen = serializers.CharField(
        source="offer.chosen_way", allow_blank=True, help_text="What is done instead of an offer taken back."
    )
    merged = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=[(state, state) for state in MERGE.states]))
    def get_state(self, page: OfferPage) -> str:
        return page.offer.state

    @extend_schema_field(MergeLineOut(many=True))
    def get_lines(self, page: OfferPage) -> Any:
        return MergeLineOut(page.offer.terms["lines"], many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_considered(self, page: OfferPage) -> Any:
        """The other ways that were weighed; empty in offers of before."""
        return page.offer.terms.get("considered", [])

    def get_preference(self, page: OfferPage) -> str:
        """Why the merge was preferred to them."""
        return str(page.offer.terms.get("preference", ""))

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_merged(self, page: OfferPage) -> str | None:
        """The merged proposal, once everybody has agreed."""
        return str(page.offer.merged.uid) if page.offer.merged is not None else None
