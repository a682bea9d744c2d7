"""The main menu: one table for all rooms, since the order is the portal's and not a room's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from reporting.permissions import may_look_after_sweeps, may_oversee, reads_directory

DESKS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)
NOT_IN_TEAMS = (*DESKS, Role.REGION_OFFICER, Role.EXPERT, Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: the page by its URL name, and for whom it stands there."""

    url_name: str
    label: Promise
    shown: Callable[[Actor], bool]


def everybody(actor: Actor) -> bool:
    return True


def writes_proposals(actor: Actor) -> bool:
    """A person of an institution, or the holder of its office; not whoever decides, judges or oversees."""
    return actor.holds(Role.INSTITUTION_OFFICER) or (
        actor.is_known and actor.organization_id is not None and not (actor.roles | actor.waiting) & set(NOT_IN_TEAMS)
    )


def runs_calls(actor: Actor) -> bool:
    return actor.holds(*DESKS)


def ranks(actor: Actor) -> bool:
    return actor.holds(Role.REGION_OFFICER)


def reads_register(actor: Actor) -> bool:
    """Whoever is handed proposals: the desks, the regions, and those who look on."""
    return follows(actor) or ranks(actor)


def answers_plans(actor: Actor) -> bool:
    """Whoever is asked for a region's plan, or reads them."""
    return ranks(actor) or follows(actor)


def judges(actor: Actor) -> bool:
    return actor.holds(Role.EXPERT)


def runs_contracts(actor: Actor) -> bool:
    return actor.holds(*DESKS, Role.INSTITUTION_OFFICER, Role.REGION_OFFICER) or actor.is_overseer


def matches(actor: Actor) -> bool:
    """Regions, and those who follow what they deposit."""
    return actor.holds(*DESKS, Role.REGION_OFFICER) or actor.is_overseer


def follows(actor: Actor) -> bool:
    """The desks, and those who look on."""
    return actor.holds(*DESKS) or actor.is_overseer


ENTRIES = (
    Entry("reporting:home", _("Home"), everybody),
    Entry("programs:calls", _("Calls"), everybody),
    Entry("proposals:list", _("My proposals"), writes_proposals),
    Entry("programs:desk", _("Our calls"), runs_calls),
    Entry("reporting:register", _("All proposals"), reads_register),
    Entry("reviews:mine", _("My reviews"), judges),
    Entry("reviews:desk", _("Reviews and selection"), follows),
    Entry("scenarios:calls-to-try", _("Try other rules"), follows),
    Entry("proposals:regional", _("Ranking and match"), ranks),
    Entry("proposals:plans", _("Plans of the regions"), answers_plans),
    Entry("contracts:list", _("Contracts"), runs_contracts),
    Entry("contracts:matches", _("Match and deposits"), matches),
    Entry("contracts:payments", _("Payments"), follows),
    Entry("contracts:books", _("Books"), may_oversee),
    Entry("reviews:all-results", _("Results"), everybody),
    Entry("contracts:awards", _("Money by region"), everybody),
    Entry("proposals:overlaps", _("Overlaps"), follows),
    Entry("reporting:overview", _("All programmes"), may_oversee),
    Entry("accounts:people", _("People"), reads_directory),
    Entry("accounts:organizations", _("Organisations"), reads_directory),
    Entry("accounts:offices", _("Offices"), reads_directory),
    Entry("accounts:delegations", _("Delegations"), reads_directory),
    Entry("reporting:sweeps", _("Scheduled work"), may_look_after_sweeps),
)


def entries_for(actor: Actor) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.shown(actor)]
