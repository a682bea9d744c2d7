"""Signed links of letters to subscribers, and the letters themselves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.refusals import NotAllowed
from programs.models import Call, InquiryAnswer, Subscription

CONFIRM, END = "confirm", "end"
CONFIRM_SECONDS = 2 * 24 * 3_600
"""So long the link holds that asks whether the address wants it."""


def token_of(subscription: Subscription, deed: str) -> str:
    """What a link carries: which subscription, and what the link does; made with our own key."""
    return signing.dumps(str(subscription.uid), salt=f"programs.subscription.{deed}")


def subscription_uid(token: str, deed: str) -> UUID:
    """The subscription of a link. Raises NotAllowed for a link that is not ours, for another deed, or too old."""
    seconds = CONFIRM_SECONDS if deed == CONFIRM else None
    try:
        return UUID(signing.loads(token, salt=f"programs.subscription.{deed}", max_age=seconds))
    except (signing.BadSignature, ValueError):
        raise NotAllowed.because("subscription.link_not_good") from None


def letter_to(
    subscription: Subscription, calls: Sequence[Call] = (), answers: Sequence[InquiryAnswer] = ()
) -> EmailMessage:
    """The letter that asks for a word, or what is new; each carries the link that ends it at once."""
    ending = _address("programs:end-subscription", token_of(subscription, END))
    with translation.override(subscription.language):
        news = bool(subscription.confirmed_at)
        subject = _("News of calls for proposals") if news else _("Please confirm: news of calls for proposals")
        body = render_to_string(
            "programs/letter_to_subscriber.txt",
            {
                "news": news,
                "calls": [(call, _address("programs:call", call.uid)) for call in calls],
                "answers": [
                    (one, _address("programs:inquiries", one.inquiry.call.uid) + f"#question-{one.inquiry.uid}")
                    for one in answers
                ],
                "confirm": _address("programs:confirm-subscription", token_of(subscription, CONFIRM)),
                "end": ending,
            },
        )
    headers = {"List-Unsubscribe": f"<{ending}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(f"[Baro] {subject}", body, to=[subscription.email], headers=headers)


def _address(name: str, *args: object) -> str:
    return settings.BARO_ADDRESS.rstrip("/") + reverse(name, args=args)
