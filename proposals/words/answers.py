"""What answers to a call's own questions refuse."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "answers.missing": _("“%(title)s” is not answered yet."),
    "answers.file_missing": _("“%(title)s”: the file is missing."),
    "answers.too_many_words": _("“%(title)s”: %(count)s words; at most %(most)s are allowed."),
    "answers.too_long": _("“%(title)s”: %(length)s characters; at most %(most)s are allowed."),
    "answers.below_least": _("“%(title)s”: at least %(least)s."),
    "answers.below_least_krw": _("“%(title)s”: at least %(least_krw)s."),
    "answers.above_most": _("“%(title)s”: at most %(most)s."),
    "answers.above_most_krw": _("“%(title)s”: at most %(most_krw)s."),
    "answers.question_unknown": _("There is no such question here: %(question)s."),
    "answers.question_left_out": _("This question is left out: %(question)s. Send null for no answer."),
    "answers.not_readable": _("“%(title)s” holds characters that can't be kept."),
    "answers.number_too_large": _("“%(title)s”: the number is too large."),
    "answers.not_a_short_text": _("“%(title)s” takes a text."),
    "answers.not_a_long_text": _("“%(title)s” takes a text."),
    "answers.not_a_number": _("“%(title)s” takes a whole number."),
    "answers.not_a_won": _("“%(title)s” takes an amount in whole won."),
    "answers.not_a_date": _("“%(title)s” takes a date."),
    "answers.not_a_yes_no": _("“%(title)s” takes yes or no."),
    "answers.not_a_one_choice": _("“%(title)s” takes one of its answers."),
    "answers.not_a_choices": _("“%(title)s” takes some of its answers."),
}
