"""What a project owes: how its people are paid, its reports, targets and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Code, Count, Days, OptionalText, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, out_of_order, repeated


class PersonKind(StrEnum):
    """What somebody who works on a project is."""

    PROFESSOR = "professor"
    RESEARCHER = "researcher"
    STUDENT = "student"
    STAFF = "staff"


class Pay(StrEnum):
    """What a person may be paid out of a project."""

    WAGE = "wage"
    ALLOWANCE = "allowance"
    EXPENSES_ONLY = "expenses_only"


class FileType(StrEnum):
    """A type of file, as told from its content."""

    PDF = "pdf"
    HWP = "hwp"
    HWPX = "hwpx"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPG = "jpg"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PayRule:
    """What people of one kind may be paid."""

    person_kind: PersonKind
    pay: Pay

    @property
    def code(self) -> str:
        return self.person_kind.value

    @property
    def variant(self) -> str:
        return self.pay.value


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PayRules:
    """One rule for each kind of person."""

    rules: tuple[PayRule, ...]

    def pay_of(self, kind: PersonKind) -> Pay:
        """What people of this kind may be paid."""
        return next(rule.pay for rule in self.rules if rule.person_kind is kind)

    def faults(self) -> Iterator[Fault]:
        yield from repeated("rules", (rule.code for rule in self.rules))
        for kind in PersonKind:
            if all(rule.person_kind is not kind for rule in self.rules):
                yield Fault("rules", "policy.pay_rule_missing", {"person_kind": kind.value})


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Reports a project year, each due so many calendar days after the end of its period."""

    reports_per_year: Annotated[int, Field(ge=1, le=12)]
    due_days: Days


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """How many measurable targets a proposal sets itself."""

    minimum: Count
    maximum: PositiveOrNone

    def faults(self) -> Iterator[Fault]:
        yield from out_of_order("minimum", self.minimum, self.maximum)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that belongs, or may belong, to a proposal."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    required: bool
    types: Annotated[tuple[FileType, ...], Field(min_length=1)]
    max_bytes: Annotated[int, Field(ge=1, le=500 * 1024 * 1024)]

    @property
    def variant(self) -> str:
        return "required" if self.required else "optional"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a proposal, in the order in which they are asked for."""

    documents: tuple[Document, ...]

    def document(self, code: str) -> Document | None:
        """The document of this code, if the programme asks for it."""
        return next((document for document in self.documents if document.code == code), None)

    def faults(self) -> Iterator[Fault]:
        yield from repeated("documents", (document.code for document in self.documents))
        for place, document in enumerate(self.documents):
            yield from repeated(f"documents[{place}].types", document.types)
