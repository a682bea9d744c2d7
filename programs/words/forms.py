"""What a call's own questions refuse, and what their parts are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "form.missing_key": _("This entry is missing."),
    "form.unknown_key": _("There is no such entry."),
    "form.text_unreadable": _("This text holds characters that can't be kept."),
    "form.changed_meanwhile": _("Somebody changed these questions after you opened them. Compare, then save again."),
    "form.english_missing": _("The English text of the form is missing: %(path)s."),
    "form.summary_needed": _("The summary is what everybody reads first; it can't be left out."),
    "form.file_types_missing": _("Say which kinds of file are taken."),
    "form.file_size_missing": _("Say how large the file may be."),
    "form.options_too_few": _("Give at least two answers to choose from."),
    "form.options_not_of_type": _("A question of this type has no answers to choose from."),
    "form.options_unreadable": _("Line %(number)s: a code, the Korean and the English answer, with | between them."),
    "form.limit_not_of_type": _("A question of this type has no such limit."),
    "form.prefill_not_of_type": _("This can't be filled into a question of this type."),
    "form.condition_not_earlier": _("The condition names a question that does not stand before this one: %(given)s."),
    "form.condition_not_closed": _("A condition can only name a question with answers to choose from: %(given)s."),
    "form.condition_names_no_question": _("A condition that looks at the applicant names no question."),
    "form.condition_of_two": _("Tick answers of one question, or one trait of the applicant, not of several."),
}

LABELS = {
    "question_type.short_text": _("Short text"),
    "question_type.long_text": _("Long text"),
    "question_type.number": _("Whole number with its unit"),
    "question_type.won": _("Amount in won"),
    "question_type.date": pgettext_lazy("question", "Date"),
    "question_type.yes_no": _("Yes or no"),
    "question_type.one_choice": _("One of several answers"),
    "question_type.choices": _("Several of several answers"),
    "question_type.file": pgettext_lazy("question", "File"),
    "prefill.institution_name": _("Name of the leading institution"),
    "prefill.business_number": _("Its business registration number"),
    "prefill.region": _("Its region"),
    "prefill.leader_name": _("Name of who begins the proposal"),
    "prefill.researcher_number": _("Researcher number of who begins the proposal"),
    "prefill.last_answer": _("The answer in the institution's last proposal"),
    "condition_on.lead_kind": _("Kind of the leading institution"),
    "condition_on.tier": pgettext_lazy("project", "Tier"),
    "condition_on.sector": _("Field"),
    "answer.yes": _("Yes"),
    "answer.no": _("No"),
}
