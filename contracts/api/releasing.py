"""Gates, stops, recoveries and the bridging pot over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Role
from contracts import actions, permissions, queries
from contracts.api.base import View, deed
from contracts.api.shapes import ContractDetail, ContractReason, TrancheOut
from contracts.rules import BY_HAND
from core.calendar import seoul_date
from core.money import MAX_KRW
from core.refusals import NotFound

READERS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


class GateIn(serializers.Serializer[Any]):
    """A gate of a project year that a desk opens by hand, and why."""

    index = serializers.IntegerField(min_value=1, max_value=20, help_text="Project year.")
    code = serializers.ChoiceField(choices=sorted(BY_HAND))
    reason = serializers.CharField(max_length=1_000)


class RecoveryIn(serializers.Serializer[Any]):
    """What stands of a project year after a notice; the rest of what was paid comes back."""

    index = serializers.IntegerField(min_value=1, max_value=20, help_text="Project year.")
    notice_on = serializers.DateField()
    eligible_krw = serializers.IntegerField(
        min_value=0, max_value=MAX_KRW, help_text="Eligible costs up to that day, claimed or not."
    )
    reason = serializers.CharField(max_length=1_000)


class BridgeOut(serializers.Serializer[Any]):
    """What was released of a year's grant ahead of the region's deposit. Amounts are whole won."""

    contract = serializers.UUIDField(source="match.contract.uid")
    number = serializers.CharField(source="match.contract.number")
    year = serializers.IntegerField(source="match.year.index")
    cash_krw = serializers.IntegerField(source="match.cash_krw")
    deposited_krw = serializers.IntegerField()
    released_krw = serializers.IntegerField()
    exposure_krw = serializers.IntegerField()


class PotOut(serializers.Serializer[Any]):
    """What a call has paid ahead of late matches today, by contract and year."""

    call = serializers.UUIDField(source="call.uid")
    exposure_krw = serializers.IntegerField()
    bridges = BridgeOut(many=True)


class ContractDeed(View):
    """Something done about a contract, which is shown as it stands then."""

    serializer_class = ContractDetail

    def answer(self, request: Request, contract_uid: UUID) -> Response:
        return self.shown(ContractDetail, request, queries.page(contract_uid, self.actor(request)))


class GateOpening(ContractDeed):
    """Opening a gate."""

    @deed("contracts_open_gate", ContractDetail, GateIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Open a gate that no other deed opens, for all tranches of a project year, with a reason."""
        actions.open_gate(contract_uid=contract_uid, **self.given(GateIn, request), **self.asker(request))
        return self.answer(request, contract_uid)


class Recovering(ContractDeed):
    """Recovering what is left after a notice."""

    @deed("contracts_recover", ContractDetail, RecoveryIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Eligible costs up to the notice stand; the rest of what was paid in the year is booked as returned."""
        actions.recover(contract_uid=contract_uid, **self.given(RecoveryIn, request), **self.asker(request))
        return self.answer(request, contract_uid)


class TrancheDeed(View):
    """Something done about a tranche, which is shown as it stands then."""

    serializer_class = TrancheOut

    def answer(self, request: Request, tranche_uid: UUID) -> Response:
        tranche = queries.tranches_visible_to(self.actor(request)).filter(uid=tranche_uid).first()
        if tranche is None:
            raise NotFound.because("http.not_found")
        return self.shown(TrancheOut, request, tranche)


class Stopping(TrancheDeed):
    """Stopping a continuity tranche."""

    @deed("tranches_stop", TrancheOut, ContractReason)
    def post(self, request: Request, tranche_uid: UUID) -> Response:
        """Keep a continuity tranche back, with your name and a reason that everybody on the case reads."""
        given = self.given(ContractReason, request)
        actions.stop_tranche(tranche_uid=tranche_uid, **given, **self.asker(request))
        return self.answer(request, tranche_uid)


class Lifting(TrancheDeed):
    """Letting a stopped tranche go on."""

    @deed("tranches_lift_stop", TrancheOut, ContractReason)
    def post(self, request: Request, tranche_uid: UUID) -> Response:
        """Lift the stop, with a reason."""
        actions.lift_stop(tranche_uid=tranche_uid, **self.given(ContractReason, request), **self.asker(request))
        return self.answer(request, tranche_uid)


class Bridging(View):
    """The bridging pots."""

    serializer_class = PotOut
    pagination_class = None  # one row for each call that has paid ahead

    @extend_schema(operation_id="bridging_list", responses=PotOut(many=True))
    def get(self, request: Request) -> Response:
        """What each call has paid ahead of late matches today."""
        actor = self.actor(request)
        permissions.require(actor.holds(*READERS) or actor.is_overseer, "view")
        at = self.asker(request)["at"]
        return Response(PotOut(queries.pots_of(actor, seoul_date(at), days=1), many=True).data)
