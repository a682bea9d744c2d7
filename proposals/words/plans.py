"""Sentences of regions' plans."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "proposal.route_takes_plans": _(
        "In this call each region answers with one plan. An institution begins no proposal of its own."
    ),
    "plan.route_takes_none": _("This call takes proposals of institutions, not plans of regions."),
    "plan.nobody_asked": _("No region was asked here, so that none can decline."),
    "plan.region_has_one": _("The region has a plan in this call already; one stands at a time."),
    "plan.region_not_asked": _("This call does not ask this region: %(region)s."),
    "plan.wrong_state": _("“%(verb)s” is not possible while the plan is “%(state)s”."),
    "plan.returned_enough": _("The plan was sent back %(times)s times; the rules allow no more. Accept or decline it."),
    "plan.parts_missing": _("Name at least one part that is to be written again."),
    "plan.part_unknown": _("There is no part “%(part)s”."),
    "plan.note_missing": _("Write what is to be done. The region reads it."),
    "plan.due_in_the_past": _("The plan must be due in the future."),
    "plan.part_not_returned": _("“%(task)s” was not sent back: put it as it was handed in."),
    "plan.endorsed_before": _("The region stands behind this plan already, or is not asked to."),
    "plan.not_endorsed": _("The government of the region has not endorsed this plan yet."),
    "plan.over_budget": _("The plan asks %(grant_krw)s; %(left_krw)s of the call are left."),
}

EVENTS = {
    "proposals.plan_begun": _("%(region)s began its plan for “%(title)s”"),
    "proposals.plan_handed_in": _("%(region)s handed in its plan %(number)s for “%(title)s”: %(grant_krw)s"),
    "proposals.plan_taken_back": _("%(region)s took its plan %(number)s back"),
    "proposals.plan_endorsed": _("The government of %(region)s endorsed the plan %(number)s for “%(title)s”"),
    "proposals.plan_given_back": _("The plan %(number)s of %(region)s was sent back until %(due_at)s for: %(task)s"),
    "proposals.plan_accepted": _("The plan %(number)s of %(region)s for “%(title)s” was accepted"),
    "proposals.plan_refused": _("The plan %(number)s of %(region)s for “%(title)s” was declined by the ministry"),
    "proposals.plan_declined": _("%(region)s makes no plan for “%(title)s”"),
    "proposals.plan_overdue": _("The plan %(number)s of %(region)s was due at %(due_at)s and did not come back"),
    "proposals.plans_closed": _(
        "The call “%(title)s” asked %(regions)s regions for a plan. Without an answer: %(missed)s"
    ),
}

LABELS = {
    "plan.asked": pgettext_lazy("plan", "Asked"),
    "plan.writing": pgettext_lazy("plan", "Being written"),
    "plan.handed_in": pgettext_lazy("plan", "Handed in"),
    "plan.returned": pgettext_lazy("plan", "Sent back"),
    "plan.accepted": pgettext_lazy("plan", "Accepted"),
    "plan.refused": pgettext_lazy("plan", "Declined by the ministry"),
    "plan.declined": pgettext_lazy("plan", "No plan"),
    "plan.hand_in": pgettext_lazy("plan", "Hand in"),
    "plan.replace_plan": pgettext_lazy("plan", "Replace"),
    "plan.take_back": pgettext_lazy("plan", "Take back"),
    "plan.endorse": pgettext_lazy("plan", "Endorse"),
    "plan.give_back": pgettext_lazy("plan", "Send back"),
    "plan.accept": pgettext_lazy("plan", "Accept"),
    "plan.refuse": pgettext_lazy("plan", "Decline the plan"),
    "plan.decline": pgettext_lazy("plan", "Make no plan"),
    "work.proposals.answer_call": _("The ministry asks your region for a plan: %(title)s"),
    "work.proposals.write_plan": _("Write and hand in your region's plan: %(title)s"),
    "work.proposals.amend_plan": _("The plan came back; hand it in again: %(title)s"),
    "work.proposals.endorse_plan": _("Endorse the plan of your region: %(title)s"),
    "work.proposals.read_plan": _("Read a region's plan and decide on it: %(title)s"),
}
