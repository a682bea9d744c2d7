"""What the public and a call's desk say to each other: questions about a call, and their published answers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from core.models import APPEND_ONLY


class Inquiry(models.Model):
    """A question about a call. Published with its first answer, never with the name of who asked.

    `answers_given` counts the answers, the corrections among them; `teams_told` of how many the teams were told that
    write a proposal for the call.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("programs.Call", on_delete=models.PROTECT, related_name="inquiries")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    due_at = models.DateTimeField()
    answers_given = models.PositiveSmallIntegerField(default=0)
    teams_told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_says_something"),
            models.CheckConstraint(
                condition=Q(teams_told__lte=F("answers_given")), name="inquiry_told_what_was_answered"
            ),
        )
        indexes = (models.Index(fields=["call", "answers_given"], name="inquiry_by_call"),)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.text[:40]}"


class InquiryAnswer(models.Model):
    """An answer as it was published. A correction is a further one; what was said before stays readable."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    sequence = models.PositiveSmallIntegerField()
    text_ko = models.TextField()
    text_en = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("sequence",)
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["inquiry", "sequence"], name="inquiry_answer_once"),
            models.CheckConstraint(condition=~Q(text_ko=""), name="inquiry_answer_in_korean"),
        )

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.sequence}"


class Subscription(models.Model):
    """An e-mail address that wants to hear of calls that fit some conditions: the query of the notice board's address.

    Nothing is sent but one letter that asks, until `confirmed_at`. `due_at` is when a letter may go next; `looked_at`
    up to when news were told. It ends by a link in every letter, or after too many letters that could not be sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="ko")
    query = models.CharField(max_length=1_000, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["due_at"], name="subscription_due", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["email", "asked_at"], name="subscription_by_address"),
        )

    def __str__(self) -> str:
        return str(self.uid)
