"""Sentences of this room's refusals and events."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "scenario.unreadable": _("This can't be read: %(detail)s"),
    "scenario.file_too_large": _("The file is larger than %(max_bytes)s."),
    "scenario.missing_key": _("This has to be given."),
    "scenario.unknown_key": _("This is not known here."),
    "scenario.unknown_choice": _("“%(given)s” is none of: %(choices)s."),
    "scenario.wrong_type": _("“%(given)s” is a value of the wrong type."),
    "scenario.too_small": _("%(given)s is less than %(minimum)s."),
    "scenario.too_large": _("%(given)s is more than %(maximum)s."),
    "scenario.too_few": _("There have to be at least %(minimum)s."),
    "scenario.too_long": _("This is longer than %(maximum)s characters."),
    "scenario.blank": _("This is empty."),
    "scenario.bad_code": _("“%(given)s” is no code: small letters, digits and single hyphens."),
    "scenario.no_offset": _("“%(given)s” lacks its offset from UTC, such as +09:00."),
    "scenario.repeated": _("“%(given)s” stands here more than once."),
    "scenario.unknown_name": _("“%(given)s” names nothing in this file."),
    "scenario.no_such_path": _("“%(given)s” is no path of this file."),
    "scenario.wrong_kind": _("“%(given)s” is not of the kind %(kind)s."),
    "scenario.government_is_made": _("“%(given)s”: governments are made from the regions."),
    "scenario.role_not_for_kind": _("An organisation of the kind %(kind)s has no office of the role %(given)s."),
    "scenario.role_missing": _("Nobody holds an office of the role %(given)s."),
    "scenario.out_of_order": _("This has to come after %(before_at)s."),
    "scenario.outside_window": _("%(given)s is not while the call is open."),
    "scenario.code_not_of_place": _("“%(given)s” has to be “%(wanted)s”, its region and place."),
    "scenario.lead_of_another_region": _("“%(given)s” is an institution of another region."),
    "scenario.least_above_most": _("The least, %(least)s, is above the most, %(most)s."),
    "scenario.grant_range_empty": _("No grant lies in this range."),
    "scenario.nothing_left": _("Categories that take up to %(share_bp)s leave nothing for the rest."),
    "scenario.key_only_for": _("A refusal of the kind “%(what)s” needs this or may not have it."),
    "scenario.needs_section": _("This needs the section “%(needed)s”."),
    "scenario.nobody_takes_the_rest": _("Every part is fixed, and nobody takes the rest of the budget."),
    "sample.not_here": _("A production installation has no sample world."),
    "sample.not_empty": _("This database is not empty. “make reset” starts afresh."),
    "sample.other_version": _("A sample world of another version was begun here. “make reset” starts afresh."),
    "clock.only_forward": _("The sample clock moves forward only; it is now %(now_at)s."),
}
EVENTS: dict[str, str] = {}
LABELS = {
    "deadline.opens_at": _("The call opens"),
    "deadline.closing_reminder_due_at": _("Institutions are reminded of the closing"),
    "deadline.closes_at": _("The call closes"),
    "deadline.ranking_reminder_due_at": _("Regions are reminded of ranking and pledges"),
    "deadline.ranking_due_at": _("Rankings and pledges are due"),
}
