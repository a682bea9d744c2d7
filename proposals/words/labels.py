"""What the portal's pages say beside the names of parts and kinds: hints of the text, and what people may be paid."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "section_hint.summary": _("What changes for whom, by when, for how much. Ten lines that anybody understands."),
    "section_hint.goal_fit": _(
        "Which goal of the region's cluster this serves, and how the named technology leads there."
    ),
    "section_hint.technology": _("What exists today, what is new, what could fail, and how you will know early."),
    "section_hint.cooperation": _(
        "What each partner does, gives and gains; who coordinates; what happens if one leaves."
    ),
    "section_hint.commercial": _(
        "Who will pay for the result, how near to the market it is, and the next step after the project."
    ),
    "section_hint.capacity": _("Who manages the money, what sums they managed before, and who stands in for them."),
    "pay.wage": _("Wage"),
    "pay.allowance": _("Allowance"),
    "pay.expenses_only": _("Expenses only, no wage"),
}
