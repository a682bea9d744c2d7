"""What an offer to merge must keep: one region, whole money, targets that each come from somewhere. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.money import split_krw
from core.refusals import Value, Violation
from programs.policy import Policy, Source
from programs.policy.checks import Line
from proposals.rules.budget import budget_check
from proposals.rules.pledge import source_by_year


@dataclass(frozen=True, slots=True)
class Original:
    """A proposal that is asked to merge: who it is, what it was handed in with, and what it would have of the money."""

    number: str
    state: str
    region: str
    content: Mapping[str, Any]
    year_krw: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A target that the merged team takes over from the original that had promised it, at its height or another."""

    number: str
    indicator: str
    year: int
    value: Decimal


def merge_violations(
    policy: Policy, originals: Sequence[Original], lines: Sequence[Line], targets: Sequence[KeptTarget]
) -> list[Violation]:
    """Everything that stands against an offer: who is in it, the shares, the budget, the targets."""
    return [
        *_who(policy, originals),
        *_shares(policy, originals, lines),
        *budget_check(policy, lines),
        *_targets(policy, originals, targets),
    ]


def _who(policy: Policy, originals: Sequence[Original]) -> Iterator[Violation]:
    merging = policy.selection.merging
    if not merging.allowed:
        yield Violation("merge.not_allowed", clause="selection.merging.allowed")
    if not 2 <= len(originals) <= max(merging.max_originals, 2):
        values = {"given": len(originals), "most": merging.max_originals}
        yield Violation("merge.how_many", values, "originals", "selection.merging.max_originals")
    if len({original.region for original in originals}) > 1:
        yield Violation("merge.regions_differ", field="originals")
    for original in originals:
        if original.state != "submitted":
            yield Violation("merge.original_not_open", {"number": original.number}, "originals")


def _shares(policy: Policy, originals: Sequence[Original], lines: Sequence[Line]) -> Iterator[Violation]:
    """Each year's grant is shared out to the won: no won of it is lost, none is promised twice."""
    count = policy.project_years.count
    for original in originals:
        if len(original.year_krw) != count or min(original.year_krw, default=0) < 0:
            values: dict[str, Value] = {"number": original.number, "count": count}
            yield Violation("merge.share_not_understood", values, f"shares.{original.number}")
            return
    for year in range(1, count + 1):
        grant_krw = sum(line.amount_krw for line in lines if line.year == year and line.source is Source.GRANT)
        shared_krw = sum(original.year_krw[year - 1] for original in originals)
        if grant_krw != shared_krw:
            sums: dict[str, Value] = {"year": year, "grant_krw": grant_krw, "shared_krw": shared_krw}
            yield Violation("merge.shares_do_not_add_up", sums, f"shares.{year}")


def _targets(policy: Policy, originals: Sequence[Original], targets: Sequence[KeptTarget]) -> Iterator[Violation]:
    known = {
        (original.number, target["indicator"], target["year"])
        for original in originals
        for target in original.content["targets"]
    }
    for target in targets:
        field = f"targets.{target.number}.{target.indicator}.{target.year}"
        if (target.number, target.indicator, target.year) not in known:
            yield Violation("merge.target_from_nowhere", {"indicator": target.indicator}, field)
        if target.value < 0:
            yield Violation("merge.target_negative", {"indicator": target.indicator}, field)
    kept = len({(target.indicator, target.year) for target in targets})
    if kept < policy.targets.minimum:
        values = {"kept": kept, "minimum": policy.targets.minimum}
        yield Violation("merge.too_few_targets", values, "targets", "targets.minimum")


def shared_budget(policy: Policy, originals: Sequence[Original]) -> tuple[Line, ...]:
    """A budget to start from: the originals' lines together, brought down in proportion to one team's ceiling.

    Every source of a year is scaled alike, so that caps and match keep their shares; no won is lost to rounding.
    """
    sums: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for original in originals:
        for line in original.content["lines"]:
            sums[line["year"]][line["category"], line["source"]] += line["amount_krw"]
    lines: list[Line] = []
    for year, cells in sorted(sums.items()):
        for source in Source:
            of_source = {category: won for (category, one), won in sorted(cells.items()) if one == source}
            whole_krw, grant_krw = sum(of_source.values()), sum(w for (_, one), w in cells.items() if one == "grant")
            ceiling_krw = policy.budget.max_grant_per_year_krw
            if grant_krw > ceiling_krw:
                # up for what is not grant: the region's share must not fall below its floor by a won
                whole_krw = whole_krw * ceiling_krw // grant_krw
                whole_krw += source is not Source.GRANT and bool(of_source)
            if whole_krw:
                parts = split_krw(whole_krw, list(of_source.values()))
                lines += [
                    Line(year, category, source, won) for category, won in zip(of_source, parts, strict=True) if won
                ]
    return tuple(lines)


def merged_content(
    *,
    terms: Mapping[str, Any],
    contents: Sequence[Mapping[str, Any]],
    numbers: Sequence[str],
    project_uid: str,
    sums: Mapping[str, int],
) -> dict[str, Any]:
    """The dossier of the merged proposal: the leading original's, with everybody's partners, people, texts and files.

    `contents` and `numbers` are of the originals, the leading one first. Each text says from which original it is; each
    target names the one that had promised it.
    """
    first = contents[0]
    partners = {one["uid"]: one for content in contents for one in content["partners"]}
    for content in contents[1:]:
        partners.setdefault(content["lead"]["uid"], {**content["lead"], "contribution": ""})
    partners.pop(first["lead"]["uid"], None)
    people: dict[str, dict[str, Any]] = {}
    for content in contents:
        for person in content["people"]:
            standing = people.get(person["uid"])
            if standing is None:
                part = person["part"] if content is first or person["part"] != "leader" else "member"
                people[person["uid"]] = {**person, "part": part}
            else:
                standing["share_bp"] = min(10_000, standing["share_bp"] + person["share_bp"])
    sections: dict[str, str] = {}
    for number, content in zip(numbers, contents, strict=True):
        for code, text in content["sections"].items():
            sections[code] = f"{sections[code]}\n\n" if code in sections else ""
            sections[code] += f"[{number}] {text}"
    answers = _answers(numbers, contents)
    totals: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for target in terms["targets"]:
        totals[target["indicator"], target["year"]] += Decimal(target["value"])
    return {
        "call": first["call"],
        "rule_set": first["rule_set"],
        "project_uid": project_uid,
        "title_ko": terms["title_ko"],
        "title_en": terms["title_en"],
        "sector": first["sector"],
        "lead": first["lead"],
        "partners": list(partners.values()),
        "people": list(people.values()),
        "sections": sections,
        **({"answers": answers} if answers else {}),
        "lines": terms["lines"],
        "targets": [
            {"indicator": indicator, "year": year, "value": f"{value:.2f}"}
            for (indicator, year), value in sorted(totals.items())
        ],
        "files": [file for content in contents for file in content["files"]],
        "sums": dict(sums),
        "originals": list(numbers),
        "coordinator": terms["coordinator"],
    }


def _answers(numbers: Sequence[str], contents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The answers of all originals, each with the number of its own."""
    return [
        {**one, **{name: f"[{number}] {one[name] or one['title_ko']}" for name in ("title_ko", "title_en")}}
        for number, content in zip(numbers, contents, strict=True)
        for one in content.get("answers", ())
    ]


def grants_by_year(policy: Policy, lines: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """The grant of each project year, from a dossier's lines."""
    return source_by_year(lines, Source.GRANT, policy.project_years.count)
