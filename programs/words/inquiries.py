"""What questions about a call refuse, and what happened to them."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "subscription.link_not_good": _("This link is not good any more. Ask for the news again on the page of calls."),
    "inquiry.not_open": _("Questions are taken while a call is announced."),
    "inquiry.too_late": _("Questions were taken until %(until_at)s, a day before the closing."),
    "inquiry.too_many": _("%(most)s of your questions about this call wait for an answer already."),
}

EVENTS = {
    "programs.subscription_asked": _("News of calls were asked for an address"),
    "programs.subscription_confirmed": _("An address confirmed that it wants news of calls"),
    "programs.subscription_ended": _("An address wants no more news of calls"),
    "programs.inquiry_made": _("A question about the call “%(title)s” was asked; it is answered by %(due_at)s"),
    "programs.inquiry_answered": _("A question about the call “%(title)s” was answered"),
    "programs.inquiry_corrected": _("An answer about the call “%(title)s” was corrected"),
}

LABELS = {"work.programs.answer": _("Answer a question about the call “%(title)s”")}
