"""What a search for proposals looks through."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from proposals.models.proposal import Proposal


class ProposalWords(models.Model):
    """Number, titles as handed in, and the leading institution's names, in small letters; kept right by triggers.

    Row-level security lets no text index be used on the guarded table itself, since comparing text might tell of rows
    that nobody may see. So the words stand in the schema `search`, where the application may read nothing; this is a
    view that joins them to the guarded rows, and shows those of the connection's scope alone. `grams` are all single
    characters and pairs of neighbours: words of Korean are short, and an index of three characters finds few.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    text = models.TextField()
    grams = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "proposals_words"

    def __str__(self) -> str:
        return self.text
