"""What the pages of questions and answers take."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField
from programs.rules import ANSWER_CHARS, TEXT_CHARS


class InquiryForm(forms.Form):
    """A question about a call."""

    text = CountedTextField(
        label=_("Your question"),
        max_length=TEXT_CHARS,
        rows=4,
        help_text=_("Everybody will read it with the answer, without your name. Write nothing that tells who you are."),
    )


class AnswerForm(forms.Form):
    """The answer that everybody reads."""

    text_ko = CountedTextField(label=_("Answer in Korean"), max_length=ANSWER_CHARS, rows=6)
    text_en = CountedTextField(label=_("Answer in English"), max_length=ANSWER_CHARS, rows=6, required=False)


class WordsForm(forms.Form):
    """What to look for."""

    q = forms.CharField(label=_("Words in question or answer"), max_length=200, required=False)
