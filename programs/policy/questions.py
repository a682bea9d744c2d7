"""What a call asks of applicants beside its rules: questions in sections, and what it says of the standard parts.

Written by the call's desk, read as strictly as a rule set, and frozen when the call is announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.money import MAX_KRW
from programs.policy.clause import OptionalText, Text, strict
from programs.policy.duties import FileType
from programs.policy.faults import Fault, out_of_order, repeated

CODE_CHARS = 30
LONG_TEXT_CHARS = 20_000
SHORT_TEXT_CHARS = 300
MAX_SECTIONS, MAX_QUESTIONS, MAX_OPTIONS = 20, 100, 40
MAX_FILE_BYTES = 500 * 1024 * 1024
YES, NO = "yes", "no"

AnswerCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Title = Annotated[str, Field(min_length=1, max_length=300)]
OptionalTitle = Annotated[str, Field(max_length=300)]
Help = Annotated[str, Field(max_length=2_000)]


class QuestionType(StrEnum):
    """What an answer is."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    """A whole number, with its unit."""
    WON = "won"
    """Whole won."""
    DATE = "date"
    YES_NO = "yes_no"
    ONE_CHOICE = "one_choice"
    CHOICES = "choices"
    """Several of the options."""
    FILE = "file"


TEXTS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})
NUMBERS = frozenset({QuestionType.NUMBER, QuestionType.WON})
CHOOSING = frozenset({QuestionType.ONE_CHOICE, QuestionType.CHOICES})
CONDITIONAL = CHOOSING | {QuestionType.YES_NO}
"""Types whose answers a later question may depend on: those with a closed list of answers."""


class Prefill(StrEnum):
    """What is already known when a draft begins."""

    INSTITUTION_NAME = "institution_name"
    BUSINESS_NUMBER = "business_number"
    REGION = "region"
    LEADER_NAME = "leader_name"
    RESEARCHER_NUMBER = "researcher_number"
    LAST_ANSWER = "last_answer"
    """The answer to the question of the same code in the institution's last proposal."""


class ConditionOn(StrEnum):
    """What a condition looks at."""

    ANSWER = "answer"
    LEAD_KIND = "lead_kind"
    TIER = "tier"
    SECTOR = "sector"


class StandardPart(StrEnum):
    """The parts of every proposal's text, in the order in which they are written and read."""

    SUMMARY = "summary"
    GOAL_FIT = "goal_fit"
    TECHNOLOGY = "technology"
    COOPERATION = "cooperation"
    COMMERCIAL = "commercial"
    CAPACITY = "capacity"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to choose from."""

    code: AnswerCode
    name_ko: Title
    name_en: OptionalTitle = ""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A question is asked where what it looks at is one of `values`; `question` names the one whose answer it is."""

    on: ConditionOn
    question: OptionalText = ""
    values: Annotated[tuple[Text, ...], Field(min_length=1, max_length=60)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. A limit of None is not set; `least` and `most` are of numbers and won, `max_bytes` of a file."""

    code: AnswerCode
    type: QuestionType
    title_ko: Title
    title_en: OptionalTitle = ""
    help_ko: Help = ""
    help_en: Help = ""
    required: bool
    options: Annotated[tuple[Option, ...], Field(max_length=MAX_OPTIONS)] = ()
    condition: Condition | None = None
    max_words: Annotated[int, Field(ge=1, le=5_000)] | None = None
    max_chars: Annotated[int, Field(ge=1, le=LONG_TEXT_CHARS)] | None = None
    least: Annotated[int, Field(ge=-MAX_KRW, le=MAX_KRW)] | None = None
    most: Annotated[int, Field(ge=-MAX_KRW, le=MAX_KRW)] | None = None
    unit_ko: Annotated[str, Field(max_length=20)] = ""
    unit_en: Annotated[str, Field(max_length=20)] = ""
    file_types: tuple[FileType, ...] = ()
    max_bytes: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)] | None = None
    prefill: Prefill | None = None

    @property
    def document(self) -> str:
        """Under which code its file hangs on a proposal; no document of a rule set is called so."""
        return f"form.{self.code}"

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers that a condition may name; none where they are no closed list."""
        if self.type is QuestionType.YES_NO:
            return (YES, NO)
        return tuple(option.code for option in self.options) if self.type in CHOOSING else ()

    @property
    def most_chars(self) -> int:
        """How long an answer may be: the call's own limit, else what is kept at all."""
        kept = SHORT_TEXT_CHARS if self.type is QuestionType.SHORT_TEXT else LONG_TEXT_CHARS
        return min(self.max_chars or kept, kept)

    def faults(self) -> Iterator[Fault]:
        """What its own values must be to each other; paths are below the question."""
        yield from self._option_faults()
        yield from self._limit_faults()
        if self.type is QuestionType.FILE:
            if not self.file_types:
                yield Fault("file_types", "form.file_types_missing")
            if self.max_bytes is None:
                yield Fault("max_bytes", "form.file_size_missing")
        if self.prefill is not None and not self._takes(self.prefill):
            yield Fault("prefill", "form.prefill_not_of_type")

    def _option_faults(self) -> Iterator[Fault]:
        if self.type not in CHOOSING:
            if self.options:
                yield Fault("options", "form.options_not_of_type")
            return
        if len(self.options) < 2:
            yield Fault("options", "form.options_too_few")
        yield from repeated("options", (option.code for option in self.options))

    def _limit_faults(self) -> Iterator[Fault]:
        for name, types in _LIMITED.items():
            if getattr(self, name) and self.type not in types:
                yield Fault(name, "form.limit_not_of_type")
        if self.least is not None:
            yield from out_of_order("least", self.least, self.most)

    def _takes(self, prefill: Prefill) -> bool:
        return self.type in TEXTS or (prefill is Prefill.LAST_ANSWER and self.type is not QuestionType.FILE)


_LIMITED = {
    "max_words": TEXTS,
    "max_chars": TEXTS,
    "least": NUMBERS,
    "most": NUMBERS,
    "unit_ko": frozenset({QuestionType.NUMBER}),
    "unit_en": frozenset({QuestionType.NUMBER}),
    "file_types": frozenset({QuestionType.FILE}),
    "max_bytes": frozenset({QuestionType.FILE}),
}
"""Each limit with the types that it is for."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """Questions that stand on one page."""

    code: AnswerCode
    title_ko: Title
    title_en: OptionalTitle = ""
    help_ko: Help = ""
    help_en: Help = ""
    questions: Annotated[tuple[Question, ...], Field(max_length=MAX_QUESTIONS)] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PartNote:
    """What a call says of a standard part: a hint in the place of the usual one, a limit, or that it is left out."""

    code: StandardPart
    dropped: bool = False
    help_ko: Help = ""
    help_en: Help = ""
    max_chars: Annotated[int, Field(ge=1, le=LONG_TEXT_CHARS)] | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All that a call asks in its own words. One without anything in it asks for the standard parts alone."""

    sections: Annotated[tuple[FormSection, ...], Field(max_length=MAX_SECTIONS)] = ()
    parts: tuple[PartNote, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def standard_parts(self) -> tuple[str, ...]:
        """The codes of the standard parts that the call keeps, in their order."""
        dropped = {note.code for note in self.parts if note.dropped}
        return tuple(part.value for part in StandardPart if part not in dropped)

    def section(self, code: str) -> FormSection | None:
        return next((section for section in self.sections if section.code == code), None)

    def section_of(self, question: str) -> FormSection | None:
        """The section in which a question stands."""
        return next((one for one in self.sections if any(this.code == question for this in one.questions)), None)

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    def slot(self, document: str) -> Question | None:
        """The question whose file hangs on a proposal under this code."""
        files = (one for one in self.questions if one.type is QuestionType.FILE)
        return next((one for one in files if one.document == document), None)

    def note(self, part: str) -> PartNote | None:
        return next((note for note in self.parts if note.code == part), None)

    def before(self, code: str) -> tuple[Question, ...]:
        """The questions that stand before this one; all of them for one that is new."""
        codes = [question.code for question in self.questions]
        return self.questions[: codes.index(code)] if code in codes else self.questions

    def faults(self) -> Iterator[Fault]:
        """Everything that does not go together, with its place: ``sections[0].questions[2].options``."""
        yield from repeated("sections", (section.code for section in self.sections))
        if len(self.questions) > MAX_QUESTIONS:
            yield Fault("sections", "policy.too_many", {"maximum": MAX_QUESTIONS})
        for path, question in self.placed():
            twice = sum(question.code == other.code for other in self.questions)
            if twice > 1:
                yield Fault(f"{path}.code", "policy.repeated", {"given": question.code})
            for fault in (*question.faults(), *self._condition_faults(question)):
                yield Fault(f"{path}.{fault.path}", fault.code, fault.values)
        yield from repeated("parts", (note.code.value for note in self.parts))
        for place, note in enumerate(self.parts):
            if note.dropped and note.code is StandardPart.SUMMARY:
                yield Fault(f"parts[{place}].dropped", "form.summary_needed")

    def placed(self) -> Iterator[tuple[str, Question]]:
        """Every question with its path."""
        for place, section in enumerate(self.sections):
            for number, question in enumerate(section.questions):
                yield f"sections[{place}].questions[{number}]", question

    def _condition_faults(self, question: Question) -> Iterator[Fault]:
        condition = question.condition
        if condition is None:
            return
        yield from repeated("condition.values", condition.values)
        if condition.on is not ConditionOn.ANSWER:
            if condition.question:
                yield Fault("condition.question", "form.condition_names_no_question")
            return
        earlier = next((one for one in self.before(question.code) if one.code == condition.question), None)
        if earlier is None:
            yield Fault("condition.question", "form.condition_not_earlier", {"given": condition.question})
        elif earlier.type not in CONDITIONAL:
            yield Fault("condition.question", "form.condition_not_closed", {"given": condition.question})
        else:
            for value in condition.values:
                if value not in earlier.answers:
                    values: dict[str, str | int] = {"given": value, "choices": ", ".join(earlier.answers)}
                    yield Fault("condition.values", "policy.unknown_choice", values)
