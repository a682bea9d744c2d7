"""What a call asks beside its rules: one text, frozen with its call."""

from __future__ import annotations

import pgtrigger
from django.db import models

from core.models import NEVER_EMPTIED
from programs.models.call import Call

FROZEN_WITH_ITS_CALL = pgtrigger.Trigger(
    name="frozen_with_its_call",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF EXISTS (
            SELECT FROM public.programs_call WHERE id IN (OLD.call_id, NEW.call_id) AND state <> 'draft'
        ) THEN
            RAISE EXCEPTION 'baro: what an announced call asks never changes';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,
)


class Form(models.Model):
    """What a call asks in its own words; a call without one asks for the standard parts alone. Frozen with its call.

    `text` is the canonical form that `programs.policy` reads; `checksum` is the SHA-256 of exactly that text. `version`
    counts every change.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="form")
    text = models.TextField()
    checksum = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (FROZEN_WITH_ITS_CALL, NEVER_EMPTIED)

    def __str__(self) -> str:
        return f"{self.call_id} form v{self.version}"
