"""Find what regions owe and have deposited, with everything a page touches; and write what a contract starts with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.queries import holders
from accounts.roles import Role
from contracts import rules
from contracts.models import Account, Contract, MatchDeposit, MatchYear
from contracts.queries.contracts import visible_to
from core.models import StoredFile
from core.refusals import NotFound
from programs.policy import Policy
from proposals.models import MatchPledge


def write_matches(contract: Contract, policy: Policy) -> None:
    """What the region owes each year of a contract that was just drawn: its part in kind as it was pledged."""
    pledge = MatchPledge.objects.filter(proposal_id=contract.proposal_id, state="made").first()
    in_kind = dict(enumerate(pledge.in_kind_krw if pledge else (), start=1))
    asked = rules.asks_for_deposit(policy)
    rows = []
    for year in contract.years.all():
        part_krw = min(year.match_krw, in_kind.get(year.index, 0))
        if year.match_krw:
            rows.append(
                MatchYear(
                    contract=contract,
                    year=year,
                    region_id=contract.region_id,
                    is_ruled=asked,
                    cash_krw=year.match_krw - part_krw,
                    in_kind_krw=part_krw,
                )
            )
    MatchYear.objects.bulk_create(rows)


def date_matches(contract: Contract, policy: Policy, *, signed_on: date) -> None:
    """When each year's deposit is due, and the first reminder of it, once the contract is signed."""
    lead_days = policy.project_years.reminder_lead_days
    for match in contract.matches.select_related("year"):
        due = rules.due_on(policy, index=match.year.index, starts_on=match.year.starts_on, signed_on=signed_on)
        coming = rules.next_reminder(due, lead_days, after=signed_on) if match.cash_krw else None
        MatchYear.objects.filter(pk=match.pk).update(due_on=due, remind_on=coming)


def commitment_of(contract: Contract) -> dict[str, Any]:
    """What the region signs for a contract as it stands."""
    rows = contract.matches.select_related("year").order_by("year__index")
    years = [(row.year.index, rules.Match(row.cash_krw, row.in_kind_krw), row.due_on) for row in rows]
    return rules.commitment_of(number=contract.number, region=contract.region.code, sha256=contract.sha256, years=years)


def match_now(match: MatchYear) -> rules.Match:
    """How far one year's match is, read anew; whether it is overdue is not asked."""
    return figures_of(_with_drawn(MatchYear.objects.filter(pk=match.pk)).get(), None)


def figures_of(row: Any, on: date | None) -> rules.Match:
    """How far a row is on a day: a `MatchYear` that was fetched with its deposits and what was drawn of it."""
    given = list(row.deposits.all())
    confirmed = [one for one in given if one.state == "confirmed"]
    return rules.Match(
        cash_krw=row.cash_krw,
        in_kind_krw=row.in_kind_krw,
        deposited_krw=sum(one.amount_krw for one in confirmed),
        cash_deposited_krw=sum(one.amount_krw for one in confirmed if one.form == "cash"),
        announced_krw=sum(one.amount_krw for one in given if one.state == "announced"),
        drawn_krw=row.drawn_krw,
        council_krw=row.council_krw,
        is_overdue=on is not None and row.due_on is not None and on > row.due_on,
    )


def _with_drawn(rows: QuerySet[MatchYear]) -> QuerySet[MatchYear]:
    """Each with `drawn_krw`: what was spent of it, whether accepted or not."""
    drawn = Account.objects.filter(year_id=OuterRef("year_id"), source="regional", kind__in=rules.SPENT).order_by()
    sums = drawn.values("year_id").annotate(won=Sum("balance_krw")).values("won")
    return rows.annotate(drawn_krw=Coalesce(Subquery(sums), Value(0), output_field=BigIntegerField()))


def left_to_deposit(match: MatchYear) -> Mapping[str, int]:
    """Whole won that may still be announced, by form: what is owed less what stands."""
    standing = match.deposits.filter(state__in=("announced", "confirmed")).order_by().values("form")
    given = dict(standing.annotate(won=Sum("amount_krw")).values_list("form", "won"))
    return {
        "cash": match.cash_krw - given.get("cash", 0),
        "in_kind": match.in_kind_krw - given.get("in_kind", 0),
    }


def matches_visible_to(actor: Actor) -> QuerySet[MatchYear]:
    """What regions owe under the contracts that the actor sees, the latest project year first."""
    own = visible_to(actor).filter(~Q(state="cancelled")).order_by().values("pk")
    rows = _with_drawn(MatchYear.objects.filter(contract__in=own)).prefetch_related("deposits")
    related = ("year", "region", "contract__lead_organization", "contract__match_signature")
    return rows.select_related(*related).order_by("-year__starts_on", "contract__number", "year__index")


def match_page(contract_uid: UUID, by: Actor) -> Contract:
    """A contract with its region's signature, years owed and deposits. Raises NotFound."""
    deposits = MatchDeposit.objects.select_related("document").order_by("-announced_at", "-id")
    matches = _with_drawn(MatchYear.objects.select_related("year")).order_by("year__index")
    rows = visible_to(by).select_related("match_signature")
    rows = rows.prefetch_related(Prefetch("matches", matches), Prefetch("matches__deposits", deposits))
    found = rows.filter(uid=contract_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def deposit_for(deposit_uid: UUID, by: Actor) -> MatchDeposit:
    """A deposit of a contract that the actor sees, with both. Raises NotFound."""
    own = visible_to(by).order_by().values("pk")
    rows = MatchDeposit.objects.select_related(
        "match__year", "document", "contract__call__program", "contract__region", "contract__lead_organization"
    )
    found = rows.filter(uid=deposit_uid, contract__in=own).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def deposit_document(deposit_uid: UUID, by: Actor) -> StoredFile:
    """The document of a deposit. Raises NotFound."""
    document = deposit_for(deposit_uid, by).document
    if document is None:
        raise NotFound.because("http.not_found")
    return document


def to_remind(on: date) -> QuerySet[MatchYear]:
    """Years of contracts in force whose region is reminded on a day."""
    return MatchYear.objects.filter(remind_on__lte=on, contract__state="in_force")


def region_of(contract: Contract, at: datetime) -> list[int]:
    """Users at the government of the contract's region."""
    return holders(Role.REGION_OFFICER, at=at, region_id=contract.region_id)


def to_sign_match(regions: Iterable[int | None]) -> QuerySet[Contract]:
    """Contracts of these regions whose rule set asks for a deposit and whose match the region has not signed."""
    ruled = MatchYear.objects.filter(contract=OuterRef("pk"), is_ruled=True)
    rows = Contract.objects.filter(Exists(ruled), region_id__in=list(regions), match_signature__isnull=True)
    return rows.exclude(state="cancelled")


def to_deposit(regions: Iterable[int | None]) -> QuerySet[MatchYear]:
    """Years of contracts in force of these regions that are due on a day and of which cash is missing."""
    standing = Sum(
        "deposits__amount_krw",
        filter=Q(deposits__form="cash", deposits__state__in=("announced", "confirmed")),
        default=0,
    )
    rows = MatchYear.objects.filter(region_id__in=list(regions), contract__state="in_force", due_on__isnull=False)
    return rows.annotate(given_krw=standing).filter(given_krw__lt=F("cash_krw"))
