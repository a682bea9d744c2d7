"""Sentences of the clauses that came later than the first rule sets; a programme may have them or not."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLAUSES: Mapping[str, Promise | str] = {
    "regions.none": _("No region is named to which the programme is limited."),
    "regions.only": _("Only institutions of these regions may lead: %(only)s."),
    "regions.partners_too.yes": _("Partners come from these regions too."),
    "regions.partners_too.no": _("Partners may come from any region."),
    "people.none": _("How many running projects a person may have is not limited."),
    "people.max_running_led": _("A person leads at most %(max_running_led)s running projects at a time."),
    "people.max_running_led.none": _("A person may lead any number of running projects."),
    "people.max_running": _("A person works on at most %(max_running)s running projects at a time."),
    "people.max_running.none": _("A person may work on any number of running projects."),
    "people.max_total_share_bp": _(
        "The participation of a person in all projects adds up to at most %(max_total_share_bp)s at any time."
    ),
    "tiers.none": _("Projects are not divided into tiers."),
    "tiers.levels.limited": _(
        "%(name)s: a grant of %(min_grant_krw)s to %(max_grant_krw)s a year; at most %(max_selected)s are selected."
    ),
    "tiers.levels.unlimited": _("%(name)s: a grant of %(min_grant_krw)s to %(max_grant_krw)s a year."),
    "deposit.none": _("By when the match is deposited is not ruled."),
    "deposit.starts_from.contract_signed": _("The days of the deposit count from the signing of the contract."),
    "deposit.starts_from.year_started": _("The days of the deposit count from the first day of the project year."),
    "deposit.within_days": _("The cash part of the match is deposited within %(within_days)s days."),
    "deposit.in_kind_proved.yes": _("Each contribution in kind is proved by a document."),
    "deposit.in_kind_proved.no": _("Contributions in kind need no proof."),
    "bridging.none": _("No ceiling is set for what is paid ahead of a late match."),
    "bridging.ceiling_bp": _(
        "The ministry is alarmed when more than %(ceiling_bp)s of the call's budget is paid ahead of a late match."
    ),
    "regional.none": _("No region has a quota of its own."),
    "regional.quotas": _("%(region)s: at most %(teams)s teams, in place of the quota of every region."),
    "balance.none": _("Money is not divided by a balance index."),
    "balance.weight_bp": _("The balance index weighs %(weight_bp)s when money is divided between the regions."),
    "balance.bands": _("Each figure of the index is cut into %(bands)s bands."),
    "balance.measures": _("%(name)s: %(weight_bp)s of the balance index."),
    "division.none": _("What a region gets is not bound to a share of the money."),
    "division.basis.equal": _("Beside the balance index, money is divided between the regions alike."),
    "division.basis.handed_in": _("Beside the balance index, money is divided by the proposals of each region."),
    "division.basis.asked": _("Beside the balance index, money is divided by what each region's proposals ask for."),
    "division.cut.by_order": _("Each band of a figure holds as many regions, in order of the figure."),
    "division.cut.by_width": _("The bands of a figure are of the same width between its least and its greatest."),
    "division.most_above_bp": _("A region gets at most %(most_above_bp)s more than its share."),
    "division.most_above_bp.none": _("A region may get any part above its share."),
    "division.least_below_bp": _("A region gets at most %(least_below_bp)s less than its share."),
    "division.least_below_bp.none": _("A region may get any part below its share."),
    "drawing.none": _("Shares of a committee are set when it is drawn; an institution left within three years binds."),
    "drawing.region_most_bp": _("A draw leaves at most %(region_most_bp)s of the committee from one region."),
    "drawing.region_most_bp.none": _("A committee may come from one region."),
    "drawing.kind_most_bp": _("A draw leaves at most %(kind_most_bp)s of the committee from one kind of institution."),
    "drawing.kind_most_bp.none": _("A committee may come from one kind of institution."),
    "drawing.max_per_institution": _("A draw leaves at most %(max_per_institution)s of an institution on a committee."),
    "drawing.max_per_institution.none": _("Any number of one institution may be drawn for a committee."),
    "drawing.recent_years": _("An institution that an expert left less than %(recent_years)s years ago binds him."),
    "assigning.none": _("Experts are assigned for the greatest fit in all, under loads and conflicts alone."),
    "assigning.objective.total": _("Experts are assigned so that the fit of all pairs together is the greatest."),
    "assigning.objective.fairest": _(
        "Experts are assigned so that the case with the worst fit has the best it can have, then the next."
    ),
    "assigning.max_per_institution": _("At most %(max_per_institution)s experts of one institution judge a case."),
    "assigning.max_per_institution.none": _("Any number of experts of one institution may judge a case."),
    "assigning.max_per_region": _("At most %(max_per_region)s experts from one region judge a case."),
    "assigning.max_per_region.none": _("Any number of experts from one region may judge a case."),
    "assigning.own_sector": _("At least %(own_sector)s experts on each case know its own field."),
    "assigning.needed": _("At least %(at_least)s experts on each case know “%(field)s”."),
    "assigning.needed.none": _("No field is needed on every case."),
    "comments.none": _("Each criterion wants a comment."),
    "comments.where.always": _("Each criterion wants a comment."),
    "comments.where.at_ends": _("A criterion wants a comment where its lowest or its highest points are given."),
    "comments.where.never": _("Comments on single criteria may be left out."),
    "comments.least_characters": _("A comment that is wanted has at least %(least_characters)s characters."),
    "scoring.none": _("Every score counts in the mean of a case."),
    "scoring.drop_highest": _("Of the scores of a case, the highest %(drop_highest)s are left out."),
    "scoring.drop_lowest": _("Of the scores of a case, the lowest %(drop_lowest)s are left out."),
    "scoring.from_reviews": _("Scores are left out only where a case has at least %(from_reviews)s reviews."),
    "calibration.none": _("The mean of a case's scores counts, whoever judged it."),
    "calibration.counts.mean": _("The mean of a case's scores counts."),
    "calibration.counts.calibrated": _("What counts is a case's score without the severity of those who judged it."),
    "calibration.least_reviews_per_expert": _(
        "Severity is estimated only where half of the experts gave at least %(least_reviews_per_expert)s reviews each."
    ),
    "calibration.resamples": _("How far a place is chance is found by drawing the reviewers anew %(resamples)s times."),
    "calibration.noise_bp": _(
        "A case that changes sides in at least %(noise_bp)s of the draws is within chance of the line."
    ),
    "panel.none": _(
        "More than half of those free of conflict have to be present at a panel; a consensus is on record only."
    ),
    "panel.quorum_above_bp": _(
        "A case is concluded while more than %(quorum_above_bp)s of those free of conflict with it are present."
    ),
    "panel.least_present": _("At least %(least_present)s of them have to be present."),
    "panel.rapporteurs.yes": _("Each case of a panel has a rapporteur."),
    "panel.rapporteurs.no": _("Cases of a panel need no rapporteur."),
    "panel.minutes_per_case": _("A case is discussed for %(minutes_per_case)s minutes."),
    "panel.alike_bp": _(
        "The more the experts disagree, the earlier a case is discussed; within %(alike_bp)s of full marks it is alike."
    ),
    "panel.together_bp": _("Cases on which the experts are at most %(together_bp)s apart may be taken together."),
    "panel.together_bp.none": _("Each case is discussed by itself."),
    "panel.consensus.recorded": _("A consensus stands on the record; the experts' scores count."),
    "panel.consensus.counted": _("A consensus counts in place of the experts' scores, which stand beside it."),
    "panel.most_moved_bp": _("A consensus strays at most %(most_moved_bp)s of full marks from the experts' score."),
    "panel.most_moved_bp.none": _("A consensus may stray from the experts' score by any amount."),
    "choosing.none": _("Nothing more is kept when proposals are selected."),
    "choosing.least_per_region": _(
        "At least %(least_per_region)s are selected of every region from which a proposal was handed in."
    ),
    "choosing.least_per_region.none": _("No region is sure of a selected proposal."),
    "choosing.rank_veto.weight_only": _("The region's order forbids nothing."),
    "choosing.rank_veto.unranked": _("A proposal that its region did not rank is not selected."),
    "choosing.rank_veto.order": _(
        "A proposal is not selected before those that its region ranked above it, nor one that was not ranked."
    ),
    "choosing.max_per_lead": _("At most %(max_per_lead)s are selected of one leading institution."),
    "choosing.max_per_lead.none": _("A leading institution may have any number selected."),
    "choosing.tiers_filled.yes": _("Each tier is filled up to the number that may be selected."),
    "choosing.tiers_filled.no": _("A tier may stay below the number that may be selected."),
    "choosing.first_year_krw": _("All grants of the first project year together: at most %(first_year_krw)s."),
    "choosing.first_year_krw.none": _("The first project year has no ceiling of its own."),
    "choosing.later_years_krw": _("All grants of each later project year together: at most %(later_years_krw)s."),
    "choosing.later_years_krw.none": _("Later project years have no ceiling of their own."),
    "choosing.lot_seed": _("Choices of equal merit are decided by lot, drawn from the seed %(lot_seed)s."),
    "choosing.lot_seed.none": _("Choices of equal merit are not decided by lot."),
    "lottery.none": _("What is within chance of the line is marked, and no lots are drawn for it."),
    "lottery.seed": _(
        "Lots decide among the cases within chance of the line, drawn from the seed %(seed)s and all points given."
    ),
    "merging.none": _("An offer to merge is not held against what the originals promised for their money."),
    "merging.overload_bp": _(
        "A merged team owes for each won at most %(overload_bp)s more of any target than its originals had promised."
    ),
    "merging.override.yes": _("An offer above that is sent on the signature of a second officer, with its reason."),
    "merging.override.no": _("An offer above that is not sent."),
    "merging.answer_days": _("Leaders and region answer an offer within %(answer_days)s days; then it lapses."),
    "waiting.none": _("Every eligible proposal that is not selected waits."),
    "waiting.max_listed": _("At most %(max_listed)s proposals stand on the waiting list."),
    "waiting.max_listed.none": _("The length of the waiting list is not limited."),
    "waiting.valid_days": _("The waiting list holds for %(valid_days)s days after the selection."),
    "continuity.none": _("No part of a later year's grant is paid ahead of the yearly review."),
    "continuity.share_bp": _(
        "%(share_bp)s of the grant of a later year is paid on its first day, however far the yearly review has come."
    ),
    "continuity.payroll_floor_bp": _("%(payroll_floor_bp)s of each tranche pays people and is never held back."),
    "continuity.stop_needs_reason.yes": _("Who stops this payment signs with his name and a reason."),
    "continuity.stop_needs_reason.no": _("This payment can be stopped without a reason."),
    "returns.none": _("How much may be asked of a team in reports is not limited."),
    "returns.max_rounds": _("A report is returned for amendment at most %(max_rounds)s times."),
    "returns.max_extra_requests_per_year": _(
        "Beyond its reports a team is asked at most %(max_extra_requests_per_year)s times a year."
    ),
    "returns.max_minutes_per_year": _(
        "All that is asked of a team takes at most %(max_minutes_per_year)s minutes a year."
    ),
    "returns.answer_days": _("A report without an answer for %(answer_days)s days is accepted."),
    "verdicts.none": _("What follows a yearly review is not ruled."),
    "verdicts.outcomes.continue": _("%(name)s: from %(from_score_bp)s of full marks; the grant goes on unchanged."),
    "verdicts.outcomes.reward": _(
        "%(name)s: from %(from_score_bp)s of full marks; the next year's grant rises by %(least_change_bp)s to "
        "%(most_change_bp)s."
    ),
    "verdicts.outcomes.cut": _(
        "%(name)s: from %(from_score_bp)s of full marks; the next year's grant falls by %(least_change_bp)s to "
        "%(most_change_bp)s."
    ),
    "verdicts.outcomes.terminate": _("%(name)s: from %(from_score_bp)s of full marks; the project ends."),
    "appealing.none": _(
        "Appeals on procedure or fact are judged by at least three experts who did not judge; the place is held."
    ),
    "appealing.procedure.yes": _("An appeal may say that the procedure was broken."),
    "appealing.procedure.no": _("Procedure is no ground for an appeal."),
    "appealing.fact.yes": _("An appeal may say that a fact was taken wrongly."),
    "appealing.fact.no": _("Facts are no ground for an appeal."),
    "appealing.days.calendar": _("The days in which an appeal is made are calendar days."),
    "appealing.days.business": _("The days in which an appeal is made are business days."),
    "appealing.members": _("At least %(members)s experts who did not judge decide on an appeal."),
    "appealing.holds_place.yes": _("A place in dispute is given to nobody else until the appeal is decided."),
    "appealing.holds_place.no": _("A place in dispute is not held while an appeal is open."),
    "appeal.none": _("Appeals are not ruled."),
    "appeal.within_days": _("An appeal is made within %(within_days)s days after the decision is made known."),
    "appeal.decision_service_days": _("An appeal is decided within %(decision_service_days)s business days."),
    "paying.none": _("Officers draw payment batches up."),
    "paying.drawn_up_daily.yes": _("Released tranches are put into a payment batch each working day."),
    "paying.drawn_up_daily.no": _("Officers draw payment batches up themselves."),
    "offices.none": _("Nobody is told of silent or vacant offices beyond what always holds."),
    "offices.idle_days": _(
        "Where work waits and the holder of an office has done nothing for %(idle_days)s days, others are told."
    ),
    "offices.vacant_days": _("An office that stays vacant for %(vacant_days)s days is told to the ministry again."),
    "closeout.none": _("The end of a project is not ruled."),
    "closeout.report_due_days": _("The final report is due %(report_due_days)s days after the last project year."),
    "closeout.refund_within_days": _("What is left is refunded within %(refund_within_days)s days."),
    "closeout.carry_over_bp": _("Up to %(carry_over_bp)s of a year's budget is carried over without asking."),
    "closeout.category_shift_bp": _(
        "Up to %(category_shift_bp)s of a year's budget is moved between categories without asking."
    ),
    "closeout.records_years": _("Records are kept for %(records_years)s years after the end."),
}
"""By the code of a clause; `<group>.none` says that a rule set has no such group."""

REGIONS: Mapping[str, Promise | str] = {
    "seoul": _("Seoul"),
    "busan": _("Busan"),
    "daegu": _("Daegu"),
    "incheon": _("Incheon"),
    "gwangju": _("Gwangju"),
    "daejeon": _("Daejeon"),
    "ulsan": _("Ulsan"),
    "sejong": _("Sejong"),
    "gyeonggi": _("Gyeonggi"),
    "gangwon": _("Gangwon"),
    "chungbuk": _("Chungbuk"),
    "chungnam": _("Chungnam"),
    "jeonbuk": _("Jeonbuk"),
    "jeonnam": _("Jeonnam"),
    "gyeongbuk": _("Gyeongbuk"),
    "gyeongnam": _("Gyeongnam"),
    "jeju": _("Jeju"),
}
"""By code: a region in a sentence. The code outlives the full name, which changed for some of them."""

CHOICES: Mapping[str, Promise | str] = {
    **REGIONS,
    "total": _("The greatest fit of all pairs together"),
    "fairest": _("The fairest: the worst-served case first"),
    "continue": _("Goes on"),
    "reward": _("Gets more"),
    "cut": _("Gets less"),
    "terminate": _("Ends"),
    "equal": _("Alike"),
    "handed_in": _("By proposals"),
    "asked": _("By what is asked for"),
    "by_order": _("As many regions in each band"),
    "by_width": _("Bands of the same width"),
    "weight_only": _("Nothing"),
    "unranked": _("Without a place, not selected"),
    "order": _("Never before a better place"),
    "mean": _("Mean of the scores"),
    "calibrated": _("Calibrated score"),
    "recorded": _("On record only"),
    "calendar": _("Calendar days"),
    "business": _("Business days"),
    "counted": _("Counts"),
    "always": _("Always"),
    "at_ends": _("At the ends of the scale"),
    "never": _("Never"),
    "changed": _("Changed"),
    "added": _("Added"),
    "removed": _("Taken out"),
    "marked": _("Mark changed"),
}

FAULTS: Mapping[str, Promise | str] = {
    "policy.bands_overlap": _("The bands of “%(code)s” and “%(other)s” overlap."),
    "policy.band_outside_budget": _("The band lies outside what a budget allows: %(least_krw)s to %(most_krw)s."),
    "policy.quota_beyond_plan": _(
        "So many teams at the least grant take %(least_krw)s a year; only %(planned_krw)s is planned for a region."
    ),
    "policy.committee_too_small": _(
        "The committee can judge %(given)s cases, fewer than the %(needed)s that the tiers let win."
    ),
    "policy.floor_above_cap": _(
        "The part that always pays people, %(given_bp)s, is above what salaries may take, %(cap_bp)s."
    ),
    "policy.no_score_left": _("%(dropped)s of %(reviews)s scores would be left out: no score would be left."),
    "policy.change_missing": _("A verdict of this kind changes the grant: %(effect)s. Say by how much."),
    "policy.change_not_expected": _("A verdict of this kind does not change the grant: %(effect)s. Say 0%%."),
    "policy.scores_not_descending": _("Verdicts are listed from the best to the worst, each from a lower score."),
    "policy.verdict_missing": _("There is no verdict for less than %(score_bp)s of full marks."),
    "policy.region_in_and_out": _("A region is let in and left out: %(region)s."),
    "policy.quota_of_region_left_out": _("This region may not lead, so that its quota can't be met: %(region)s."),
    "policy.merge_above_quota": _(
        "A team of %(given)s proposals counts as so many, but a region has %(most)s: the quota can't be met."
    ),
    "policy.deposit_without_cash": _("A deposit is ruled, but cash is not accepted as match."),
    "policy.division_binds_nothing": _("Say how far above or below its share a region may be."),
    "policy.no_later_year": _("There is no later year whose grant could be paid ahead."),
    "policy.reminder_before_start": _("A reminder %(given)s days before lies ahead of the %(most)s days themselves."),
}

VIOLATIONS: Mapping[str, Promise | str] = {
    "budget.outside_tiers": _(
        "No tier holds the grant of every project year: it lies between %(least_krw)s and %(most_krw)s."
    ),
}

GROUPS: Mapping[str, Promise | str] = {
    "about": _("Reference"),
    "regions": _("Regions that may apply"),
    "people": _("What a person may take on"),
    "tiers": _("Tiers by the size of the grant"),
    "deposit": _("When the match is deposited"),
    "bridging": _("What bridges a late match"),
    "regional": _("Quotas of single regions"),
    "balance": _("Balance between regions"),
    "division": _("Shares of the regions"),
    "drawing": _("How a committee is drawn"),
    "assigning": _("Who judges what"),
    "comments": _("Where reviewers say why"),
    "scoring": _("How scores are counted"),
    "calibration": _("Severity and chance"),
    "panel": _("How a panel meets"),
    "choosing": _("What a selection keeps"),
    "lottery": _("Lots within chance of the line"),
    "merging": _("What a merged team carries"),
    "waiting": _("Waiting list"),
    "continuity": _("Money that does not wait for the review"),
    "returns": _("Limits on what is asked of teams"),
    "verdicts": _("What follows a yearly review"),
    "appeal": _("Appeals"),
    "appealing": _("How an appeal is judged"),
    "closeout": _("The end of a project"),
    "paying": _("How payments are drawn up"),
    "offices": _("Silent and vacant offices"),
}
