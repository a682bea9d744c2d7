"""What programmes, rule sets and calls refuse, what happened to them, and what their parts are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "program.code_malformed": _(
        "A code has small letters a-z, digits and single hyphens, at most %(maximum)s characters."
    ),
    "program.code_taken": _("The code “%(given)s” is already used."),
    "program.text_missing": _("This text is needed."),
    "program.text_too_long": _("This text has %(length)s characters; at most %(maximum)s are allowed."),
    "program.route_unknown": _("There is no such kind of programme."),
    "program.preset_unknown": _("There is no preset of this name. Known: %(known)s."),
    "program.preset_broken": _("The preset is not well formed: %(detail)s"),
    "program.code_stays": _("The code “%(given)s” stands in numbers and addresses; it stays."),
    "program.route_stays": _("A call of this programme was announced: its route stays."),
    "program.agency_without_power": _(
        "%(name)s holds no delegation for this programme yet: choose what it may do, from when, by which document."
    ),
    "program.delegation_without_start": _("Say from which day the delegation runs."),
    "program.changed_meanwhile": _("Somebody changed this programme after you opened it. Compare, then save again."),
    "rule_draft.exists": _("A new version of these rules is being written already."),
    "rule_draft.changed_meanwhile": _(
        "Somebody changed these rules at %(changed_at)s, after you opened them. Compare, then save again."
    ),
    "rule_draft.nothing_before": _("These rules start from no version: there is nothing to compare them with."),
    "rule_draft.group_needed": _("Every rule set has these rules; they can't be left out."),
    "rule_draft.too_long": _("The rules have %(length)s characters; at most %(maximum)s are kept."),
    "rule_set.wrong_state": _("This version is already published; it can't change any more."),
    "rule_set.unchanged": _("This text says exactly what version %(version)s says."),
    "call.wrong_state": _("The call is in the state “%(state)s”, which does not allow this step (%(verb)s)."),
    "call.changed_meanwhile": _(
        "Somebody changed this call at %(changed_at)s, after you opened it. Compare, then save again."
    ),
    "call.rule_set_of_another": _("These rules belong to another programme."),
    "call.rule_set_not_published": _("The rules of this call are still a draft. Publish them first."),
    "call.english_missing": _("The English text is missing. A call is announced in Korean and English."),
    "call.contact_missing": _("Say whom applicants can ask: an office with telephone or e-mail."),
    "call.guideline_missing": _("The guideline has no part yet."),
    "call.guideline_english_missing": _("Part %(number)s of the guideline has no English text."),
    "call.too_many_parts": _("A guideline has at most %(maximum)s parts."),
    "call.closes_before_opening": _("The call must close after it opens (%(opens_at)s)."),
    "call.ranking_before_closing": _("The regional ranking must be due after the closing (%(closes_at)s)."),
    "call.announced_after_opening": _("The call must be announced before it opens (%(opens_at)s)."),
    "call.review_before_ranking": _("The review must be due after the regional ranking (%(ranking_due_at)s)."),
    "call.result_before_review": _("The result must be due after the review (%(review_due_at)s)."),
    "call.result_before_ranking": _("The result must be due after the regional ranking (%(ranking_due_at)s)."),
    "call.starts_before_result": _("Projects must start after the result is due (%(due_on)s)."),
    "call.announcement_date_missing": _("Say when the call is to be announced."),
    "call.announcement_date_passed": _("This moment is already past (%(passed_at)s): announce the call now."),
    "call.ranking_too_short": _(
        "The rules give the regions %(days)s days after the closing: not before %(earliest_at)s."
    ),
    "call.opens_in_past": _("The opening (%(opens_at)s) lies before today."),
    "call.closes_in_past": _("The closing (%(closes_at)s) is already past."),
    "call.start_not_of_rules": _("By the rules projects start on day %(day)s of month %(month)s."),
    "call.starts_before_ranking": _("Projects must start after the regional ranking is due (%(due_on)s)."),
    "call.budget_out_of_range": _("The budget must be above zero and at most %(maximum_krw)s."),
    "call.budget_below_one_team": _(
        "The budget does not reach for one team: over %(years)s years the rules grant at least %(least_krw)s."
    ),
    "call.date_only_later": _("An announced date moves only to later; it stands at %(now_at)s."),
    "call.date_passed": _("This moment is already past (%(passed_at)s); it can't be moved any more."),
    "call.no_date_moved": _("No date was changed."),
    "call.route_asks_nobody": _("Regions are asked only by calls of a commissioned programme."),
    "call.no_region_asked": _("Choose at least one region, or ask all of them."),
    "call.region_unknown": _("There is no region “%(region)s”."),
    "call.region_not_let_in": _("By the rules no institution of this region may lead: %(region)s."),
    "call.too_many_files": _("A guideline has at most %(maximum)s files."),
    "call.reason_missing": _("A reason is needed; everybody concerned will read it."),
}

EVENTS = {
    "programs.program_created": _("The programme “%(name)s” was created"),
    "programs.indicator_added": _("The programme counts: %(name)s"),
    "programs.program_changed": _("What the programme “%(name)s” says was changed"),
    "programs.agency_appointed": _("%(agency)s runs the programme “%(name)s”"),
    "programs.rules_begun": _("A new version of the rules of “%(name)s” was begun"),
    "programs.rules_written": _("The new version of the rules of “%(name)s” was written on"),
    "programs.rules_replaced": _("The new version of the rules of “%(name)s” was taken from a file"),
    "programs.rules_discarded": _("The new version of the rules of “%(name)s” was thrown away"),
    "programs.rule_set_drafted": _("Version %(version)s of the rules of “%(name)s” was drafted"),
    "programs.rule_set_published": _("Version %(version)s of the rules of “%(name)s” was published"),
    "programs.call_drafted": _("The call “%(title)s” was drafted"),
    "programs.call_changed": _("The draft of the call “%(title)s” was changed"),
    "programs.call_announced": _("The call “%(title)s” was announced: open from %(opens_at)s to %(closes_at)s"),
    "programs.call_scheduled": _("The call “%(title)s” will be announced by itself at %(announces_at)s"),
    "programs.call_unscheduled": _("The call “%(title)s” is not announced by itself any more; it is a draft again"),
    "programs.announcement_refused": _(
        "The call “%(title)s” could not be announced at %(announces_at)s and is a draft again. %(reasons)s"
    ),
    "programs.call_dates_moved": _(
        "Dates of the call “%(title)s” were moved: it closes at %(closes_at)s, rankings are due at %(ranking_due_at)s"
    ),
    "programs.call_extended": _(
        "The call “%(title)s” closes later for everybody, at %(closes_at)s instead of %(was_closes_at)s: in the "
        "%(window_hours)s hours before, the service was there for only %(available_bp)s (the rules want "
        "%(least_bp)s). Rankings are due at %(ranking_due_at)s"
    ),
    "programs.closing_held": _(
        "The closing of the call “%(title)s” at %(closes_at)s stands: in the %(window_hours)s hours before, the "
        "service was there for %(available_bp)s"
    ),
    "programs.closing_moved_enough": _(
        "The service was there for only %(available_bp)s before the closing of the call “%(title)s”, which has moved "
        "%(most_moves)s times already; by the rules it stands. Please decide what follows"
    ),
    "programs.closing_unwatched": _(
        "It is not known whether the service was there before the closing of the call “%(title)s” at %(closes_at)s: "
        "%(unknown_minutes)s minutes were not watched. The closing stands; please look whether it should"
    ),
    "programs.call_cancelled": _("The call “%(title)s” was cancelled"),
    "programs.call_opened": _("The call “%(title)s” is open until %(closes_at)s"),
    "programs.closing_near": _("The call “%(title)s” closes at %(closes_at)s"),
    "programs.call_closed": _("The call “%(title)s” is closed. Regional rankings are due at %(ranking_due_at)s"),
    "programs.ranking_near_ranking": _(
        "Rankings and match pledges of the call “%(title)s” are due at %(ranking_due_at)s"
    ),
    "programs.ranking_near_contract": _("Rankings of the call “%(title)s” are due at %(ranking_due_at)s"),
    "programs.regions_asked": _(
        "The ministry asks your region for its plan: “%(title)s”, from %(opens_at)s to before %(closes_at)s (%(count)s "
        "regions are asked)"
    ),
    "programs.call_closed_to_plans": _(
        "The call “%(title)s” is closed. The ministry decides on the plans until %(ranking_due_at)s"
    ),
    "programs.plans_near": _("The plans of the call “%(title)s” are to be decided on until %(ranking_due_at)s"),
    "programs.plans_due": _("By now the plans of the call “%(title)s” were to be decided on"),
    "programs.ranking_ended": _("The time for regional rankings of the call “%(title)s” is over"),
}

LABELS = {
    "rule_set.draft": pgettext_lazy("rule set", "Draft"),
    "rule_set.published": pgettext_lazy("rule set", "Published"),
    "rule_set.publish": pgettext_lazy("rule set", "Publish"),
    "call.draft": pgettext_lazy("call", "Draft"),
    "call.scheduled": pgettext_lazy("call", "Will be announced"),
    "call.announced": pgettext_lazy("call", "Announced"),
    "call.cancelled": pgettext_lazy("call", "Cancelled"),
    "call.coming": pgettext_lazy("call", "Opens soon"),
    "call.open": pgettext_lazy("call", "Open"),
    "call.ranking": pgettext_lazy("call", "With the regions"),
    "call.reading": pgettext_lazy("call", "Plans are read"),
    "call.closed": pgettext_lazy("call", "Closed"),
    "call.change": pgettext_lazy("call", "Change"),
    "call.announce": pgettext_lazy("call", "Announce"),
    "call.schedule": pgettext_lazy("call", "Announce later"),
    "call.unschedule": pgettext_lazy("call", "Take back the announcement"),
    "call.put_back": pgettext_lazy("call", "Put back to draft"),
    "call.move_dates": pgettext_lazy("call", "Move dates"),
    "call.cancel": pgettext_lazy("call", "Cancel"),
    "work.programs.announce": _("Check and announce the call “%(title)s”"),
    "work.programs.write_rules": _("Go on writing the rules of “%(name)s”"),
    "work.programs.publish": _("Publish version %(version)s of the rules of “%(name)s”"),
    "verdict.held": _("The closing stands"),
    "verdict.moved": _("The closing moved for everybody"),
    "verdict.exhausted": _("Too little, but moved as often as the rules allow"),
    "verdict.unknown": _("Not known: too little was watched"),
    "standing.up": _("Was there"),
    "standing.down": _("Did not answer"),
    "standing.unknown": _("Not watched"),
    "route.competed": _("Competed"),
    "route.commissioned": _("Commissioned"),
    "route.region_initiated": _("Initiated by a region"),
}

GROUPS = {
    "eligibility": _("Who may apply"),
    "match": _("What the region contributes"),
    "budget": _("Money and its limits"),
    "quota": _("How many teams"),
    "timeline": _("Days for each step"),
    "outage": _("When the service fails before a closing"),
    "review": _("How proposals are judged"),
    "selection": _("How teams are selected"),
    "project_years": _("Project years"),
    "tranches": _("When money is paid"),
    "pay": _("Who may be paid"),
    "reporting": _("Reports"),
    "targets": _("Targets"),
    "files": _("Documents to attach"),
}
"""Names of the groups of clauses, in the order of a rule set."""
