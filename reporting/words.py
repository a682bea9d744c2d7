"""Names of what this room computes: work of the desks, stages of a call, kinds of deeds."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "export.unknown_kind": _("There is no list called %(kind)s to take along."),
    "export.unknown_form": _("A list is taken along as csv or xlsx, not as %(form)s."),
    "export.conditions_wrong": _("A condition of this list is not understood. Open the list and set it anew."),
    "export.too_many": _("%(count)s of your exports are still being made. Wait for one of them, or stop it."),
}
EVENTS = {
    "reporting.export_asked": _("A list was asked for as a file."),
    "reporting.export_stopped": _("An export was stopped."),
    "reporting.office_vacant": _(
        "The office %(title)s of %(organization)s is vacant since %(vacant_on)s. Its page has the hand-over list"
    ),
    "reporting.office_vacant_long": _("The office %(title)s of %(organization)s is still vacant, since %(vacant_on)s"),
    "reporting.office_silent": _(
        "%(count)s things wait at the office %(title)s of %(organization)s, whose holder has done nothing since "
        "%(silent_at)s"
    ),
    "reporting.export_cleared": _("The file of an old export was thrown away."),
}
LABELS = {
    "handover.work": _("Open work"),
    "handover.call": pgettext_lazy("hand-over", "Calls"),
    "handover.round": pgettext_lazy("hand-over", "Review rounds"),
    "handover.contract": pgettext_lazy("hand-over", "Contracts"),
    "handover.delegation": pgettext_lazy("hand-over", "Delegations"),
    "work.reporting.announce": _("Finish and announce the call: %(title)s"),
    "work.reporting.follow_ranking": _("The regions are ranking: %(title)s (still to hand in: %(waiting)s)"),
    "stage.started": pgettext_lazy("stage", "Begun"),
    "stage.submitted": pgettext_lazy("stage", "Handed in"),
    "stage.withdrawn": pgettext_lazy("stage", "Withdrawn"),
    "stage.ranked": pgettext_lazy("stage", "Ranked by the region"),
    "stage.pledged": pgettext_lazy("stage", "Match pledged"),
    "stage.reviewed": pgettext_lazy("stage", "Reviewed"),
    "stage.selected": pgettext_lazy("stage", "Selected"),
    "stage.contracted": pgettext_lazy("stage", "Contracted"),
    "stage.paid": pgettext_lazy("stage", "Paid"),
    "sum.asked_krw": _("Grant asked for"),
    "sum.pledged_krw": _("Match pledged"),
    "sum.contracted_krw": _("Contracted"),
    "sum.paid_krw": _("Paid"),
    "sweep.never": pgettext_lazy("scheduled work", "Not run yet"),
    "sweep.running": pgettext_lazy("scheduled work", "Running"),
    "sweep.failed": pgettext_lazy("scheduled work", "Failed"),
    "sweep.late": pgettext_lazy("scheduled work", "Late"),
    "sweep.done": pgettext_lazy("scheduled work", "Done"),
    "deed.call": pgettext_lazy("kind of deed", "Call"),
    "deed.drafting": pgettext_lazy("kind of deed", "Writing"),
    "deed.handing_in": pgettext_lazy("kind of deed", "Handing in"),
    "deed.ranking": pgettext_lazy("kind of deed", "Ranking"),
    "deed.pledge": pgettext_lazy("kind of deed", "Pledge"),
    "deed.judgement": pgettext_lazy("kind of deed", "Judgement"),
    "deed.decision": pgettext_lazy("kind of deed", "Decision"),
    "deed.contract": pgettext_lazy("kind of deed", "Contract"),
    "deed.money": pgettext_lazy("kind of deed", "Money"),
    "deed.other": pgettext_lazy("kind of deed", "Other"),
}
