"""Sentences of appeals: why something is refused there, what happened, how states, grounds and places are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "appeal.wrong_state": _("“%(verb)s” is not possible while the appeal is “%(state)s”."),
    "appeal.not_ruled": _("The rules of this call know no appeals."),
    "appeal.nothing_decided": _("Nothing is decided on this proposal yet."),
    "appeal.late": _("The %(days)s days for an appeal were over at %(ends_at)s."),
    "appeal.selected": _("This proposal was selected: nothing is left to appeal against."),
    "appeal.ground_not_heard": _(
        "Choose a ground that the rules hear: procedure or fact. That a score seems too low is none by itself; say "
        "which step was left out or which fact was taken wrongly."
    ),
    "appeal.finding_unknown": _("Choose what of the decision is in dispute."),
    "appeal.statement_missing": _("Say what happened, in at least %(least)s characters."),
    "appeal.statement_too_long": _("This is %(length)s characters long; at most %(most)s are kept."),
    "appeal.too_many_files": _("An appeal has at most %(most)s files."),
    "appeal.changed_meanwhile": _("This appeal was changed meanwhile, perhaps by somebody else. Load it again."),
    "appeal.reason_missing": _("Write why."),
    "appeal.too_few_judges": _("Name at least %(needed)s experts."),
    "appeal.bar.judged": _("%(name)s was given this proposal to judge."),
    "appeal.bar.sat": _("%(name)s sat on the panel that concluded this case."),
    "appeal.bar.decided": _("%(name)s had a hand in the decision."),
    "appeal.bar.conflict": _("%(name)s has a conflict with this case."),
    "appeal.bar.seated": _("%(name)s sits on this appeal already."),
    "appeal.bar.away": _("%(name)s is away."),
    "appeal.not_the_time": _("This is not the time for it: look at where the appeal stands."),
    "appeal.voted_before": _("You have said your part already; it stands."),
    "appeal.has_spoken": _("%(name)s has spoken already, and it stands."),
    "appeal.vote_unknown": _("Choose how you vote."),
    "appeal.judges_silent": _("Not everybody who judges this appeal has spoken yet."),
}

EVENTS = {
    "reviews.appeal_saved": _("An appeal against the decision on %(number)s was written on"),
    "reviews.appeal_filed": _("An appeal against the decision on %(number)s was received; it holds %(count)s places"),
    "reviews.appeal_withdrawn": _("The appeal against the decision on %(number)s was withdrawn"),
    "reviews.appeal_turned_away": _("The appeal against the decision on %(number)s can't be heard"),
    "reviews.appeal_admitted": _(
        "The appeal against the decision on %(number)s is heard by %(count)s experts, before %(decide_by_at)s"
    ),
    "reviews.appeal_seats_named": _("%(count)s more experts judge the appeal on %(number)s"),
    "reviews.appeal_judge_replaced": _("%(name)s judges the appeal on %(number)s no more; %(count)s came instead"),
    "reviews.appeal_papers_read": _("The papers of the appeal on %(number)s were opened"),
    "reviews.appeal_file_added": _("“%(name)s” was put beside the appeal on %(number)s"),
    "reviews.appeal_file_removed": _("“%(name)s” was taken back from the appeal on %(number)s"),
    "reviews.appeal_paper_taken": _("“%(name)s” was taken along from the appeal on %(number)s"),
    "reviews.appeal_voted": _("One of those who judge it voted on the appeal on %(number)s"),
    "reviews.appeal_judged_anew": _("%(number)s is judged anew by %(count)s other experts, on its appeal"),
    "reviews.appeal_rejudged": _("One of the new experts judged %(number)s"),
    "reviews.appeal_upheld": _("The appeal against the decision on %(number)s was upheld: %(won_place)s"),
    "reviews.appeal_dismissed": _("The appeal against the decision on %(number)s was dismissed"),
    "reviews.appeal_reminded": _("The appeal on %(number)s has to be decided before %(decide_by_at)s"),
    "reviews.appeal_overdue": _("The appeal on %(number)s should have been decided before %(decide_by_at)s"),
}

LABELS = {
    "appeal.draft": pgettext_lazy("appeal", "Being written"),
    "appeal.filed": pgettext_lazy("appeal", "Received"),
    "appeal.admitted": pgettext_lazy("appeal", "Being judged"),
    "appeal.judged_anew": pgettext_lazy("appeal", "Judged anew"),
    "appeal.upheld": pgettext_lazy("appeal", "Upheld"),
    "appeal.dismissed": pgettext_lazy("appeal", "Dismissed"),
    "appeal.turned_away": pgettext_lazy("appeal", "Not heard"),
    "appeal.withdrawn": pgettext_lazy("appeal", "Withdrawn"),
    "appeal.file": pgettext_lazy("appeal", "File"),
    "appeal.withdraw": pgettext_lazy("appeal", "Withdraw"),
    "appeal.admit": pgettext_lazy("appeal", "Admit"),
    "appeal.turn_away": pgettext_lazy("appeal", "Turn away"),
    "appeal.judge_anew": pgettext_lazy("appeal", "Have it judged anew"),
    "appeal.uphold": pgettext_lazy("appeal", "Decide"),
    "appeal.dismiss": pgettext_lazy("appeal", "Dismiss"),
    "appeal.conclude": pgettext_lazy("appeal", "Decide"),
    "appeal.ground.procedure": pgettext_lazy("appeal", "Procedure"),
    "appeal.ground.fact": pgettext_lazy("appeal", "Fact"),
    "appeal.vote.uphold": pgettext_lazy("appeal", "Uphold: the decision changes"),
    "appeal.vote.anew": pgettext_lazy("appeal", "Let other experts judge it anew"),
    "appeal.vote.dismiss": pgettext_lazy("appeal", "Dismiss: the decision stands"),
    "appeal.finding.decision": pgettext_lazy("appeal", "The decision as a whole"),
    "appeal.finding.override": pgettext_lazy("appeal", "The officer's change of the outcome"),
    "appeal.finding.criterion": pgettext_lazy("appeal", "Criterion: %(name)s"),
    "appeal.finding.rule": pgettext_lazy("appeal", "A rule of the selection: %(name)s"),
    "work.reviews.vote": _("Judge the appeal on %(number)s"),
    "work.reviews.rejudge": _("Judge %(number)s anew, on its appeal"),
    "work.reviews.check_appeal": _("Check the appeal on %(number)s and name those who judge it"),
    "work.reviews.decide_appeal": _("All have spoken on the appeal on %(number)s: decide it"),
    "won_place.free": pgettext_lazy("appeal", "a free place"),
    "won_place.held": pgettext_lazy("appeal", "the place held for it"),
    "won_place.first_to_wait": pgettext_lazy("appeal", "first on the waiting list"),
}
