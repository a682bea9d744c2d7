"""Who may? The actor and the row's own columns, nothing else."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.models import Delegation, Message, Office, Organization, Person
from accounts.roles import Role


def may_administer(actor: Actor) -> bool:
    """People, organisations, offices and accounts are the administrator's; the system sets up a world."""
    return actor.is_system or actor.holds(Role.ADMINISTRATOR)


def may_read_directory(actor: Actor) -> bool:
    """Who reads about everybody: whoever administers or oversees."""
    return may_administer(actor) or actor.is_overseer


def may_view_person(actor: Actor, person: Person) -> bool:
    """Oneself, the people of one's own organisations, everybody for who reads the directory."""
    return (
        may_read_directory(actor)
        or (actor.person_id is not None and person.pk == actor.person_id)
        or (
            person.organization_id is not None
            and person.organization_id in {held.organization_id for held in actor.offices}
        )
    )


def may_view_organization(actor: Actor, organization: Organization) -> bool:
    """Everybody signed in: who takes part is no secret."""
    return actor.is_known or actor.is_system


def may_view_office(actor: Actor, office: Office) -> bool:
    """Everybody signed in: whose desk something lies on is no secret."""
    return actor.is_known or actor.is_system


def may_see_desk(actor: Actor, office: Office) -> bool:
    """What lies on an office's desk: officers of the same organisation, and who reads the directory."""
    own = any(held.organization_id == office.organization_id for held in actor.offices)
    return own or may_read_directory(actor)


def may_delegate(actor: Actor, ministry_id: int) -> bool:
    """The administrator, and an officer of the ministry itself."""
    return may_administer(actor) or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)


def may_view_delegation(actor: Actor, delegation: Delegation) -> bool:
    """Both sides, and who reads the directory."""
    return may_read_directory(actor) or any(
        held.organization_id in {delegation.ministry_id, delegation.agency_id} for held in actor.offices
    )


def may_view_message(actor: Actor, message: Message) -> bool:
    """One's own alone."""
    return actor.user_id is not None and message.user_id == actor.user_id
