"""What proposals refuse, what happened to them, and what their parts are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "proposal.late": _(
        "The call closed at %(closes_at)s. This arrived %(late_seconds)s seconds later and is not accepted."
    ),
    "proposal.call_closed": _("The call closed at %(closes_at)s. The proposal can no longer be changed."),
    "proposal.call_not_open": _("The call opens at %(opens_at)s."),
    "proposal.call_cancelled": _("The call was cancelled."),
    "proposal.wrong_state": _("The proposal is in the state “%(state)s”; “%(verb)s” is not possible now."),
    "proposal.changed_meanwhile": _("Somebody changed this after you opened it. Compare, then save again."),
    "proposal.title_missing": _("Write the title in Korean."),
    "proposal.text_too_long": _("This text has %(length)s characters; at most %(most)s are allowed."),
    "proposal.section_empty": _("The part “%(section)s” is still empty."),
    "proposal.office_not_asked": _("The team has not asked the office to hand in this proposal."),
    "proposal.reason_missing": _("Write the reason; the team will read it."),
    "eligibility.lead_kind_not_accepted": _("%(name)s can't lead: the call does not accept this kind (%(kind)s)."),
    "eligibility.partner_kind_not_accepted": _("%(name)s can't join: the call does not accept this kind (%(kind)s)."),
    "eligibility.region_not_included": _("%(name)s can't take part: this call is limited to other regions."),
    "eligibility.region_excluded": _("%(name)s can't lead: institutions of its region are left out of this call."),
    "eligibility.region_missing": _("%(name)s belongs to no region, which would have to rank the proposal."),
    "eligibility.institution_leads_enough": _(
        "The institution leads %(led)s proposals of this call already; at most %(most)s are allowed. %(counting)s"
    ),
    "eligibility.person_leads_enough": _(
        "The leader leads %(led)s proposals of this call already; at most %(most)s are allowed. %(counting)s"
    ),
    "eligibility.too_few_partners": _("The consortium has %(count)s partners; at least %(least)s are needed."),
    "eligibility.too_many_partners": _("The consortium has %(count)s partners; at most %(most)s are allowed."),
    "eligibility.composition_not_met": _("The consortium has %(count)s of %(least)s members of this kind: %(name)s."),
    "partners.is_the_lead": _("%(name)s leads the consortium and is not its partner as well."),
    "partners.has_people": _("%(name)s still has %(count)s people in the team. Take them out first."),
    "people.leader_missing": _("Name the leader of the project."),
    "people.leader_of_another_institution": _("%(name)s can't lead: the leader comes from the leading institution."),
    "people.outside_consortium": _("%(name)s belongs to no institution of the consortium."),
    "people.part_unknown": _("There is no such part in a team: %(given)s."),
    "people.kind_unknown": _("There is no such kind of person: %(given)s."),
    "people.share_out_of_range": _("A share of time is at most %(most_bp)s and not negative."),
    "people.time_above_whole": _(
        "%(name)s is bound elsewhere with %(elsewhere_bp)s of the time; %(share_bp)s more is too much. "
        "%(free_bp)s is free. %(counting)s"
    ),
    "people.runs_enough": _(
        "%(name)s works on %(count)s running projects at one time in these years; at most %(most)s are allowed. "
        "%(counting)s"
    ),
    "people.leads_enough": _(
        "%(name)s leads %(count)s running projects at one time in these years; at most %(most)s are allowed. "
        "%(counting)s"
    ),
    "budget.cell_twice": _("This cell stands in the grid twice."),
    "budget.amount_too_large": _("The amount is too large; the most is %(most_krw)s."),
    "targets.too_few": _("The proposal names %(count)s targets; at least %(least)s are needed."),
    "targets.too_many": _("The proposal names %(count)s targets; at most %(most)s are allowed."),
    "targets.indicator_unknown": _("The programme has no indicator “%(indicator)s”."),
    "targets.year_unknown": _("Project year %(year)s does not exist; there are %(count)s."),
    "targets.value_not_possible": _("%(given)s can't be a target: a number that is not negative, with two decimals."),
    "files.document_missing": _("This document is missing: %(name)s."),
    "files.document_unknown": _("The programme asks for no document “%(document)s”."),
    "files.too_many": _("The proposal has %(count)s files; at most %(most)s are allowed."),
}

EVENTS = {
    "proposals.proposal_started": _("%(institution)s began the proposal “%(title)s”"),
    "proposals.basics_changed": _("The title or sector of “%(title)s” was changed"),
    "proposals.section_saved": _("The part “%(section)s” was saved (%(length)s characters)"),
    "proposals.answers_saved": _("Questions were answered: %(title)s"),
    "proposals.partner_put": _("%(name)s takes part in the consortium"),
    "proposals.partner_removed": _("%(name)s left the consortium"),
    "proposals.person_put": _("%(name)s is in the team: %(part)s, %(share_bp)s of the time"),
    "proposals.person_removed": _("%(name)s left the team"),
    "proposals.budget_saved": _("The budget was saved: %(grant_krw)s of grant, %(total_krw)s in all"),
    "proposals.targets_saved": _("The targets were saved: %(count)s"),
    "proposals.file_attached": _("The file “%(name)s” was attached"),
    "proposals.file_removed": _("The file “%(name)s” was removed"),
    "proposals.call_question_answered": _("The office answered a question about the call “%(title)s”"),
    "proposals.office_asked": _("The team asks the institution's office to hand in “%(title)s”"),
    "proposals.returned_to_team": _("The institution's office gave “%(title)s” back to the team"),
    "proposals.proposal_submitted": _("Proposal %(number)s “%(title)s” was handed in: %(total_krw)s in all"),
    "proposals.proposal_replaced": _(
        "Proposal %(number)s “%(title)s” was replaced: submission %(sequence)s, %(total_krw)s in all"
    ),
    "proposals.proposal_withdrawn": _("Proposal %(number)s was withdrawn"),
    "proposals.closing_near": _("The proposal “%(title)s” is not handed in yet; the call closes at %(closes_at)s"),
    "proposals.closed_unsubmitted": _("The call closed at %(closes_at)s; the proposal “%(title)s” was not handed in"),
    "proposals.closing_moved": _(
        "The closing moved for everybody, from %(was_closes_at)s to %(closes_at)s, because the service was there for "
        "only %(available_bp)s of the time before. The proposal “%(title)s” may be handed in until then, even if it "
        "was refused as late"
    ),
    "proposals.closing_moved_for_submitted": _(
        "The closing moved for everybody, from %(was_closes_at)s to %(closes_at)s, because the service was there for "
        "only %(available_bp)s of the time before. Proposal %(number)s is handed in; it may be replaced or withdrawn "
        "until then"
    ),
}

LABELS = {
    "counting.all": _("Counted: %(rows)s."),
    "counting.numbered": _("%(number)s (%(program)s, %(ministry)s)"),
    "counting.titled": _("%(number)s “%(title)s” (%(program)s, %(ministry)s)"),
    "counting.numbered.share": _(
        "%(number)s (%(program)s, %(ministry)s; %(starts_on)s to %(last_on)s, %(share_bp)s of the time)"
    ),
    "counting.titled.share": _(
        "%(number)s “%(title)s” (%(program)s, %(ministry)s; %(starts_on)s to %(last_on)s, %(share_bp)s of the time)"
    ),
    "proposal.draft": pgettext_lazy("proposal", "Draft"),
    "proposal.submitted": pgettext_lazy("proposal", "Submitted"),
    "proposal.withdrawn": pgettext_lazy("proposal", "Withdrawn"),
    "proposal.merged": pgettext_lazy("proposal", "Merged"),
    "proposal.selected": pgettext_lazy("proposal", "Selected"),
    "proposal.waiting": pgettext_lazy("proposal", "On the waiting list"),
    "proposal.rejected": pgettext_lazy("proposal", "Not selected"),
    "proposal.edit": pgettext_lazy("proposal", "Edit"),
    "proposal.submit": pgettext_lazy("proposal", "Submit"),
    "proposal.replace": pgettext_lazy("proposal", "Replace"),
    "proposal.withdraw": pgettext_lazy("proposal", "Withdraw"),
    "task.basics": _("Title and sector"),
    "task.sections": _("Text"),
    "task.answers": _("Questions of this call"),
    "task.partners": _("Consortium"),
    "task.people": pgettext_lazy("project", "People"),
    "task.budget": _("Budget"),
    "task.targets": _("Targets"),
    "task.files": _("Documents"),
    "task.call": _("Call"),
    "section.summary": _("Summary"),
    "section.goal_fit": _("Fit to the cluster's goal"),
    "section.technology": _("Technology"),
    "section.cooperation": _("Cooperation of the partners"),
    "section.commercial": _("Commercial readiness"),
    "section.capacity": _("Capacity to manage the sum"),
    "part.leader": _("Project leader"),
    "part.member": _("Member of the team"),
    "part.writer": _("Writes the proposal"),
    "part.former": _("No longer in the team"),
    "person_kind.professor": _("Professor"),
    "person_kind.researcher": _("Researcher"),
    "person_kind.student": _("Student"),
    "person_kind.staff": _("Administrative staff"),
    "source.grant": _("Grant"),
    "source.regional": _("Regional match"),
    "source.own": _("Own money"),
    "work.proposals.finish": _("Finish the proposal “%(title)s”"),
    "work.proposals.hand_in": _("Hand in the proposal “%(title)s”, as the team asks"),
}
