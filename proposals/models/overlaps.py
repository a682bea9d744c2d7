"""Two standing submissions, or two programmes, that overlap, and what became of that."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from programs.models import Call, Program
from proposals.models.proposal import Proposal
from proposals.states import OVERLAP


class Overlap(models.Model):
    """A pair of proposals or of programmes: the first was there before the second, whose ministry could have known and
    answers. Earlier is the proposal that arrived, or the programme whose first rules were published, before the other.

    What repeats the proposals' rows (number, call, programme, ministry) may be read by the offices of either ministry,
    which see one of the proposals only; a programme's number is its code. `alike_bp` is how much they have in common in
    all: of proposals their text. `people`, `firms`, `equipment` count what else two proposals have in common. Passages
    and the parts in which programmes are alike are found anew. The committee's opinion and the ministry's answer
    change nothing of either.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal"
        PROGRAM = "program"

    class Opinion(models.TextChoices):
        MERGE = "merge"
        JOIN = "join"
        KEEP_APART = "keep_apart"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROPOSAL, db_default=Kind.PROPOSAL)
    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, related_name="+")
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, related_name="+")
    first_number = models.CharField(max_length=60)
    second_number = models.CharField(max_length=60)
    first_call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    second_call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    first_program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    second_program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    first_ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    second_ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    alike_bp = models.PositiveIntegerField()
    text_bp = models.PositiveIntegerField()
    people = models.PositiveSmallIntegerField(default=0)
    firms = models.PositiveSmallIntegerField(default=0)
    equipment = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=OVERLAP.start)
    found_at = models.DateTimeField()
    opinion = models.CharField(max_length=10, choices=Opinion.choices, blank=True)
    opinion_text = models.CharField(max_length=2_000, blank=True)
    opinion_at = models.DateTimeField(null=True)
    opinion_by = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    answer_text = models.CharField(max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="overlap_once_a_pair"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="overlap_of_two"),
            models.CheckConstraint(condition=Q(state__in=OVERLAP.states), name="overlap_state_known"),
            models.UniqueConstraint(
                fields=["first_program", "second_program"],
                condition=Q(kind="program"),
                name="overlap_once_two_programs",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="proposal",
                    first__isnull=False,
                    second__isnull=False,
                    first_call__isnull=False,
                    second_call__isnull=False,
                )
                | (
                    Q(
                        kind="program",
                        first__isnull=True,
                        second__isnull=True,
                        first_call__isnull=True,
                        second_call__isnull=True,
                    )
                    & ~Q(first_program=F("second_program"))
                ),
                name="overlap_of_one_kind",
            ),
            models.CheckConstraint(condition=Q(text_bp__lte=10_000), name="overlap_text_at_most_all"),
            models.CheckConstraint(condition=Q(alike_bp__lte=10_000), name="overlap_alike_at_most_all"),
            models.CheckConstraint(
                condition=Q(opinion="", opinion_at__isnull=True, due_at__isnull=True)
                | Q(opinion__in=["merge", "join", "keep_apart"], opinion_at__isnull=False, due_at__isnull=False),
                name="overlap_opinion_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "ended"], answered_at__isnull=True)
                | Q(state__in=["joined", "accepted"], answered_at__isnull=False),
                name="overlap_answer_is_dated",
            ),
        )
        indexes = (
            models.Index(fields=["first_ministry", "state"], name="overlap_of_first_ministry"),
            models.Index(fields=["second_ministry", "state"], name="overlap_of_second_ministry"),
        )

    def __str__(self) -> str:
        return f"{self.first_number} / {self.second_number}"

    @property
    def of_programs(self) -> bool:
        return self.kind == self.Kind.PROGRAM

    @property
    def proposals(self) -> tuple[Proposal, Proposal]:
        """Both, where they are proposals. Raises ValueError of two programmes."""
        if self.first is None or self.second is None:
            raise ValueError("two programmes, no proposals")
        return self.first, self.second

    @property
    def proposal_ids(self) -> tuple[int, int]:
        """Both by id, without asking for them. Raises ValueError of two programmes."""
        if self.first_id is None or self.second_id is None:
            raise ValueError("two programmes, no proposals")
        return self.first_id, self.second_id

    @property
    def named(self) -> Mapping[str, str]:
        """What sentences call the two: the numbers of proposals, the names of programmes. Needs the programmes."""
        if not self.of_programs:
            return {"first": self.first_number, "second": self.second_number}
        first, second = self.first_program, self.second_program
        return {
            "first_ko": first.name_ko,
            "first_en": first.name_en,
            "second_ko": second.name_ko,
            "second_en": second.name_en,
        }


class ComparedProgram(models.Model):
    """What of a programme its overlaps were noted for: rules, what it says (`version`), and how many indicators."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, primary_key=True, related_name="compared")
    rule_set_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    indicators = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.pk} v{self.version}"
