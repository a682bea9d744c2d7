"""What the API takes and gives about contracts, tranches, batches, transfers and awards."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts import permissions, standing
from contracts.models import Account, Contract, Payment, Signature, Tranche, Transfer
from contracts.states import BATCH, CONTRACT, PAYMENT, TRANCHE


class ContractParty(serializers.Serializer[Any]):
    """An organisation, by uid and names."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class StandingOut(serializers.Serializer[Any]):
    """What is next, on whose desk it lies, and since when; empty where nothing waits."""

    code = serializers.CharField()
    desk = serializers.ChoiceField(choices=[one.value for one in standing.Desk])
    since = serializers.DateTimeField(allow_null=True)


class ContractOut(serializers.Serializer[Any]):
    """A contract. Amounts are whole won over all project years."""

    uid = serializers.UUIDField()
    project_uid = serializers.UUIDField()
    number = serializers.CharField()
    call = serializers.UUIDField(source="call.uid")
    rule_set = serializers.UUIDField(source="rule_set.uid")
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    lead_organization = ContractParty()
    ministry = ContractParty()
    region = serializers.CharField(source="region.code")
    state = serializers.ChoiceField(choices=CONTRACT.states)
    version = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day after the last project year.")
    grant_krw = serializers.IntegerField()
    match_krw = serializers.IntegerField()
    own_krw = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Hash of the canonical text of the terms: what is signed.")
    drawn_at = serializers.DateTimeField()


class SignatureOut(serializers.Serializer[Any]):
    """A signature: who, for which side, when, of exactly which terms."""

    side = serializers.ChoiceField(choices=Signature.Side.choices)
    name = serializers.CharField()
    signed_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class PayeeOut(serializers.Serializer[Any]):
    """Where the money goes. The number is masked for those who neither name, confirm nor pay to it."""

    bank = serializers.CharField()
    number = serializers.CharField()
    holder = serializers.CharField()
    named_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class ContractYear(serializers.Serializer[Any]):
    """A project year, and the last day its money can be spent."""

    index = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    spend_by = serializers.DateField()
    grant_krw = serializers.IntegerField()
    match_krw = serializers.IntegerField()
    own_krw = serializers.IntegerField()


class GateOut(serializers.Serializer[Any]):
    """What must have happened before a tranche is released."""

    code = serializers.CharField()
    waits_since = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    opener = serializers.SerializerMethodField(help_text="Whose desk can open it.")

    def get_opener(self, gate: Any) -> str:
        return str(standing.OPENERS.get(gate.code, standing.Desk.OFFICER))


class TrancheOut(serializers.Serializer[Any]):
    """A dated part of a year's grant with its gates."""

    uid = serializers.UUIDField()
    contract = serializers.UUIDField(source="contract.uid")
    year = serializers.IntegerField(source="year.index")
    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    part = serializers.IntegerField(help_text="Of a tranche that was split: which part, from 1.")
    amount_krw = serializers.IntegerField()
    agreed_krw = serializers.IntegerField(allow_null=True, help_text="The whole tranche, where this is a part of it.")
    floor_krw = serializers.IntegerField(help_text="Of what waits: for wages, kept back by no gate but the first ones.")
    is_stopped = serializers.SerializerMethodField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=TRANCHE.states)
    released_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    gates = GateOut(many=True, source="gates.all")
    waits_for = serializers.SerializerMethodField()

    def get_is_stopped(self, tranche: Tranche) -> bool:
        return standing.stop_of(tranche) is not None

    @extend_schema_field(StandingOut)
    def get_waits_for(self, tranche: Tranche) -> Any:
        return StandingOut(standing.of_tranche(tranche, self.context["at"])).data


class TargetLineage(serializers.Serializer[Any]):
    """A target of a merged project: the proposal that had promised it and its lead, its height then and as agreed."""

    indicator = serializers.CharField()
    year = serializers.IntegerField()
    number = serializers.CharField(help_text="Of the original proposal.")
    lead_ko = serializers.CharField()
    lead_en = serializers.CharField(allow_blank=True)
    was = serializers.DecimalField(max_digits=14, decimal_places=2)
    now = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, help_text="null: dropped.")
    reason = serializers.CharField(allow_blank=True, help_text="Why it was dropped or changed.")


class ContractDetail(ContractOut):
    """A contract with its terms, years, signatures, account, and what the asker can do with it now."""

    terms = serializers.DictField()
    origins = serializers.SerializerMethodField()
    years = ContractYear(many=True, source="years.all")
    signatures = SignatureOut(many=True, source="signatures.all")
    account = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField()

    @extend_schema_field(TargetLineage(many=True))
    def get_origins(self, contract: Contract) -> Any:
        """Of a merged project: which original each target comes from, as signed. Empty for a project of one team."""
        return TargetLineage(contract.terms.get("origins", []), many=True).data

    @extend_schema_field(PayeeOut(allow_null=True))
    def get_account(self, contract: Contract) -> Any:
        payee = standing.payee_of(contract)
        if payee is None:
            return None
        answer = dict(PayeeOut(payee).data)
        if not permissions.may_view_account(self.context["actor"], contract):
            answer["number"] = standing.masked(payee.number)
        return answer

    @extend_schema_field(StandingOut)
    def get_waits_for(self, contract: Contract) -> Any:
        sees = permissions.may_view_account(self.context["actor"], contract)
        return StandingOut(standing.of_contract(contract, self.context["at"], sees_account=sees)).data

    def get_moves(self, contract: Contract) -> list[str]:
        return [move.verb for move in permissions.available_moves(self.context["actor"], contract)]


class ContractIn(serializers.Serializer[Any]):
    """The selected proposal that a contract is drawn up for."""

    proposal = serializers.UUIDField()


class PayeeIn(serializers.Serializer[Any]):
    """The account that the institution names."""

    bank = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=34)
    holder = serializers.CharField(max_length=120)


class SignatureIn(serializers.Serializer[Any]):
    """For which side, and the hash of exactly the terms that were read."""

    side = serializers.ChoiceField(choices=Signature.Side.choices)
    sha256 = serializers.CharField(max_length=64)


class ContractReason(serializers.Serializer[Any]):
    """Why something ends."""

    reason = serializers.CharField(max_length=1_000)


class PaymentOut(serializers.Serializer[Any]):
    """A tranche on its way to one account; the number masked for those who neither pay nor approve."""

    uid = serializers.UUIDField()
    tranche = serializers.UUIDField(source="tranche.uid")
    contract = serializers.UUIDField(source="tranche.contract.uid")
    number = serializers.CharField(source="tranche.contract.number")
    amount_krw = serializers.IntegerField()
    end_to_end_id = serializers.CharField()
    bank = serializers.CharField()
    account_number = serializers.SerializerMethodField()
    account_holder = serializers.CharField()
    state = serializers.ChoiceField(choices=PAYMENT.states)
    bank_reference = serializers.CharField(allow_blank=True)
    paid_at = serializers.DateTimeField(allow_null=True)

    def get_account_number(self, payment: Payment) -> str:
        actor, batch = self.context["actor"], payment.batch
        sees = permissions.may_run_contracts(actor, batch.ministry_id, None) or permissions.may_approve(actor, batch)
        return payment.account_number if sees else standing.masked(payment.account_number)


class ApprovalOut(serializers.Serializer[Any]):
    """An officer's approval of exactly this total."""

    name = serializers.CharField()
    total_krw = serializers.IntegerField()
    approved_at = serializers.DateTimeField()


class BatchOut(serializers.Serializer[Any]):
    """A payment batch."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    ministry = ContractParty()
    state = serializers.ChoiceField(choices=BATCH.states)
    version = serializers.IntegerField()
    total_krw = serializers.IntegerField()
    drawn_up_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class BatchDetail(BatchOut):
    """A payment batch with its payments and approvals."""

    payments = PaymentOut(many=True, source="payments.all")
    approvals = ApprovalOut(many=True, source="approvals.all")


class BatchIn(serializers.Serializer[Any]):
    """Released tranches of one ministry."""

    ministry = serializers.UUIDField()
    tranches = serializers.ListField(child=serializers.UUIDField(), allow_empty=True, max_length=1_000)


class BatchApprovalIn(serializers.Serializer[Any]):
    """The total that was seen, in whole won."""

    total_krw = serializers.IntegerField()


class BatchReferences(serializers.Serializer[Any]):
    """The bank's reference for each payment, by its end-to-end id."""

    references = serializers.DictField(child=serializers.CharField(max_length=60))


class TransferAccount(serializers.Serializer[Any]):
    """An account of the ledger."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=Account.Kind.choices)
    contract = serializers.SerializerMethodField()

    def get_contract(self, account: Account) -> str | None:
        return str(account.contract.uid) if account.contract else None


class TransferOut(serializers.Serializer[Any]):
    """Whole won from one account to another; `reverses` names the key of the transfer that it takes back."""

    uid = serializers.UUIDField()
    key = serializers.CharField()
    debit = TransferAccount()
    credit = TransferAccount()
    amount_krw = serializers.IntegerField()
    at = serializers.DateTimeField()
    reverses = serializers.SerializerMethodField()

    def get_reverses(self, transfer: Transfer) -> str | None:
        return transfer.reverses.key if transfer.reverses else None


class AwardOut(serializers.Serializer[Any]):
    """Contracts in force of one region in one programme; won over all project years."""

    program = serializers.CharField(source="program.code")
    region = serializers.CharField(source="region.code")
    teams = serializers.IntegerField()
    grant_krw = serializers.IntegerField()
    match_krw = serializers.IntegerField()
    paid_krw = serializers.IntegerField()
