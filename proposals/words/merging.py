"""Sentences of merges, and of what became of a proposal."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "merge.not_allowed": _("The rules of this programme allow no merging."),
    "merge.how_many": _("A merge joins two to %(most)s proposals, not %(given)s."),
    "merge.regions_differ": _("Only proposals of one region can merge."),
    "merge.original_not_open": _("%(number)s was settled, merged or withdrawn meanwhile."),
    "merge.share_not_understood": _("%(number)s needs a share for each of %(count)s years, none below zero."),
    "merge.shares_do_not_add_up": _("Year %(year)s: the shares make %(shared_krw)s, the grant is %(grant_krw)s."),
    "merge.target_from_nowhere": _("No original has promised this target (%(indicator)s)."),
    "merge.target_negative": _("A target can't be below zero (%(indicator)s)."),
    "merge.way_unknown": _("Choose ways from those that are priced on the page."),
    "merge.preference_missing": _("Write why the merge was preferred to the ways that were considered."),
    "merge.none_considered": _("Choose the ways that the merge was preferred to."),
    "merge.drop_reason_missing": _(
        "Write why targets of %(number)s are dropped (%(indicator)s): all who answer read it."
    ),
    "merge.too_few_targets": _("The merged team keeps %(kept)s targets; the rules want at least %(minimum)s."),
    "merge.offered_before": _("One of these proposals is asked to merge already. Withdraw that offer first."),
    "merge.too_early": _("The regions have until %(ranking_due_at)s. A merge can be offered after that."),
    "merge.title_missing": _("Give the merged project a Korean title."),
    "merge.coordinator_unknown": _("The coordinator must be one of the people of the originals."),
    "merge.selection_decided": _(
        "The selection of this call was decided on %(decided_at)s. No merge is possible after that."
    ),
    "merge.decline_reason_missing": _("Write why the region declines. The teams and the ministry read it."),
    "merge.answered_before": _("This was answered before."),
    "merge.answer_unknown": _("Accept or decline."),
    "merge.other_terms": _("The terms are not those you read. Load the page again."),
    "merge.reason_missing": _("Write why the offer is withdrawn."),
    "merge.overloaded": _(
        "For each won the merged team would owe %(over_bp)s more of “%(indicator)s” than the originals had promised; "
        "the rules allow %(most_bp)s. Bring the targets down, drop some, or have the override signed."
    ),
    "merge.no_override": _("The rules of this programme let no overloaded offer through, whoever signs."),
    "merge.too_late": _("The answers were due by %(due_at)s."),
    "merge.not_lapsed": _("There is still time to answer."),
    "merge.refusal_reason_missing": _("Write why the override is not signed. The officer reads it."),
    "merge.wrong_state": _("“%(verb)s” is not possible while the offer is “%(state)s”."),
}

EVENTS = {
    "proposals.proposal_merged": _("%(number)s became part of a merged proposal"),
    "proposals.proposal_selected": _("%(number)s “%(title)s” was selected"),
    "proposals.proposal_won_appeal": _("%(number)s “%(title)s” was selected on its appeal"),
    "proposals.proposal_gave_way": _("%(number)s “%(title)s” gave its place way to an appeal and is first to wait"),
    "proposals.proposal_waits_after_appeal": _("%(number)s “%(title)s” won its appeal and is first to wait"),
    "proposals.proposal_kept_waiting": _("%(number)s “%(title)s” is on the waiting list"),
    "proposals.proposal_rejected": _("%(number)s “%(title)s” was not selected"),
    "proposals.merge_offered": _("%(count)s teams were asked to merge into “%(title)s”"),
    "proposals.merge_answered": _("%(number)s answered the offer to merge: %(answer)s"),
    "proposals.merge_accepted": _("All have agreed: %(number)s is the merged proposal"),
    "proposals.merge_declined": _("The merge was declined"),
    "proposals.merging_ended": _("Merging ended in “%(title)s”: its selection is decided"),
    "proposals.merge_held": _("An overloaded offer to merge %(count)s teams into “%(title)s” waits for a signature"),
    "proposals.merge_signed": _("The override was signed: %(count)s teams were asked to merge into “%(title)s”"),
    "proposals.merge_refused": _("The override of the offer to merge into “%(title)s” was not signed"),
    "proposals.merge_lapsed": _("Not everybody answered in time: the offer to merge into “%(title)s” lapsed"),
    "proposals.merge_withdrawn": _("The offer to merge was withdrawn"),
}

LABELS = {
    "answer.accepted": pgettext_lazy("answer", "accepted"),
    "answer.declined": pgettext_lazy("answer", "declined"),
    "merge.offered": _("Offered"),
    "merge.accepted": _("Accepted"),
    "merge.declined": _("Declined"),
    "merge.withdrawn": _("Withdrawn"),
    "merge.held": _("Waits for a signature"),
    "merge.refused": _("Not signed"),
    "merge.lapsed": _("Lapsed"),
    "merge.sign_merge": _("Sign the override"),
    "merge.refuse_merge": _("Do not sign"),
    "merge.lapse_merge": _("Let lapse"),
    "merge.accept_merge": _("Accept"),
    "merge.decline_merge": _("Decline"),
    "merge.withdraw_merge": _("Withdraw the offer"),
    "merge_way.offered": _("As offered"),
    "merge_way.fund_one": _("Fund one, the others wait"),
    "merge_way.separate": _("Separate contracts with shared services"),
    "merge_way.smaller": _("One team of smaller scope"),
    "work.proposals.answer_merge": _("Answer the offer to merge: %(title)s"),
    "work.proposals.sign_merge": _("Sign the override of an offer to merge: %(title)s"),
    "work.proposals.merge_waits": _("An offer to merge waits for answers: %(title)s"),
}
