"""What questions about a call refuse, and what happened to them."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "inquiry.not_open": _("Questions are taken while a call is announced."),
    "inquiry.too_late": _("Questions were taken until %(until_at)s, a day before the closing."),
    "inquiry.too_many": _("%(most)s of your questions about this call wait for an answer already."),
}

EVENTS = {
    "programs.inquiry_made": _("A question about the call “%(title)s” was asked; it is answered by %(due_at)s"),
    "programs.inquiry_answered": _("A question about the call “%(title)s” was answered"),
    "programs.inquiry_corrected": _("An answer about the call “%(title)s” was corrected"),
}

LABELS = {"work.programs.answer": _("Answer a question about the call “%(title)s”")}
