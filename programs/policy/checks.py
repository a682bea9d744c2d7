"""Rules that need no more than a rule set and amounts: budget against its caps, match against its share."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from core.money import Rounding, below_bp, bp_of, exceeds_bp, share_bp
from core.refusals import Violation
from programs.policy.money import Band, Basis, Category, MatchForm, Source
from programs.policy.root import Policy


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a budget; project years count from 1, ``field`` is where the cell stands."""

    year: int
    category: str
    source: Source
    amount_krw: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class MatchOffer:
    """What a region offers a project for one project year, beside the grant asked for in that year."""

    year: int
    grant_krw: int
    cash_krw: int
    in_kind_krw: int = 0
    field: str = ""

    @property
    def match_krw(self) -> int:
        return self.cash_krw + self.in_kind_krw


def budget_violations(policy: Policy, lines: Sequence[Line], explained: Collection[str] = ()) -> list[Violation]:
    """All that the rule set refuses in a budget; ``explained`` are categories whose excess has a reason."""
    found = [*_line_violations(policy, lines)]
    for year in range(1, policy.project_years.count + 1):
        of_year = [line for line in lines if line.year == year]
        found.extend(_grant_violations(policy, year, of_year))
        found.extend(
            violation
            for category, violation in _over_caps(policy, year, of_year)
            if category.band is Band.BLOCK or (category.band is Band.EXPLAIN and category.code not in explained)
        )
    return [*found, *_tier_violations(policy, lines)]


def budget_notices(policy: Policy, lines: Sequence[Line]) -> list[Violation]:
    """Caps that are passed where the rule set only points it out."""
    return [
        violation
        for year in range(1, policy.project_years.count + 1)
        for category, violation in _over_caps(policy, year, [line for line in lines if line.year == year])
        if category.band is Band.NOTIFY
    ]


def match_violations(policy: Policy, offers: Sequence[MatchOffer]) -> list[Violation]:
    """Everything in a region's offer that the rule set refuses, year by year."""
    return [violation for offer in offers for violation in _offer_violations(policy, offer)]


def required_match_krw(policy: Policy, grant_krw: int) -> int:
    """The least whole won that make up the region's share beside a grant.

    Of grant plus match: the least ``m`` with ``m >= share * (grant + m)``.
    """
    rate = policy.match.share_bp
    if policy.match.basis is Basis.GRANT:
        return bp_of(grant_krw, rate, Rounding.UP)
    return -(-grant_krw * rate // (10_000 - rate))


def base_krw(lines: Sequence[Line], basis: Basis) -> int:
    """What shares of one project year are taken of. Own money of the institutions is in neither basis."""
    counted = {Source.GRANT} if basis is Basis.GRANT else {Source.GRANT, Source.REGIONAL}
    return sum(line.amount_krw for line in lines if line.source in counted)


def _line_violations(policy: Policy, lines: Sequence[Line]) -> Iterator[Violation]:
    for line in lines:
        if policy.budget.category(line.category) is None:
            values: dict[str, str | int] = {"category": line.category}
            yield Violation("budget.category_unknown", values, line.field, "budget.categories")
        if line.source not in policy.budget.sources:
            yield Violation("budget.source_unknown", {"source": line.source.value}, line.field, "budget.sources")
        if not 1 <= line.year <= policy.project_years.count:
            values = {"year": line.year, "count": policy.project_years.count}
            yield Violation("budget.year_unknown", values, line.field, "project_years.count")
        if line.amount_krw < 0:
            yield Violation("budget.amount_negative", {"amount_krw": line.amount_krw}, line.field, "budget")


def _grant_violations(policy: Policy, year: int, lines: Sequence[Line]) -> Iterator[Violation]:
    grant_krw = base_krw(lines, Basis.GRANT)
    least, most = policy.budget.min_grant_per_year_krw, policy.budget.max_grant_per_year_krw
    if grant_krw == 0:
        yield Violation("budget.year_empty", {"year": year}, "", "project_years.count")
    elif grant_krw < least:
        values = {"year": year, "grant_krw": grant_krw, "floor_krw": least}
        yield Violation("budget.grant_below_floor", values, "", "budget.min_grant_per_year_krw")
    if grant_krw > most:
        values = {"year": year, "grant_krw": grant_krw, "ceiling_krw": most}
        yield Violation("budget.grant_above_ceiling", values, "", "budget.max_grant_per_year_krw")


def grants_by_year(policy: Policy, lines: Sequence[Line]) -> tuple[int, ...]:
    """The grant of each project year, in order."""
    years = range(1, policy.project_years.count + 1)
    return tuple(base_krw([line for line in lines if line.year == year], Basis.GRANT) for year in years)


def _tier_violations(policy: Policy, lines: Sequence[Line]) -> Iterator[Violation]:
    """A project is of one tier in all its years; a year without grant is refused for that alone."""
    grants = [grant for grant in grants_by_year(policy, lines) if grant]
    if policy.tiers is not None and grants and policy.tiers.of(grants) is None:
        values = {"least_krw": min(grants), "most_krw": max(grants)}
        yield Violation("budget.outside_tiers", values, "", "tiers.levels")


def _over_caps(policy: Policy, year: int, lines: Sequence[Line]) -> Iterator[tuple[Category, Violation]]:
    """Each category of one project year that passes its cap. Amounts and base are of the same sources."""
    whole = base_krw(lines, policy.budget.cap_basis)
    for category in policy.budget.categories:
        of_category = [line for line in lines if line.category == category.code]
        part = base_krw(of_category, policy.budget.cap_basis)
        if category.cap_bp is None or not exceeds_bp(part, whole, category.cap_bp):
            continue
        values: dict[str, str | int] = {
            "year": year,
            "category_ko": category.name_ko,
            "category_en": category.name_en or category.name_ko,
            "amount_krw": part,
            "base_krw": whole,
            "share_bp": share_bp(part, whole),
            "cap_bp": category.cap_bp,
            "allowed_krw": bp_of(whole, category.cap_bp, Rounding.DOWN),
        }
        clause = f"budget.categories.{category.code}.cap_bp"
        fields = [line.field for line in of_category if line.field]
        yield (
            category,
            Violation(f"budget.{category.kind}_above_cap", values, fields[0] if fields else "", clause),
        )


def _offer_violations(policy: Policy, offer: MatchOffer) -> Iterator[Violation]:
    match = policy.match
    if offer.cash_krw < 0 or offer.in_kind_krw < 0:
        yield Violation("match.amount_negative", {"year": offer.year}, offer.field, "match")
        return
    for form, amount_krw in ((MatchForm.CASH, offer.cash_krw), (MatchForm.IN_KIND, offer.in_kind_krw)):
        if amount_krw and form not in match.forms:
            code = f"match.{form}_not_accepted"
            yield Violation(code, {"year": offer.year, "amount_krw": amount_krw}, offer.field, "match.forms")
    whole = offer.grant_krw + (offer.match_krw if match.basis is Basis.PROJECT_YEAR_BUDGET else 0)
    values: dict[str, str | int] = {
        "year": offer.year,
        "match_krw": offer.match_krw,
        "given_bp": share_bp(offer.match_krw, whole),
        "share_bp": match.share_bp,
        "required_krw": required_match_krw(policy, offer.grant_krw),
    }
    if below_bp(offer.match_krw, whole, match.share_bp):
        yield Violation("match.below_share", values, offer.field, "match.share_bp")
    if below_bp(offer.cash_krw, offer.match_krw, match.min_cash_bp):
        values = {"year": offer.year, "cash_krw": offer.cash_krw, "min_cash_bp": match.min_cash_bp}
        yield Violation("match.cash_below_share", values, offer.field, "match.min_cash_bp")
