"""Sentences of this room: what each clause says, what is wrong with a rule set, and what its rules refuse.

Placeholders carry the unit in their name, as ``core.wording`` reads it.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLAUSES: Mapping[str, Promise | str] = {
    "eligibility.lead_kinds": _("A project may be led by: %(lead_kinds)s."),
    "eligibility.partner_kinds": _("Partners may be: %(partner_kinds)s."),
    "eligibility.partner_kinds.none": _("A project has no partners."),
    "eligibility.excluded_regions": _("Institutions of these regions may not lead: %(excluded_regions)s."),
    "eligibility.excluded_regions.none": _("Institutions of every region may lead."),
    "eligibility.min_partners": _("A consortium has at least %(min_partners)s partners."),
    "eligibility.max_partners": _("A consortium has at most %(max_partners)s partners."),
    "eligibility.max_partners.none": _("The number of partners is not limited."),
    "eligibility.composition": _("A consortium has at least %(at_least)s members of this kind: %(name)s."),
    "eligibility.composition.none": _("The members of a consortium may be of any accepted kind."),
    "eligibility.max_led_per_institution": _(
        "An institution may lead at most %(max_led_per_institution)s proposals of a call."
    ),
    "eligibility.max_led_per_institution.none": _("An institution may lead any number of proposals."),
    "eligibility.max_led_per_person": _("A person may lead at most %(max_led_per_person)s proposals of a call."),
    "eligibility.max_led_per_person.none": _("A person may lead any number of proposals."),
    "match.share_bp": _("The region contributes at least %(share_bp)s of each selected project."),
    "match.basis.project_year_budget": _("The region's share is taken of the project-year budget, grant plus match."),
    "match.basis.grant": _("The region's share is taken of the grant."),
    "match.forms": _("The region may contribute: %(forms)s."),
    "match.min_cash_bp": _("At least %(min_cash_bp)s of the match is in cash."),
    "match.due.ranking": _(
        "The match is pledged by the time the regional ranking is due. It binds only if the proposal is selected."
    ),
    "match.due.contract": _("The match is pledged before the contract is signed."),
    "match.document_required.yes": _("Each pledge comes with its document."),
    "match.document_required.no": _("A pledge needs no document."),
    "budget.min_grant_per_year_krw": _("A project asks for at least %(min_grant_per_year_krw)s of grant a year."),
    "budget.max_grant_per_year_krw": _("A project receives at most %(max_grant_per_year_krw)s of grant a year."),
    "budget.sources": _("A budget is made up of: %(sources)s."),
    "budget.cap_basis.project_year_budget": _("Caps are taken of the project-year budget, grant plus match."),
    "budget.cap_basis.grant": _("Caps are taken of the grant."),
    "budget.categories.block": _("%(name)s: at most %(cap_bp)s. More is refused."),
    "budget.categories.explain": _("%(name)s: at most %(cap_bp)s. More needs a reason."),
    "budget.categories.notify": _("%(name)s: %(cap_bp)s as a guide. More is pointed out."),
    "budget.categories.uncapped": _("%(name)s: no cap."),
    "quota.teams_per_region": _("At most %(teams_per_region)s teams are selected from each region."),
    "quota.teams_per_region.none": _("The number of teams of a region is not limited."),
    "quota.counts.official": _("The quota counts official teams: teams that merged count as one."),
    "quota.counts.original": _("The quota counts original teams: teams that merged count each."),
    "quota.planned_grant_per_region_year_krw": _(
        "About %(planned_grant_per_region_year_krw)s a year is planned for each region. The figure refuses nothing."
    ),
    "quota.planned_grant_per_region_year_krw.none": _("No sum is planned by region."),
    "timeline.ranking_days": _("Regions rank their proposals within %(ranking_days)s days of the closing."),
    "timeline.reminder_lead_days": _(
        "Reminders go out so many days before ranking and pledge are due: %(reminder_lead_days)s."
    ),
    "timeline.reminder_lead_days.none": _("No reminders go out before ranking and pledge are due."),
    "timeline.selection_service_days": _(
        "Selection is decided within %(selection_service_days)s business days of the end of review."
    ),
    "timeline.contract_service_days": _(
        "A contract is signed within %(contract_service_days)s business days of selection."
    ),
    "timeline.payment_service_days": _(
        "A tranche is paid within %(payment_service_days)s business days of its last gate."
    ),
    "outage.none": _("No closing moves by itself when the service fails."),
    "outage.window_hours": _(
        "Whether the service answers is measured from outside; what counts are the last %(window_hours)s hours "
        "before a closing."
    ),
    "outage.least_bp": _(
        "If the service was there for less than %(least_bp)s of that time, the closing moves for all."
    ),
    "outage.extension_hours": _(
        "It moves by the time lost, at least by %(extension_hours)s hours, on to the next full hour of a working day. "
        "The date of the rankings moves along. Counted is from the closing, or from the return of the service."
    ),
    "outage.most_moves": _("The closing of a call moves at most %(most_moves)s times for this reason."),
    "review.committee_size": _("The expert committee has %(committee_size)s members."),
    "review.reviewers_per_case": _("Each proposal is judged by %(reviewers_per_case)s experts."),
    "review.max_cases_per_expert": _("An expert judges at most %(max_cases_per_expert)s proposals."),
    "review.max_cases_per_expert.none": _("The number of proposals an expert judges is not limited."),
    "review.service_days": _("A review is handed in within %(service_days)s business days."),
    "review.criteria": _("%(name)s: weight %(weight_bp)s, scored from %(scale_min)s to %(scale_max)s."),
    "review.criteria.anchors": _("Score %(score)s: %(text)s"),
    "review.phases.blind_scoring": _("%(name)s: experts score without seeing each other's scores."),
    "review.phases.open_scoring": _("%(name)s: experts see each other's scores and may still change theirs."),
    "review.phases.blind_reading": _("%(name)s: experts read and do not score."),
    "review.phases.open_reading": _("%(name)s: experts see each other's scores, which no longer change."),
    "selection.min_score_bp": _("A proposal needs at least %(min_score_bp)s of full marks."),
    "selection.regional_rank_weight_bp": _("The regional rank makes up %(regional_rank_weight_bp)s of the total."),
    "selection.merging.allowed.yes": _("Proposals may merge into one official team, if every leader consents."),
    "selection.merging.allowed.no": _("Proposals may not merge."),
    "selection.merging.max_originals": _("An official team consists of at most %(max_originals)s original teams."),
    "selection.merging.region_consents.yes": _("A merge needs the region's consent."),
    "selection.merging.region_consents.no": _("A merge does not need the region's consent."),
    "project_years.count": _("A project runs for %(count)s project years."),
    "project_years.starts": _("A project year begins on day %(day)s of month %(month)s."),
    "project_years.spend_by": _(
        "The money of a project year is spent by day %(day)s of month %(month)s, that day included."
    ),
    "project_years.reminder_lead_days": _(
        "Reminders go out so many days before money must be spent: %(reminder_lead_days)s."
    ),
    "project_years.reminder_lead_days.none": _("No reminders go out before money must be spent."),
    "tranches.schedule.first": _("%(name)s: %(share_bp)s of the first year's grant, paid when: %(gates)s."),
    "tranches.schedule.later": _("%(name)s: %(share_bp)s of the grant of each later year, paid when: %(gates)s."),
    "tranches.schedule.every": _("%(name)s: %(share_bp)s of each year's grant, paid when: %(gates)s."),
    "pay.rules.wage": _("%(person_kind)s: a wage may be paid."),
    "pay.rules.allowance": _("%(person_kind)s: an allowance may be paid."),
    "pay.rules.expenses_only": _("%(person_kind)s: expenses are refunded, no wage is paid."),
    "reporting.reports_per_year": _("A project reports %(reports_per_year)s times in a project year."),
    "reporting.due_days": _("A report is due %(due_days)s days after the end of its period."),
    "targets.minimum": _("A proposal sets at least %(minimum)s targets."),
    "targets.maximum": _("A proposal sets at most %(maximum)s targets."),
    "targets.maximum.none": _("The number of targets is not limited."),
    "files.documents.none": _("No document is asked for."),
    "files.documents.required": _("%(name)s: required; %(types)s, at most %(max_bytes)s."),
    "files.documents.optional": _("%(name)s: optional; %(types)s, at most %(max_bytes)s."),
}
"""By the code of a clause (``programs.policy.describe``): the sentence a lawyer would write."""

CHOICES: Mapping[str, Promise | str] = {
    "university": _("University"),
    "college": _("College"),
    "public_research": _("Public research institute"),
    "firm": _("Firm"),
    "business_association": _("Business association"),
    "cooperative": _("Cooperative"),
    "ngo": _("Non-governmental organisation"),
    "regional_agency": _("Regional agency"),
    "project_year_budget": _("Project-year budget"),
    "grant": _("Grant"),
    "regional": _("Regional match"),
    "own": _("Own money"),
    "salaries": _("Salaries"),
    "fixed_capital": _("Fixed capital"),
    "running": _("Running costs"),
    "miscellaneous": _("Miscellaneous"),
    "block": _("Refused above the cap"),
    "explain": _("Reason needed above the cap"),
    "notify": _("Pointed out above the cap"),
    "cash": _("Cash"),
    "in_kind": _("In kind"),
    "ranking": _("With the ranking"),
    "contract": _("With the contract"),
    "official": _("Official teams"),
    "original": _("Original teams"),
    "first": _("First year"),
    "later": _("Later years"),
    "every": _("Every year"),
    "contract_signed": _("Contract signed"),
    "year_started": _("Project year started"),
    "account_confirmed": _("Bank account confirmed"),
    "match_pledged": _("Regional match pledged"),
    "match_deposited": _("Regional match deposited"),
    "verdict_passed": _("Yearly review passed"),
    "report_accepted": _("Report accepted"),
    "claims_settled": _("Claims settled"),
    "professor": _("Professor"),
    "researcher": _("Researcher"),
    "student": _("Student"),
    "staff": _("Staff"),
    "wage": _("Wage"),
    "allowance": _("Allowance"),
    "expenses_only": _("Expenses only"),
}
"""What a choice in a rule set is called."""

FAULTS: Mapping[str, Promise | str] = {
    "policy.unreadable": _("The text can't be read as a rule set: %(detail)s"),
    "policy.text_too_long": _("The text is longer than %(maximum)s characters."),
    "policy.missing_key": _("This rule is missing."),
    "policy.unknown_key": _("There is no such rule."),
    "policy.wrong_type": _("The value is of the wrong type: %(given)s"),
    "policy.unknown_choice": _("“%(given)s” is not one of the choices: %(choices)s."),
    "policy.too_small": _("%(given)s is too small: at least %(minimum)s."),
    "policy.too_large": _("%(given)s is too large: at most %(maximum)s."),
    "policy.out_of_range": _("%(given)s is out of range: at least %(minimum)s, at most %(maximum)s."),
    "policy.too_few": _("The list is too short: at least %(minimum)s."),
    "policy.too_many": _("The list is too long: at most %(maximum)s."),
    "policy.blank": _("The text is blank."),
    "policy.too_long": _("The text is too long: at most %(maximum)s characters."),
    "policy.bad_code": _("“%(given)s” is not a code: small letters, digits and underscores, a letter first."),
    "policy.repeated": _("“%(given)s” stands in the list more than once."),
    "policy.least_above_most": _("The least (%(least)s) is above the most (%(most)s)."),
    "policy.no_partner_can_join": _("At least %(least)s are asked for, but no institution of this kind may join."),
    "policy.cash_not_accepted": _("A least part in cash is set, but cash is not accepted."),
    "policy.grant_missing": _("A budget has to have the grant among its sources."),
    "policy.caps_below_whole": _(
        "All categories are capped and the caps add up to only %(sum_bp)s: no budget can be spent whole."
    ),
    "policy.not_descending": _("Lead days are listed from the earliest to the last, each once."),
    "policy.not_whole": _("The weights add up to %(sum_bp)s instead of 100%%."),
    "policy.nobody_scores": _("No phase lets the experts score."),
    "policy.merge_of_one": _("Merging is allowed, but a team may consist of one proposal only."),
    "policy.merging_not_allowed": _("A team may consist of %(given)s proposals, but merging is not allowed."),
    "policy.tranches_not_whole": _("The tranches (%(years)s) add up to %(sum_bp)s instead of 100%% of the grant."),
    "policy.pay_rule_missing": _("There is no pay rule for this kind of person: %(person_kind)s."),
    "policy.regional_source_missing": _("A match of %(share_bp)s is asked for, but the budget has no regional source."),
    "policy.no_such_clause": _("There is no clause “%(given)s”."),
}
"""By the code of a fault in a rule set (``PolicyInvalid.faults``)."""

VIOLATIONS: Mapping[str, Promise | str] = {
    "money.blank": _("Enter an amount."),
    "money.not_whole": _("Enter whole won, without a decimal point."),
    "money.negative": _("Enter an amount that is not negative."),
    "money.not_number": _("Enter an amount in digits, as 1,000,000."),
    "money.too_large": _("The amount is too large."),
    "budget.category_unknown": _("The programme has no budget category “%(category)s”."),
    "budget.source_unknown": _("The programme has no such source of money: %(source)s."),
    "budget.year_unknown": _("Project year %(year)s does not exist; there are %(count)s."),
    "budget.amount_negative": _("An amount can't be negative: %(amount_krw)s."),
    "budget.year_empty": _("Project year %(year)s asks for no grant."),
    "budget.grant_below_floor": _("Project year %(year)s asks for %(grant_krw)s of grant; the least is %(floor_krw)s."),
    "budget.grant_above_ceiling": _(
        "Project year %(year)s asks for %(grant_krw)s of grant; the most is %(ceiling_krw)s."
    ),
    "budget.salaries_above_cap": _(
        "Salaries of project year %(year)s are %(amount_krw)s (%(share_bp)s); the cap of %(cap_bp)s "
        "allows %(allowed_krw)s."
    ),
    "budget.fixed_capital_above_cap": _(
        "Fixed capital of project year %(year)s is %(amount_krw)s (%(share_bp)s); the cap of "
        "%(cap_bp)s allows %(allowed_krw)s."
    ),
    "budget.running_above_cap": _(
        "Running costs of project year %(year)s are %(amount_krw)s (%(share_bp)s); the cap of "
        "%(cap_bp)s allows %(allowed_krw)s."
    ),
    "budget.miscellaneous_above_cap": _(
        "Miscellaneous costs of project year %(year)s are %(amount_krw)s (%(share_bp)s); the cap of "
        "%(cap_bp)s allows %(allowed_krw)s."
    ),
    "match.amount_negative": _("The match of project year %(year)s can't be negative."),
    "match.cash_not_accepted": _("Cash is not accepted as match: %(amount_krw)s in project year %(year)s."),
    "match.in_kind_not_accepted": _(
        "Contributions in kind are not accepted as match: %(amount_krw)s in project year %(year)s."
    ),
    "match.below_share": _(
        "The match of project year %(year)s is %(match_krw)s (%(given_bp)s); %(share_bp)s asks for "
        "at least %(required_krw)s."
    ),
    "match.cash_below_share": _(
        "Only %(cash_krw)s of the match of project year %(year)s is in cash; at least %(min_cash_bp)s has to be."
    ),
}
"""By the code of a violation of a rule set by amounts (``programs.policy.checks``)."""
