"""Sentences of the codes that this room refuses with, and names of its states."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "http.not_found": _("There is nothing here, or you may not see it."),
    "http.not_allowed": _("You may not do this."),
    "http.unavailable": _("Baro does not answer just now. Repeat with the same Idempotency-Key."),
    "http.error": _("Baro has made an error. What was not saved has not been changed."),
    "http.address_not_readable": _("This address holds a character that no text can have (NUL). Leave it out."),
    "http.if_match_not_understood": _(
        "The version you sent (If-Match) was not understood. Read the page again and repeat."
    ),
    "http.changed_meanwhile": _(
        "%(name)s changed this at %(changed_at)s, after you opened it. Both versions are shown."
    ),
    "input.invalid": _("%(detail)s"),
    "idempotency.key_too_long": _("The Idempotency-Key must have between 1 and %(max_length)s characters."),
    "idempotency.key_used_for_another_request": _("This Idempotency-Key was already used for another request."),
    "clock.is_real": _("This installation runs on real time; its clock can't be moved."),
    "file.name_not_plain": _("The file's name must be a plain name without folders."),
    "file.empty": _("The file is empty."),
    "file.too_large": _("The file has %(size_bytes)s; at most %(max_bytes)s are allowed."),
    "file.kind_not_allowed": _("Files of the kind “%(kind)s” are not accepted here. Accepted: %(allowed)s."),
    "file.content_is_not_its_kind": _("The file's content is not what its name says (%(kind)s)."),
    "file.not_stored": _("The file could not be stored. Try again; if it happens again, tell the help desk."),
    "delivery.wrong_state": _("This message is no longer waiting to be sent."),
    "job.wrong_state": _("This work is no longer running."),
}

EVENTS = {
    "core.clock_moved": _("The sample clock was moved to %(to_at)s"),
}

LABELS = {
    "job.waiting": _("Waiting"),
    "job.running": _("Running"),
    "job.done": _("Done"),
    "job.failed": _("Failed"),
    "job.stopped": _("Stopped"),
}
