"""What of each standing submission is compared with others: hashes and keys, never a text."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from programs.models import Call
from proposals.models.proposal import Proposal


class Sketch(models.Model):
    """A submission as the overlap radar knows it, kept by a sweep after each hand-in and withdrawal.

    It stands outside the wall of row-level security, since whoever drafts is told that something alike was handed in
    to another ministry. So it holds what may be told (call, number, when it arrived) and keys of people, firms and
    equipment; `marks` is how many marks its text has.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="sketch")
    submission_id = models.BigIntegerField()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    arrived_at = models.DateTimeField()
    marks = models.PositiveIntegerField()
    people = ArrayField(models.UUIDField())
    firms = ArrayField(models.UUIDField())
    equipment = ArrayField(models.IntegerField())

    class Meta:
        indexes = (
            GinIndex(fields=["people"], name="sketch_by_people", fastupdate=False),
            GinIndex(fields=["firms"], name="sketch_by_firms", fastupdate=False),
            GinIndex(fields=["equipment"], name="sketch_by_equipment", fastupdate=False),
        )

    def __str__(self) -> str:
        return self.number


class SketchMark(models.Model):
    """One mark of a submission's text. The key begins with the mark, so that few holders of it are found at once."""

    pk = models.CompositePrimaryKey("mark", "sketch_id")
    mark = models.IntegerField()
    sketch = models.ForeignKey(Sketch, on_delete=models.CASCADE, related_name="text_marks")

    def __str__(self) -> str:
        return f"{self.sketch_id}: {self.mark}"
