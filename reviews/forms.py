"""What the pages of judgement take. The law is not here: actions know it, their refusals stand beside the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, DateTimeInput
from core.templatetags.baro import in_language
from core.wording import label
from programs.policy import Policy
from programs.policy.judging import Criterion
from reviews.models import Case, Decision, Expert, Member, PairRule
from reviews.rules import COMMENT_LENGTH, GROUNDS, OBJECTIONS, Marks

DECLARABLE = (
    *("same_institution", "recent_institution", "shared_project", "own_proposal"),
    *("co_author", "adviser", "family", "relation", "rivalry", "other"),
)
"""Grounds in the order in which an expert thinks of them; an office of the region is found from data."""


def grounds(codes: Iterable[str] = GROUNDS) -> list[tuple[str, str]]:
    return [(code, label(f"conflict.ground.{code}")) for code in codes]


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion with its two fields."""

    criterion: Criterion
    points: forms.BoundField
    comment: forms.BoundField


class ReviewForm(forms.Form):
    """Points and a comment for each criterion, and a comment on the whole. What is missing may be missing still."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, policy: Policy, marks: Marks, comment: str, version: int) -> None:
        self.policy = policy
        initial: dict[str, Any] = {"comment": comment, "version": f"v{version}"}
        for criterion in policy.review.criteria:
            points = marks.points.get(criterion.code)
            initial[f"points.{criterion.code}"] = "" if points is None else str(points)
            initial[f"comments.{criterion.code}"] = marks.comments.get(criterion.code, "")
        super().__init__(data, initial=initial)
        for criterion in policy.review.criteria:
            self.fields[f"points.{criterion.code}"] = forms.ChoiceField(
                label=_("Points"), choices=anchored(criterion), widget=forms.RadioSelect, required=False
            )
            self.fields[f"comments.{criterion.code}"] = CountedTextField(
                label=_("Why"), max_length=COMMENT_LENGTH, rows=4, required=False
            )
        self.fields["comment"] = CountedTextField(
            label=_("On the whole"), max_length=COMMENT_LENGTH, rows=5, required=False
        )

    def asked(self) -> Iterator[Asked]:
        for criterion in self.policy.review.criteria:
            yield Asked(criterion, self[f"points.{criterion.code}"], self[f"comments.{criterion.code}"])

    def given(self) -> dict[str, Any]:
        """A valid form as `save_review` takes it."""
        codes = [criterion.code for criterion in self.policy.review.criteria]
        points = {code: self.cleaned_data[f"points.{code}"] for code in codes}
        return {
            "points": {code: int(text) if text else None for code, text in points.items()},
            "comments": {code: self.cleaned_data[f"comments.{code}"] for code in codes},
            "comment": self.cleaned_data["comment"],
        }

    def clean_version(self) -> int | None:
        return _version(self.cleaned_data["version"])


class RevisionForm(forms.Form):
    """Other points for some criteria after the panel has seen the first, and why."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, policy: Policy, marks: Marks, version: int) -> None:
        self.policy = policy
        points = {f"points.{code}": str(given) for code, given in marks.points.items() if given is not None}
        super().__init__(data, initial={**points, "version": f"v{version}"})
        for criterion in policy.review.criteria:
            self.fields[f"points.{criterion.code}"] = forms.ChoiceField(
                label=in_language(criterion, "name"), choices=anchored(criterion), widget=forms.RadioSelect
            )
        self.fields["reason"] = CountedTextField(label=_("Why"), max_length=COMMENT_LENGTH, rows=4, required=False)

    def given(self) -> dict[str, Any]:
        """A valid form as `revise_review` takes it."""
        codes = [criterion.code for criterion in self.policy.review.criteria]
        return {
            "points": {code: int(self.cleaned_data[f"points.{code}"]) for code in codes},
            "reason": self.cleaned_data["reason"],
            "version": self.cleaned_data["version"],
        }

    def clean_version(self) -> int | None:
        return _version(self.cleaned_data["version"])


def _version(text: Any) -> int | None:
    digits = str(text).removeprefix("v")
    return int(digits) if digits.isdigit() else None


def anchored(criterion: Criterion) -> list[tuple[str, str]]:
    """Every score, with what it means where the rules say so."""
    meant = {anchor.score: in_language(anchor, "text") for anchor in criterion.anchors}
    return [
        (str(score), f"{score}: {meant[score]}" if score in meant else str(score))
        for score in range(criterion.scale_min, criterion.scale_max + 1)
    ]


@dataclass(frozen=True, slots=True)
class Declared:
    """One case with the fields in which an expert names his interest in it."""

    case: Case
    chosen: forms.BoundField
    ground: forms.BoundField
    note: forms.BoundField


class InterestsForm(forms.Form):
    """For each case: is there a conflict, on what ground. And one box that says that this is all."""

    def __init__(self, *args: Any, cases: Iterable[Case], **options: Any) -> None:
        super().__init__(*args, **options)
        self.cases = list(cases)
        choices = [("", "–"), *grounds(DECLARABLE)]
        for case in self.cases:
            number = {"number": case.number}
            self.fields[f"conflict-{case.uid}"] = forms.BooleanField(
                label=_("I have a conflict with %(number)s") % number, required=False
            )
            self.fields[f"ground-{case.uid}"] = forms.ChoiceField(
                label=_("Ground (%(number)s)") % number, choices=choices, required=False
            )
            self.fields[f"note-{case.uid}"] = forms.CharField(
                label=_("Note (%(number)s)") % number, max_length=400, required=False
            )
        self.fields["all"] = forms.BooleanField(
            label=_("I have no conflict with the other cases of this round."),
            error_messages={"required": _("Confirm that these are all your conflicts, or that there are none.")},
        )

    def rows(self) -> Iterator[Declared]:
        for case in self.cases:
            yield Declared(
                case=case,
                chosen=self[f"conflict-{case.uid}"],
                ground=self[f"ground-{case.uid}"],
                note=self[f"note-{case.uid}"],
            )

    def clean(self) -> dict[str, Any]:
        for case in self.cases:
            chosen, ground = (self.cleaned_data.get(f"{part}-{case.uid}") for part in ("conflict", "ground"))
            if chosen and not ground:
                self.add_error(f"ground-{case.uid}", _("Choose a ground."))
            if ground and not chosen:
                self.add_error(f"conflict-{case.uid}", _("Tick the case, or take the ground away."))
        return self.cleaned_data

    def conflicts(self) -> dict[UUID, tuple[str, str]]:
        """Ground and note of each case that was ticked."""
        return {
            case.uid: (self.cleaned_data[f"ground-{case.uid}"], self.cleaned_data[f"note-{case.uid}"])
            for case in self.cases
            if self.cleaned_data[f"conflict-{case.uid}"]
        }


class RoundForm(forms.Form):
    """When the reviews of a new round are due."""

    due_at = forms.DateTimeField(
        label=_("Reviews due"), widget=DateTimeInput, help_text=_("Korean time. What arrives at this second is late.")
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = CountedTextField(label=_("Reason"), max_length=1_000, rows=3)


class PairForm(forms.Form):
    """An expert pinned to a case, or a pair forbidden, with the reason."""

    case = forms.ChoiceField(label=_("Case"))
    expert = forms.ChoiceField(label=_("Expert"))
    kind = forms.ChoiceField(label=_("What holds"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=400)

    def __init__(self, data: Any, *, cases: Iterable[Case], members: Iterable[Member]) -> None:
        super().__init__(data)
        choices = {
            "case": [(str(one.uid), f"{one.number} {in_language(one, 'title')}") for one in cases],
            "expert": [(str(one.expert.uid), in_language(one.expert.person, "name")) for one in members],
            "kind": [(kind, label(f"pair.{kind}")) for kind in PairRule.Kind.values],
        }
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), "each of them is a choice"
            field.choices = given


class CloseForm(forms.Form):
    """Why a round is closed although cases are short of experts. Whether it has to be said is the action's to know."""

    reason = CountedTextField(label=_("Reason"), max_length=1_000, rows=3, required=False)


class PostponeForm(ReasonForm):
    """A later end, and why."""

    due_at = forms.DateTimeField(label=_("Reviews due"), widget=DateTimeInput)
    field_order = ("due_at", "reason")


class LiftForm(forms.Form):
    """Why a conflict is lifted."""

    why = CountedTextField(label=_("Reason"), max_length=400, rows=3)


class ConflictForm(forms.Form):
    """An expert who may not judge a case, and why."""

    case = forms.ChoiceField(label=_("Case"))
    expert = forms.ChoiceField(label=_("Expert"))
    ground = forms.ChoiceField(label=_("Ground"))
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, cases: Iterable[Case], experts: Iterable[Expert], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "case": [(str(case.uid), f"{case.number} {in_language(case, 'title')}") for case in cases],
            "expert": [(str(expert.uid), in_language(expert.person, "name")) for expert in experts],
            "ground": grounds(),
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", "–"), *found]  # type: ignore[attr-defined]  # a ChoiceField


class OverrideForm(forms.Form):
    """Another outcome than the optimum's, and why."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    reason = CountedTextField(
        label=_("Reason"),
        max_length=1_000,
        rows=4,
        required=False,
        help_text=_("Published with your name. Not needed when you go back to the proposed outcome."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(code, label(f"decision.{code}")) for code in Decision.Outcome.values]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(forms.Form):
    """Whether an expert accepts a seat; why not, if he likes to say."""

    accepts = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I accept the seat")), ("no", _("I decline"))],
        widget=forms.RadioSelect,
    )
    why = CountedTextField(
        label=_("Why not"), max_length=400, rows=3, required=False, help_text=_("Only where you decline, if you like.")
    )

    def given(self) -> dict[str, Any]:
        """A valid form as `answer_invitation` takes it."""
        accepts = self.cleaned_data["accepts"] == "yes"
        return {"accepts": accepts, "why": "" if accepts else self.cleaned_data["why"]}


class ObjectionForm(forms.Form):
    """Somebody who shall not judge one's proposal, and why."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    institution = forms.CharField(label=_("Institution"), max_length=120, required=False)
    researcher_number = forms.CharField(
        label=_("Researcher number"),
        max_length=20,
        required=False,
        help_text=_("Where you know it; else the institution."),
    )
    ground = forms.ChoiceField(label=_("Ground"))
    note = CountedTextField(label=_("Reason"), max_length=400, rows=3, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"].choices = [("", "–"), *grounds(OBJECTIONS)]  # type: ignore[attr-defined]  # a ChoiceField
