"""Who acts: the plain value that every action, permission and query is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from accounts.roles import TRAITS, Power, Role
from core.scope import PUBLIC, SYSTEM, Scope


@dataclass(frozen=True, slots=True)
class Delegated:
    """One power of a ministry in an agency's hands; for one programme, or for all where `program_uid` is None."""

    ministry_id: int
    power: str
    program_uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An office that the actor holds at this moment, or acts for.

    `ministry_ids` are the ministries it works for: its own, or those that delegate to its agency, each with the powers
    delegated (`powers`; a ministry's own office has them all and lists none).
    """

    role: Role
    office_id: int
    organization_id: int
    region_id: int | None = None
    ministry_ids: frozenset[int] = frozenset()
    powers: frozenset[Delegated] = frozenset()
    acting: bool = False

    def has_power(self, ministry_id: int, power: Power | None, program_uid: UUID | None) -> bool:
        return any(
            given.ministry_id == ministry_id
            and (power is None or given.power == power)
            and given.program_uid in {None, program_uid}
            for given in self.powers
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, the system or nobody, with the offices held at one moment.

    `second_factor` tells whether the session was opened with one; a role that needs it counts only then. `stepped_up`
    tells whether it was shown lately enough for money and decisions.
    """

    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    name_en: str = ""
    organization_id: int | None = None
    offices: tuple[Held, ...] = ()
    second_factor: bool = False
    stepped_up: bool = False
    is_system: bool = False
    address: str | None = None
    request_id: str = ""
    language: str = "ko"
    waiting: frozenset[Role] = field(default=frozenset())
    """Roles held that do not count yet, for want of a second factor."""

    @classmethod
    def system(cls, name: str = "Baro") -> Actor:
        return cls(name=name, is_system=True)

    @classmethod
    def anonymous(cls) -> Actor:
        return cls()

    @property
    def is_known(self) -> bool:
        return self.user_id is not None

    @property
    def office_id(self) -> int | None:
        """The office to write on the record: the only one, or none where the actor holds several."""
        numbers = {held.office_id for held in self.offices}
        return numbers.pop() if len(numbers) == 1 else None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.offices)

    def holds(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.offices)

    def holds_for_ministry(
        self, ministry_id: int, *roles: Role, power: Power | None = None, program_uid: UUID | None = None
    ) -> bool:
        """Whether an office of one of `roles` works for this ministry.

        An agency's office does so only with the delegated `power` (any, if none is named), for this programme.
        """
        return any(
            held.role in roles
            and ministry_id in held.ministry_ids
            and (held.role is not Role.AGENCY_OFFICER or held.has_power(ministry_id, power, program_uid))
            for held in self.offices
        )

    def holds_for_region(self, region_id: int | None, *roles: Role) -> bool:
        return region_id is not None and any(
            held.role in roles and held.region_id == region_id for held in self.offices
        )

    def holds_for_organization(self, organization_id: int | None, *roles: Role) -> bool:
        return organization_id is not None and any(
            held.role in roles and held.organization_id == organization_id for held in self.offices
        )

    @property
    def is_overseer(self) -> bool:
        """Reads everything, changes nothing: auditor or coordinating committee."""
        return any(TRAITS[held.role].overseer for held in self.offices)

    @property
    def scope(self) -> Scope:
        """What the database's second wall lets this actor reach."""
        if self.is_system:
            return SYSTEM
        if not self.is_known:
            return PUBLIC
        organizations = {held.organization_id for held in self.offices}
        if self.organization_id is not None:
            organizations.add(self.organization_id)
        return Scope(
            kind="overseer" if self.is_overseer else "actor",
            user_id=self.user_id,
            ministry_ids=frozenset().union(*(held.ministry_ids for held in self.offices)),
            region_ids=frozenset(
                held.region_id
                for held in self.offices
                if held.region_id is not None and held.role is Role.REGION_OFFICER
            ),
            organization_ids=frozenset(organizations),
        )
