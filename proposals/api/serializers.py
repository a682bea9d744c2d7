"""What the API takes and gives about proposals. What it gives of a content is the frozen dossier's own shape."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.actors import Actor
from core.money import WHOLE_BP
from core.wording import say_violation
from programs.policy import PersonKind, Source
from proposals.models import Participation, Proposal, Submission
from proposals.permissions import NO_MEMBER, may_view_draft
from proposals.rules import REASON_CHARS, SECTIONS
from proposals.states import PROPOSAL

SOURCES = [(source.value, source.value) for source in Source]
PARTS = [(part.value, part.value) for part in Participation.Part if part != Participation.Part.FORMER]
PERSON_KINDS = [(kind.value, kind.value) for kind in PersonKind]


@extend_schema_field({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "example": "1,000,000"}]})
class WonText(serializers.Field[Any, Any, Any, Any]):
    """An amount as it was sent. Reading it is the rules': a decimal point is refused beside its cell."""

    def to_internal_value(self, data: Any) -> str:
        return str(data)

    def to_representation(self, value: Any) -> Any:
        return value


class ProposalInstitution(serializers.Serializer[Any]):
    """An institution as it stands in a proposal."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    region = serializers.CharField(allow_blank=True, help_text="The region's code.")


class ProposalPartner(ProposalInstitution):
    """A member of the consortium beside the leading institution."""

    contribution = serializers.CharField(allow_blank=True)


class ProposalPartnerIn(serializers.Serializer[Any]):
    """An institution to be put into the consortium, or another contribution of one that is in it."""

    organization = serializers.UUIDField()
    contribution = serializers.CharField(allow_blank=True, default="", max_length=400)


class ProposalPerson(serializers.Serializer[Any]):
    """A person of the team; `share_bp` is the share of the working time in basis points."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    organization = serializers.UUIDField()
    part = serializers.ChoiceField(choices=PARTS)
    person_kind = serializers.ChoiceField(choices=PERSON_KINDS)
    share_bp = serializers.IntegerField(min_value=0, max_value=WHOLE_BP)


class ProposalPersonIn(serializers.Serializer[Any]):
    """A place in the team."""

    part = serializers.ChoiceField(choices=PARTS)
    person_kind = serializers.ChoiceField(choices=PERSON_KINDS)
    share_bp = serializers.IntegerField(default=0, min_value=0, max_value=WHOLE_BP)
    may_edit = serializers.BooleanField(default=True)


class ProposalLine(serializers.Serializer[Any]):
    """Whole won of one category and source in one project year (1 is the first)."""

    year = serializers.IntegerField()
    category = serializers.CharField()
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # a field of this name
    amount_krw = serializers.IntegerField()


class ProposalLineIn(serializers.Serializer[Any]):
    """A cell of the grid."""

    year = serializers.IntegerField(min_value=1, max_value=99)
    category = serializers.CharField(max_length=40)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # a field of this name
    amount_krw = WonText()


class ProposalGridIn(serializers.Serializer[Any]):
    """The whole grid: cells that are left out are empty."""

    lines = serializers.ListField(child=ProposalLineIn(), max_length=2_000)
    reasons = serializers.DictField(
        child=serializers.CharField(max_length=REASON_CHARS, allow_blank=True),
        required=False,
        help_text="By category: why its cap is passed, where the rules let it be passed with a reason.",
    )


class ProposalTarget(serializers.Serializer[Any]):
    """What is promised of an indicator by the end of a project year."""

    indicator = serializers.CharField(max_length=40)
    year = serializers.IntegerField(min_value=1, max_value=99)
    value = serializers.DecimalField(max_digits=14, decimal_places=2)


class ProposalTargetsIn(serializers.Serializer[Any]):
    """All targets: those that are left out are none."""

    targets = serializers.ListField(child=ProposalTarget(), max_length=2_000)


class ProposalFile(serializers.Serializer[Any]):
    """A file as it stands in a proposal."""

    uid = serializers.UUIDField()
    document = serializers.CharField()
    name = serializers.CharField()
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()


class ProposalFileIn(serializers.Serializer[Any]):
    """A file to be kept as one of the documents that the programme asks for."""

    document = serializers.CharField(max_length=40)
    file = serializers.FileField()


class ProposalSums(serializers.Serializer[Any]):
    """Whole won over all project years."""

    grant_krw = serializers.IntegerField()
    regional_krw = serializers.IntegerField()
    own_krw = serializers.IntegerField()
    total_krw = serializers.IntegerField()


class ProposalBudget(serializers.Serializer[Any]):
    """The grid and its sums."""

    lines = ProposalLine(many=True)
    cap_reasons = serializers.DictField(child=serializers.CharField(), required=False)
    sums = ProposalSums()


class ProposalSection(serializers.Serializer[Any]):
    """One part of the text. `version` is 0 where nothing was saved yet, and null in what was handed in."""

    code = serializers.ChoiceField(choices=[(code, code) for code in SECTIONS])
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    version = serializers.IntegerField(allow_null=True)


class ProposalSectionIn(serializers.Serializer[Any]):
    """The text of a section."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class ProposalContent(serializers.Serializer[Any]):
    """A proposal's content. The hash of a receipt is SHA-256 of its JSON with sorted keys and no spaces."""

    call = serializers.CharField()
    rule_set = serializers.CharField(help_text="The checksum of the rules that the call pins.")
    project_uid = serializers.UUIDField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    sector = serializers.CharField(allow_blank=True)
    lead = ProposalInstitution()
    partners = ProposalPartner(many=True)
    people = ProposalPerson(many=True)
    sections = serializers.DictField(child=serializers.CharField(allow_blank=True))
    answers = serializers.ListField(
        child=serializers.DictField(),
        required=False,
        help_text="The call's own questions that the proposal is asked, with their words and answers.",
    )
    lines = ProposalLine(many=True)
    cap_reasons = serializers.DictField(child=serializers.CharField(), required=False)
    targets = ProposalTarget(many=True)
    files = ProposalFile(many=True)
    sums = ProposalSums()


class ProposalReceipt(serializers.Serializer[Any]):
    """What was handed in: its number, when it arrived, and the hash of its content."""

    uid = serializers.UUIDField()
    number = serializers.CharField(source="proposal.number")
    sequence = serializers.IntegerField()
    arrived_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    grant_krw = serializers.IntegerField()
    regional_krw = serializers.IntegerField()
    own_krw = serializers.IntegerField()
    total_krw = serializers.IntegerField()


class ProposalRow(serializers.Serializer[Any]):
    """A proposal in a list. Outside the consortium its titles are those that were handed in."""

    uid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=[(state, state) for state in PROPOSAL.states])
    call = serializers.CharField(source="call.code")
    project_uid = serializers.UUIDField()
    title_ko = serializers.SerializerMethodField()
    title_en = serializers.SerializerMethodField()
    lead_organization = serializers.CharField(source="lead_organization.name_ko")
    region = serializers.CharField(source="region.code")
    arrived_at = serializers.DateTimeField(source="submission.arrived_at", allow_null=True, default=None)
    total_krw = serializers.IntegerField(source="submission.total_krw", allow_null=True, default=None)

    def get_title_ko(self, proposal: Proposal) -> str:
        return self._text(proposal).title_ko

    def get_title_en(self, proposal: Proposal) -> str:
        return self._text(proposal).title_en

    def _text(self, proposal: Proposal) -> Proposal | Submission:
        actor: Actor = self.context["actor"]
        member = self.context["members"].get(proposal.pk, NO_MEMBER)
        if proposal.submission is None or may_view_draft(actor, proposal, member):
            return proposal
        return proposal.submission


class ProposalIn(serializers.Serializer[Any]):
    """A proposal to be begun. `call` and `lead_organization` are uids."""

    call = serializers.UUIDField()
    lead_organization = serializers.UUIDField()
    title_ko = serializers.CharField(max_length=160)
    title_en = serializers.CharField(max_length=160, allow_blank=True, default="")
    despite = serializers.BooleanField(
        default=False,
        help_text="Begin although the institution may not lead; it can't be handed in as it is.",
    )


class ProposalChange(serializers.Serializer[Any]):
    """Titles and sector; what is left out stays."""

    title_ko = serializers.CharField(max_length=160, required=False)
    title_en = serializers.CharField(max_length=160, allow_blank=True, required=False)
    sector = serializers.CharField(max_length=60, allow_blank=True, required=False)


class ProposalDetail(serializers.Serializer[Any]):
    """A proposal with its content: the working copy for its consortium, what was handed in for everybody else."""

    uid = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=[(state, state) for state in PROPOSAL.states])
    working_copy = serializers.BooleanField()
    receipt = ProposalReceipt(allow_null=True)
    content = ProposalContent()


class ProposalText(serializers.Serializer[Any]):
    """The same sentence in both languages."""

    ko = serializers.CharField()
    en = serializers.CharField()


class ProposalViolation(serializers.Serializer[Any]):
    """One broken rule, as in a refusal."""

    code = serializers.CharField()
    values = serializers.DictField(child=serializers.JSONField())
    field = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)
    text = serializers.SerializerMethodField()

    def get_text(self, violation: Any) -> str:
        return say_violation(violation)


class ProposalTask(serializers.Serializer[Any]):
    """One part of the work, and everything that stands against it."""

    code = serializers.CharField()
    status = serializers.ChoiceField(choices=[("todo", "todo"), ("doing", "doing"), ("done", "done")])
    violations = ProposalViolation(many=True)


class ProposalMove(serializers.Serializer[Any]):
    """A move of the proposal: open to the asker now, or why it is not."""

    verb = serializers.CharField()
    open = serializers.BooleanField()
    because = ProposalViolation(allow_null=True)


class ProposalDifference(serializers.Serializer[Any]):
    """A value of the working copy that is not what was handed in last."""

    path = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    now = serializers.JSONField(allow_null=True)


class ProposalReason(serializers.Serializer[Any]):
    """Why; everybody concerned will read it."""

    reason = serializers.CharField(allow_blank=True, default="", max_length=2_000)
