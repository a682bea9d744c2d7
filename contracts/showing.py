"""Contracts as people read them: what pages are given to draw. Asks nothing: rows were fetched with their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from contracts import permissions, standing
from contracts.models import Contract, Gate, Tranche
from contracts.rules import BY_HAND
from core.templatetags.baro import in_language
from core.wording import day, krw, label
from programs.models import Indicator
from programs.policy import CONTINUITY, Policy

Terms = Mapping[str, Any]
TONES = {
    "drawn": "information",
    "institution_signed": "warning",
    "in_force": "success",
    "cancelled": "neutral",
    "waiting": "neutral",
    "released": "warning",
    "batched": "information",
    "paid": "success",
    "drawn_up": "information",
    "approved_once": "information",
    "approved": "warning",
    "discarded": "neutral",
    "ordered": "warning",
    "settled": "success",
    "instructed": "information",
    "accepted": "information",
    "rejected": "danger",
    "returned": "danger",
    "unmatched": "warning",
    "matched": "success",
    "explained": "neutral",
    "dropped": "neutral",
    "announced": "information",
    "confirmed": "success",
    "refused": "warning",
    "withdrawn": "neutral",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A contract in a list: its state and whose desk it lies on."""

    contract: Contract
    state: str
    tone: str
    next: standing.Standing

    @property
    def next_label(self) -> str:
        return label(f"next.{self.next.code}")

    @property
    def desk_label(self) -> str:
        return label(f"desk.{self.next.desk}")


def row(contract: Contract, actor: Actor, at: datetime) -> Row:
    sees = permissions.may_view_account(actor, contract)
    return Row(
        contract,
        label(f"contract.{contract.state}"),
        TONES[contract.state],
        standing.of_contract(contract, at, sees_account=sees),
    )


def account_text(contract: Contract, actor: Actor) -> str:
    """The account that money goes to: whole for those who name, confirm and pay to it, else masked; "" if unnamed."""
    payee = standing.payee_of(contract)
    if payee is None:
        return ""
    number = payee.number if permissions.may_view_account(actor, contract) else standing.masked(payee.number)
    return f"{payee.bank} {number} ({payee.holder})"


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled row of figures, the last of them its sum."""

    label: str
    figures: tuple[int, ...]
    is_sum: bool = False


def budget_lines(terms: Terms, policy: Policy) -> list[Line]:
    """The agreed budget: a row for each category and source, then one for each source, then all."""
    years = terms["years"]
    sources = list(dict.fromkeys(one["source"] for year in years for one in year["lines"]))
    sources.sort(key=lambda source: ("grant", "regional", "own").index(source))

    def line(name: str, keep: Callable[[Terms], bool], is_sum: bool = False) -> Line:
        figures = [sum(one["amount_krw"] for one in year["lines"] if keep(one)) for year in years]
        return Line(name, (*figures, sum(figures)), is_sum)

    lines = []
    for category in policy.budget.categories:
        for source in sources:
            name = f"{in_language(category, 'name')}, {label(f'source.{source}')}"
            wanted = (category.code, source)
            lines.append(line(name, lambda one, wanted=wanted: (one["category"], one["source"]) == wanted))  # type: ignore[misc]  # bound at once
    lines = [one for one in lines if one.figures[-1]]
    for source in sources:
        lines.append(line(label(f"source.{source}"), lambda one, source=source: one["source"] == source, True))  # type: ignore[misc]  # bound at once
    lines.append(line(_("Total"), lambda one: True, True))
    return lines


def target_lines(terms: Terms, indicators: Sequence[Indicator]) -> list[dict[str, Any]]:
    """The agreed targets: an indicator with its unit, and a value for each year."""
    values = {(one["indicator"], one["year"]): one["value"] for one in terms["targets"]}
    years = [year["index"] for year in terms["years"]]
    return [
        {
            "label": f"{in_language(indicator, 'name')} ({in_language(indicator, 'unit')})",
            "values": [_plain(values.get((indicator.code, index))) for index in years],
        }
        for indicator in indicators
        if any((indicator.code, index) in values for index in years)
    ]


def origin_lines(terms: Terms, indicators: Sequence[Indicator]) -> list[dict[str, Any]]:
    """Where each target of a merged project comes from, and what became of it; empty for a project of one team."""
    names = {one.code: one for one in indicators}
    return [
        {
            **one,
            "label": in_language(names[one["indicator"]], "name") if one["indicator"] in names else one["indicator"],
            "unit": in_language(names[one["indicator"]], "unit") if one["indicator"] in names else "",
            "was": _plain(one["was"]),
            "now": "" if one["now"] is None else _plain(one["now"]),
        }
        for one in terms.get("origins", ())
    ]


def _plain(value: str | None) -> str:
    return "–" if value is None else f"{Decimal(value).normalize():f}"


def parties(contract: Contract, terms: Terms) -> list[dict[str, str]]:
    """Who agreed on what, until when, for how much: rows of a summary list."""
    partners = "\n".join(in_language(one, "name") for one in terms["partners"])
    last_day = contract.ends_on - timedelta(days=1)
    return [
        {"label": _("Ministry"), "value": in_language(contract.ministry, "name")},
        {"label": _("Leading institution"), "value": in_language(contract.lead_organization, "name")},
        {"label": _("Partners"), "value": partners},
        {"label": _("Region"), "value": in_language(contract.region, "name")},
        {
            "label": _("Term"),
            "value": _("%(first)s to %(last)s") % {"first": day(contract.starts_on), "last": day(last_day)},
        },
        {"label": _("Grant"), "value": krw(contract.grant_krw)},
        {"label": _("Region's match"), "value": krw(contract.match_krw)},
        {"label": _("Own money"), "value": krw(contract.own_krw)},
    ]


def agreed_tranches(terms: Terms) -> list[dict[str, Any]]:
    """The tranches as agreed, with their dates as dates."""
    return [
        {
            "year": year["index"],
            "tranche": tranche,
            "due_on": date.fromisoformat(tranche["due_on"]),
            "spend_by": date.fromisoformat(year["spend_by"]),
        }
        for year in terms["years"]
        for tranche in year["tranches"]
    ]


def people_rows(terms: Terms) -> list[dict[str, str]]:
    """The people of the project with their part and share, and what each kind may be paid."""
    pay = {one["person_kind"]: one["pay"] for one in terms["pay"]}
    return [
        {
            "name": in_language(one, "name"),
            "part": label(f"part.{one['part']}"),
            "kind": label(f"person_kind.{one['person_kind']}"),
            "pay": label(f"pay.{pay[one['person_kind']]}") if one["person_kind"] in pay else "–",
            "share_bp": one["share_bp"],
        }
        for one in terms["people"]
    ]


def year_rows(contract: Contract, today: date) -> list[dict[str, Any]]:
    """Each project year with what was paid of its grant and how many months its money has."""
    return [
        {
            "year": year,
            "total_krw": year.grant_krw + year.match_krw + year.own_krw,
            "paid_krw": sum(one.amount_krw for one in year.tranches.all() if one.state == "paid"),
            "months": standing.months_to_spend(year, today),
            "is_paid": any(one.paid_at for one in year.tranches.all()),
        }
        for year in contract.years.all()
    ]


def tranche_cards(contract: Contract, at: datetime, sees_references: bool, runs: bool) -> list[dict[str, Any]]:
    """Each tranche with its gates: which are open since when, and who can open the others; part after part of one."""
    tranches = [
        one
        for year in contract.years.all()
        for one in sorted(year.tranches.all(), key=lambda one: (one.due_on, one.code != CONTINUITY, one.code, one.part))
    ]
    return [_tranche_card(contract, one, at, sees_references, runs) for one in tranches]


def _tranche_card(
    contract: Contract, tranche: Tranche, at: datetime, sees_references: bool, runs: bool
) -> dict[str, Any]:
    made = next((one for one in tranche.payments.all() if one.state == "paid"), None)
    waits = standing.of_tranche(tranche, at)
    return {
        "tranche": tranche,
        "year": next(year.index for year in contract.years.all() if year.pk == tranche.year_id),
        "state": label(f"tranche.{tranche.state}"),
        "tone": TONES[tranche.state],
        "next": label(f"next.{waits.code}"),
        "next_code": waits.code,
        "desk": label(f"desk.{waits.desk}"),
        "since": waits.since,
        "reference": made.bank_reference if made and sees_references else "",
        "gates": [_gate(gate, tranche, at, runs) for gate in tranche.gates.all()],
        "stops": list(tranche.stops.all()),
        "may_stop": runs and tranche.code == CONTINUITY and tranche.state == "waiting",
    }


def _gate(gate: Gate, tranche: Tranche, at: datetime, runs: bool) -> dict[str, Any]:
    """A gate: open since when; or shut, who can open it, and since when it waits for him (or from when, if not yet)."""
    desk = standing.OPENERS.get(gate.code, standing.Desk.OFFICER)
    since = standing.waiting_since(gate, tranche)
    return {
        "code": gate.code,
        "label": label(f"gate.{gate.code}"),
        "by_hand": runs and gate.opened_at is None and gate.code in BY_HAND,
        "opened_at": gate.opened_at,
        "desk": label(f"desk.{desk}"),
        "since": since if desk is not standing.Desk.TIME and since <= at else None,
        "from_on": tranche.due_on,
    }


def steps(contract: Contract) -> list[dict[str, str]]:
    """How far a contract is: drawn up, account, both signatures, first payment."""
    paid = any(one.state == "paid" for year in contract.years.all() for one in year.tranches.all())
    named = standing.payee_of(contract) is not None or contract.state != "drawn"
    done = [
        (_("Drawn up"), True),
        (_("Account named"), named),
        (_("Signed by the institution"), contract.state in {"institution_signed", "in_force"}),
        (_("In force"), contract.state == "in_force"),
        (_("First payment"), paid),
    ]
    current = next((place for place, (_name, is_done) in enumerate(done) if not is_done), len(done))
    return [
        {"label": name, "state": "done" if is_done else "current" if place == current else "todo"}
        for place, (name, is_done) in enumerate(done)
    ]
