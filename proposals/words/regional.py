"""Sentences of what regions do: rankings and match pledges."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "ranking.call_not_closed": _("Regions rank after the call has closed: from %(closes_at)s."),
    "ranking.late": _("The ranking was due before %(due_at)s."),
    "ranking.in_conflict": _(
        "You or an institution of yours take part in %(number)s. Another officer of the region has to rank this call."
    ),
    "ranking.foreign": _("This proposal is not among those that your region ranks."),
    "ranking.repeated": _("This proposal stands %(count)s times in the order. It may stand there once."),
    "ranking.tie": _("Number %(position)s is given to %(count)s proposals. Each needs a number of its own."),
    "ranking.gap": _("No proposal has number %(position)s. Number them from 1 to %(count)s without a gap."),
    "ranking.missing": _("This proposal has no number yet. Every proposal of the region is ranked."),
    "ranking.nothing_to_rank": _("No proposal of this region was submitted to this call."),
    "ranking.opinion_without_place": _("Give this proposal a number too, so that the opinion can be kept."),
    "ranking.opinion_too_long": _("The opinion has %(length)s characters; at most %(max_length)s are allowed."),
    "ranking.note_too_long": _("The note has %(length)s characters; at most %(max_length)s are allowed."),
    "ranking.wrong_state": _("The ranking is in the state “%(state)s”; “%(verb)s” is not possible now."),
    "pledge.call_not_closed": _("Regions pledge after the call has closed: from %(closes_at)s."),
    "pledge.late": _("The pledge was due before %(due_at)s. It can't be changed any more."),
    "pledge.years_differ": _("The project has %(count)s years; amounts for %(given)s were given."),
    "pledge.too_large": _("The amount for year %(year)s is too large; at most %(max_krw)s."),
    "pledge.document_missing": _("Attach the document of the pledge."),
    "pledge.proposal_decided": _("It was already decided on this proposal; nothing can be pledged for it."),
    "pledge.wrong_state": _("The pledge is in the state “%(state)s”; “%(verb)s” is not possible now."),
}

EVENTS = {
    "proposals.ranking_saved": _("%(region)s kept its order of %(count)s proposals as a draft"),
    "proposals.ranking_submitted": _("%(region)s submitted its ranking of %(count)s proposals"),
    "proposals.ranking_reopened": _("%(region)s took its ranking back to change it"),
    "proposals.ranking_given_back": _(
        "The call is open again until %(closes_at)s: the ranking of %(region)s went back to its desk, to be submitted "
        "after the closing"
    ),
    "proposals.ranking_missed": _("%(region)s submitted no ranking in time; its proposals stay unranked"),
    "proposals.rankings_closed": _(
        "Rankings closed: %(submitted)s of %(regions)s regions submitted theirs. Missing: %(missed)s"
    ),
    "proposals.pledge_made": _("The region pledged %(total_krw)s for proposal %(number)s"),
    "proposals.pledge_replaced": _("The region changed its pledge for proposal %(number)s to %(total_krw)s"),
    "proposals.pledge_withdrawn": _("The region withdrew its pledge of %(total_krw)s for proposal %(number)s"),
}

LABELS = {
    "ranking.draft": _("Draft"),
    "ranking.submitted": _("Submitted"),
    "ranking.save_ranking": _("Save the ranking"),
    "ranking.submit_ranking": _("Submit the ranking"),
    "ranking.reopen_ranking": _("Reopen the ranking"),
    "pledge.draft": _("No pledge"),
    "pledge.made": _("Pledged"),
    "pledge.withdrawn": _("Withdrawn"),
    "pledge.make_pledge": _("Make the pledge"),
    "pledge.replace_pledge": _("Change the pledge"),
    "pledge.withdraw_pledge": _("Withdraw the pledge"),
    "work.proposals.rank": _("Rank the proposals of your region (%(count)s): %(title)s"),
    "work.proposals.pledge": _("Pledge the match for proposals of your region (%(count)s): %(title)s"),
}
