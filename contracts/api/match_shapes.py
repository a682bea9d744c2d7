"""What the API takes and gives about the region's match."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts import queries, rules
from contracts.models import Contract, MatchDeposit
from contracts.states import DEPOSIT
from core.calendar import seoul_date
from core.money import MAX_KRW


class MatchFigures(serializers.Serializer[Any]):
    """How far the match of a project year is. Amounts are whole won."""

    pledged_krw = serializers.IntegerField()
    cash_krw = serializers.IntegerField()
    in_kind_krw = serializers.IntegerField()
    council_krw = serializers.IntegerField(allow_null=True, help_text="null: nothing is noted of the council.")
    announced_krw = serializers.IntegerField()
    deposited_krw = serializers.IntegerField()
    drawn_krw = serializers.IntegerField()
    shortfall_krw = serializers.IntegerField(help_text="Forecast to be missing at the end of the year.")


class MatchYearOut(serializers.Serializer[Any]):
    """What a region owes one project year, and how far it is."""

    contract = serializers.UUIDField(source="contract.uid")
    number = serializers.CharField(source="contract.number")
    region = serializers.CharField(source="region.code")
    year = serializers.IntegerField(source="year.index")
    starts_on = serializers.DateField(source="year.starts_on")
    due_on = serializers.DateField(allow_null=True, help_text="Last day of the deposit; null where no rule gives one.")
    council_fiscal_year = serializers.IntegerField(allow_null=True)
    council_on = serializers.DateField(allow_null=True)
    figures = serializers.SerializerMethodField()

    @extend_schema_field(MatchFigures)
    def get_figures(self, row: Any) -> Any:
        return MatchFigures(queries.figures_of(row, seoul_date(self.context["at"]))).data


class DepositOut(serializers.Serializer[Any]):
    """A deposit of a region for one project year."""

    uid = serializers.UUIDField()
    contract = serializers.UUIDField(source="contract.uid")
    year = serializers.IntegerField(source="match.year.index")
    form = serializers.ChoiceField(choices=MatchDeposit.Form.choices)
    amount_krw = serializers.IntegerField()
    deposited_on = serializers.DateField()
    fiscal_year = serializers.IntegerField()
    has_document = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=DEPOSIT.states)
    announced_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)

    def get_has_document(self, deposit: MatchDeposit) -> bool:
        return deposit.document_id is not None


class RegionSignature(serializers.Serializer[Any]):
    """Who signed for the region, when, and the hash of exactly what was signed."""

    name = serializers.CharField()
    signed_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class MatchOut(serializers.Serializer[Any]):
    """The match of a contract."""

    contract = serializers.UUIDField(source="uid")
    number = serializers.CharField()
    signature = serializers.SerializerMethodField()
    commitment = serializers.SerializerMethodField(help_text="What the region signs.")
    sha256 = serializers.SerializerMethodField(help_text="Hash of the canonical text of the commitment.")
    years = MatchYearOut(many=True, source="matches.all")
    deposits = serializers.SerializerMethodField()

    @extend_schema_field(RegionSignature(allow_null=True))
    def get_signature(self, contract: Contract) -> Any:
        signature = getattr(contract, "match_signature", None)
        return None if signature is None else RegionSignature(signature).data

    def get_commitment(self, contract: Contract) -> dict[str, Any]:
        signature = getattr(contract, "match_signature", None)
        return dict(signature.terms) if signature else queries.commitment_of(contract)

    def get_sha256(self, contract: Contract) -> str:
        return rules.hash_of(self.get_commitment(contract))

    @extend_schema_field(DepositOut(many=True))
    def get_deposits(self, contract: Contract) -> Any:
        return DepositOut([one for row in contract.matches.all() for one in row.deposits.all()], many=True).data


class MatchSignatureIn(serializers.Serializer[Any]):
    """The hash of exactly the commitment that was read."""

    sha256 = serializers.CharField(max_length=64)


class CouncilIn(serializers.Serializer[Any]):
    """What a council gives for the match of a project year, out of which fiscal year's budget."""

    index = serializers.IntegerField(min_value=1, max_value=20, help_text="Project year.")
    amount_krw = serializers.IntegerField(min_value=0, max_value=MAX_KRW)
    fiscal_year = serializers.IntegerField(min_value=1990, max_value=2100)
    decided_on = serializers.DateField()


class DepositIn(serializers.Serializer[Any]):
    """Won deposited, or given in kind, for a project year."""

    index = serializers.IntegerField(min_value=1, max_value=20, help_text="Project year.")
    form = serializers.ChoiceField(choices=MatchDeposit.Form.choices)
    amount_krw = serializers.IntegerField(min_value=1, max_value=MAX_KRW)
    deposited_on = serializers.DateField()
    document = serializers.FileField(required=False)
