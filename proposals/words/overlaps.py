"""Sentences of overlaps."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "overlap.wrong_state": _("“%(verb)s” is not possible while the overlap is “%(state)s”."),
    "overlap.opinion_unknown": _("Choose what you advise."),
    "overlap.opinion_given": _("The committee has given its opinion on this overlap already."),
    "overlap.opinion_meanwhile": _(
        "The coordinating committee gave its opinion after you opened this page. Read it, then answer."
    ),
    "overlap.answer_unknown": _("Join the two, or accept the overlap."),
    "overlap.text_missing": _("Write your reasons. Both ministries and the committee read them."),
    "overlap.text_too_long": _("This text has %(length)s characters; at most %(most)s are allowed."),
}
EVENTS = {
    "proposals.overlap_found": _("%(second)s overlaps with %(first)s"),
    "proposals.overlap_ended": _("%(second)s and %(first)s overlap no longer"),
    "proposals.overlap_opinion_given": _(
        "The coordinating committee on %(first)s and %(second)s: %(opinion)s; an answer is due by %(due_at)s"
    ),
    "proposals.overlap_overdue": _("The answer on the overlap of %(first)s and %(second)s is overdue"),
    "proposals.overlap_joined": _("The ministry joins %(first)s and %(second)s"),
    "proposals.overlap_accepted": _("The ministry accepts the overlap of %(first)s and %(second)s"),
}
LABELS = {
    "overlap_kind.proposal": pgettext_lazy("overlap", "Proposals"),
    "overlap_kind.program": pgettext_lazy("overlap", "Programmes"),
    "overlap.open": pgettext_lazy("overlap", "Open"),
    "overlap.joined": pgettext_lazy("overlap", "Joined"),
    "overlap.accepted": pgettext_lazy("overlap", "Accepted with a reason"),
    "overlap.ended": pgettext_lazy("overlap", "Ended"),
    "overlap.give_opinion": _("Give an opinion"),
    "overlap.join": _("Join them"),
    "overlap.accept_overlap": _("Accept the overlap"),
    "opinion.merge": pgettext_lazy("opinion", "Merge the two"),
    "opinion.join": pgettext_lazy("opinion", "Let them work jointly"),
    "opinion.keep_apart": pgettext_lazy("opinion", "Keep them apart"),
    "work.proposals.answer_overlap": _("Answer the committee on an overlap: %(number)s"),
}
