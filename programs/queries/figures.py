"""Figures of the regions, read: the table that counts, the ones before it, and what they make of each region."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import Region
from accounts.queries import regions_on
from programs.models import Program, RegionalFigures
from programs.policy import Balance, BandCut, Policy
from programs.queries.programs import latest_published, policy_of
from programs.rules import YEARS, Figures, Index, figure_of, indices_of


def figures_of_program(program_id: int) -> QuerySet[RegionalFigures]:
    """Every version of a programme's table, the newest first."""
    return RegionalFigures.objects.filter(program_id=program_id)


def as_figures(table: RegionalFigures | None) -> Figures:
    """The figures of a table as values; of none, nothing."""
    found = table.cells if table else {}
    return {
        region: {code: figure for code, cell in row.items() if (figure := figure_of(cell)) is not None}
        for region, row in found.items()
    }


def policy_balanced(program: Program) -> Policy | None:
    """The programme's newest published rules, where they know a balance index."""
    rule_set = latest_published(program.pk)
    policy = policy_of(rule_set) if rule_set else None
    return policy if policy and policy.balance else None


def regions_of_year(policy: Policy, year: int) -> list[Region]:
    """The regions at the end of a year that the rules let lead; none of a year that nobody keeps figures of."""
    known = regions_on(date(year, 12, 31)) if year in YEARS else ()
    return [region for region in known if policy.lets_lead(region.code)]


def indices_under(policy: Policy, balance: Balance, figures: Figures) -> dict[str, Index]:
    """The index of each region that the rules let lead and whose figures are whole."""
    codes = {measure.code for measure in balance.measures}
    whole = {region: row for region, row in figures.items() if policy.lets_lead(region) and codes <= row.keys()}
    return indices_of(whole, balance, policy.division.cut if policy.division else BandCut.BY_ORDER)
