"""People, organisations, regions, offices and delegations, with all that their lists and pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Appointment, Delegation, Office, Organization, Person, Region, User
from accounts.permissions import may_read_directory
from accounts.queries.actors import running
from accounts.roles import Role


def regions_on(on: date) -> QuerySet[Region]:
    """The regions as they stood on a day, in their usual order."""
    return Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on).order_by("order")


def organizations() -> QuerySet[Organization]:
    """All organisations with region and successor."""
    return Organization.objects.select_related("region", "successor").order_by("name_ko", "id")


def organizations_like(text: str, *, kinds: Iterable[str] = (), limit: int = 20) -> list[Organization]:
    """Organisations by a part of a name or of the business number; those with a successor come last."""
    found = organizations().order_by(F("successor_id").asc(nulls_first=True), "name_ko", "id")
    if kinds:
        found = found.filter(kind__in=list(kinds))
    return list(found.filter(organization_is(text))[:limit])


def organization_is(text: str) -> Q:
    text = text.strip()
    return Q(name_ko__icontains=text) | Q(name_en__icontains=text) | Q(business_number__contains=text.replace("-", ""))


def institutions_of(actor: Actor) -> list[Organization]:
    """Whom this actor may lead a project for: his organisation, and those whose institution's office he holds."""
    numbers = {held.organization_id for held in actor.offices if held.role is Role.INSTITUTION_OFFICER}
    if actor.organization_id is not None:
        numbers.add(actor.organization_id)
    return list(organizations().filter(pk__in=numbers))


def people(actor: Actor) -> QuerySet[Person]:
    """The people whom this actor may view (`permissions.may_view_person`), with organisation and account."""
    found = Person.objects.select_related("organization", "user").order_by("name_ko", "id")
    if may_read_directory(actor):
        return found
    own = Q(pk=actor.person_id) if actor.person_id is not None else Q(pk__in=())
    return found.filter(own | Q(organization_id__in={held.organization_id for held in actor.offices}))


def people_like(text: str, *, organization_ids: Iterable[int] = (), limit: int = 20) -> list[Person]:
    """People by a part of a name or of the researcher number, for choosing one; all or of some organisations."""
    found = Person.objects.select_related("organization").filter(person_is(text)).order_by("name_ko", "id")
    if organization_ids:
        found = found.filter(organization_id__in=list(organization_ids))
    return list(found[:limit])


def person_is(text: str) -> Q:
    text = text.strip()
    return Q(name_ko__icontains=text) | Q(name_en__icontains=text) | Q(researcher_number__startswith=text)


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The name to show for each of these users: the person's, or the e-mail of an account without one."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "person__name_ko", "email")
    return {number: name or email for number, name, email in rows}


def appointments() -> QuerySet[Appointment]:
    """All appointments with office, organisation and person."""
    return Appointment.objects.select_related("office__organization", "person").order_by("-starts_on", "id")


def appointments_of(person: Person) -> list[Appointment]:
    """Everything that a person holds, held or will hold, the latest first."""
    return list(appointments().filter(person=person))


def appointments_in(office: Office) -> list[Appointment]:
    """Everybody who holds, held or will hold an office, the latest first."""
    return list(appointments().filter(office=office))


def all_offices(on: date) -> QuerySet[Office]:
    """Every office, closed ones too, with organisation and all that `desks` needs to tell who holds it on a day."""
    current = Appointment.objects.filter(running(on)).select_related("person").order_by("id")
    ended = Appointment.objects.filter(acting=False, ends_on__lte=on).order_by("ends_on")
    return (
        Office.objects.select_related("organization", "organization__region")
        .prefetch_related(
            Prefetch("appointments", queryset=current, to_attr="running_appointments"),
            Prefetch("appointments", queryset=ended, to_attr="ended_appointments"),
        )
        .order_by("organization__name_ko", "role", "id")
    )


def offices(on: date) -> QuerySet[Office]:
    """Those of `all_offices` that are not closed."""
    return all_offices(on).filter(closed_at__isnull=True)


def vacant_offices(on: date) -> QuerySet[Office]:
    """Those of `offices` that nobody holds on a day, whether somebody acts in them or not."""
    holding = Appointment.objects.filter(running(on), office=OuterRef("pk"), acting=False)
    return offices(on).filter(~Exists(holding))


@dataclass(frozen=True, slots=True)
class Desk:
    """An office as it stands on a day: `vacant_since` is the day from which nobody holds it, if it was ever held."""

    office: Office
    holder: Appointment | None
    acting: Appointment | None
    vacant_since: date | None


def desks(rows: Iterable[Office]) -> list[Desk]:
    """Who holds these offices, which must come from `offices` or `vacant_offices`."""
    found = []
    for office in rows:
        current: list[Appointment] = getattr(office, "running_appointments")  # noqa: B009  put there by the prefetch
        ended: list[Appointment] = getattr(office, "ended_appointments")  # noqa: B009
        holder = next((one for one in current if not one.acting), None)
        acting = next((one for one in current if one.acting), None)
        since = ended[-1].ends_on if holder is None and ended else None
        found.append(Desk(office, holder, acting, since))
    return found


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """The delegations that this actor may view (`permissions.may_view_delegation`), with both sides."""
    found = Delegation.objects.select_related("ministry", "agency").order_by("-starts_on", "id")
    if may_read_directory(actor):
        return found
    own = {held.organization_id for held in actor.offices}
    return found.filter(Q(ministry_id__in=own) | Q(agency_id__in=own))
