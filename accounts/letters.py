"""An event as an e-mail, in the language of its reader."""

from __future__ import annotations

import uuid
from email.utils import parseaddr

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core import links
from core.models import Event
from core.wording import say_event

TO_CHOOSE_A_PASSWORD = frozenset({"accounts.account_opened", "accounts.password_reset_asked"})
"""Events whose e-mail carries a link that nothing else carries: it is sent whatever the user chose."""


def letter(event: Event, user: User) -> EmailMessage:
    """The e-mail of an event: what happened, when, by whom, and where to read on.

    The same event to the same user has the same Message-ID, so that a letter sent twice is one to its reader.
    """
    with translation.override(user.language):
        sentence = say_event(event.name, event.data)
        path = _choose_password(user) if event.name in TO_CHOOSE_A_PASSWORD else _page(event)
        body = render_to_string(
            "accounts/letter.txt",
            {
                "event": event,
                "sentence": sentence,
                "name": user.person.name_ko if user.person else user.email,
                "link": settings.BARO_ADDRESS.rstrip("/") + path,
                "to_choose_a_password": event.name in TO_CHOOSE_A_PASSWORD,
            },
        )
    subject = " ".join(f"[Baro] {sentence}".split())
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    number = uuid.uuid5(event.uid, str(user.uid))
    return EmailMessage(subject, body, to=[user.email], headers={"Message-ID": f"<{number}@{domain}>"})


def _page(event: Event) -> str:
    return links.page_of(event.subject_kind, event.subject_uid) or reverse("accounts:inbox")


def _choose_password(user: User) -> str:
    """Where somebody invited chooses a password: a link that works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
