"""Sentences of merges, and of what became of a proposal."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "merge.wrong_state": _("“%(verb)s” is not possible while the offer is “%(state)s”."),
}

EVENTS = {
    "proposals.proposal_merged": _("%(number)s became part of a merged proposal"),
    "proposals.proposal_selected": _("%(number)s “%(title)s” was selected"),
    "proposals.proposal_kept_waiting": _("%(number)s “%(title)s” is on the waiting list"),
    "proposals.proposal_rejected": _("%(number)s “%(title)s” was not selected"),
    "proposals.merge_accepted": _("All have agreed: %(number)s is the merged proposal"),
    "proposals.merge_declined": _("The merge was declined"),
    "proposals.merge_withdrawn": _("The offer to merge was withdrawn"),
}

LABELS = {
    "merge.offered": _("Offered"),
    "merge.accepted": _("Accepted"),
    "merge.declined": _("Declined"),
    "merge.withdrawn": _("Withdrawn"),
    "merge.accept_merge": _("Accept"),
    "merge.decline_merge": _("Decline"),
    "merge.withdraw_merge": _("Withdraw the offer"),
}
