"""What calls the sample world has beside its scenarios, and what regions and institutions made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from accounts.roles import Kind
from core.money import MAX_KRW
from core.refusals import Violation
from programs.policy.clause import strict
from scenarios.file.faults import ScenarioInvalid, repeated, unknown
from scenarios.file.parsing import as_text, exists, fault_of, read_toml

Text = Annotated[str, Field(min_length=1, max_length=160)]
Won = Annotated[int, Field(ge=0, le=MAX_KRW)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedInstitution:
    """An institution with an office that answers calls."""

    name_ko: Text
    name_en: Text
    kind: Kind
    region: Text


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedCall:
    """A call of a preset's programme. Regions, or the ministry, have the rules' days after its closing."""

    preset: Text
    code: Text
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    project_starts_on: date
    budget_krw: Won


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAnswer:
    """What a region answered to a call that takes plans, and how far that has come; all in won and at its own day."""

    call: Text
    region: Text
    until: Literal["writing", "handed_in", "declined"]
    lead: str
    title_ko: str
    title_en: str
    grant_per_year_krw: Won
    begun_at: AwareDatetime
    ends_at: AwareDatetime
    reason: str


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedDraft:
    """A proposal that an institution has begun, with one of its documents."""

    call: Text
    lead: Text
    document: Text
    title_ko: Text
    title_en: Text
    begun_at: AwareDatetime


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """The whole file. `assumed` lists the paths of what no source tells."""

    schema: Literal[1]
    assumed: tuple[str, ...]
    loaded_at: AwareDatetime
    announced_at: AwareDatetime
    institutions: tuple[OfferedInstitution, ...]
    calls: Annotated[tuple[OfferedCall, ...], Field(min_length=1)]
    answers: tuple[OfferedAnswer, ...]
    drafts: tuple[OfferedDraft, ...]


def read_offering(path: Path) -> Offering:
    """The file's calls. Raises ScenarioInvalid with every fault and its path."""
    return parse_offering(path.read_text(encoding="utf-8"))


def parse_offering(text: str) -> Offering:
    """The calls that a text holds. Raises ScenarioInvalid with every fault and its path."""
    raw = read_toml(text)
    try:
        found = TypeAdapter(Offering).validate_json(json.dumps(raw, default=as_text), strict=True)
    except ValidationError as error:
        raise ScenarioInvalid([fault_of("", one) for one in error.errors(include_url=False)]) from error
    faults = [*_faults(found), *(Violation("scenario.no_such_path", {"given": one}, "assumed") for one in _lost(raw))]
    if faults:
        raise ScenarioInvalid(faults)
    return found


def _lost(raw: dict[str, Any]) -> Iterator[str]:
    yield from (path for path in raw.get("assumed", ()) if not exists(raw, path))


def _faults(found: Offering) -> Iterator[Violation]:
    """What each entry allows but all of them together do not."""
    codes = [call.code for call in found.calls]
    yield from repeated("calls", codes)
    for place, call in enumerate(found.calls):
        yield from _after(f"calls[{place}].opens_at", call.opens_at, found.announced_at)
        yield from _after(f"calls[{place}].closes_at", call.closes_at, call.opens_at)
    for place, answer in enumerate(found.answers):
        yield from unknown(f"answers[{place}].call", answer.call, codes)
        yield from _after(f"answers[{place}].begun_at", answer.begun_at, found.announced_at)
        if answer.ends_at != answer.begun_at:
            yield from _after(f"answers[{place}].ends_at", answer.ends_at, answer.begun_at)
    for place, draft in enumerate(found.drafts):
        yield from unknown(f"drafts[{place}].call", draft.call, codes)


def _after(path: str, later: datetime, earlier: datetime) -> Iterator[Violation]:
    if later <= earlier:
        yield Violation("scenario.out_of_order", {"before_at": earlier.isoformat()}, path)
