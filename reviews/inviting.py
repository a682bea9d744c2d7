"""The letter that invites an expert who has no account, and its signed link."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.refusals import NotAllowed
from reviews.models import Member

SALT = "reviews.invitation"


def token_of(member: Member) -> str:
    """What a link carries: which seat, and which of its letters; made with our own key."""
    return signing.dumps([str(member.uid), member.letter_number], salt=SALT)


def read_token(token: str) -> tuple[UUID, int]:
    """The seat and the number of the letter. Raises NotAllowed for a link that is not ours."""
    try:
        uid, number = signing.loads(token, salt=SALT)
        return UUID(uid), int(number)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotAllowed.because("invitation.link_not_good") from None


def letter_to(member: Member) -> EmailMessage:
    """The invitation, in both languages of the portal; each letter of a seat has a number of its own."""
    link = settings.BARO_ADDRESS.rstrip("/") + reverse("reviews:invitation", args=[token_of(member)])
    context = {"member": member, "round": member.round, "person": member.expert.person, "link": link}
    parts = []
    for language in ("ko", "en"):
        with translation.override(language):
            parts.append(render_to_string("reviews/letter_of_invitation.txt", context))
    with translation.override("ko"):
        subject = _("Invitation to judge: %(title)s") % {"title": member.round.call.title_ko}
    return EmailMessage(" ".join(f"[Baro] {subject}".split()), "\n\n".join(parts), to=[member.expert.email])
