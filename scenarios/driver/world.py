"""The world that a plan is played in: what the plan names, found in the database by its natural key.

Nothing is kept but what can be found again, so that a load that was killed goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Organization, Person, Region, User
from accounts.queries import actor_of
from core.calendar import seoul_date
from core.refusals import Refused, Violation
from core.wording import say_violation
from programs.models import Call
from programs.policy import Policy
from proposals.models import Proposal
from scenarios.plan import Plan, PlannedOrganization, PlannedPerson

SYSTEM = Actor.system("Scenario")


class StepFailed(Exception):
    """A step that the world refused although the scenario tells it: the scenario does not fit the rules."""

    def __init__(self, name: str, at: datetime, refused: Refused) -> None:
        reasons = "; ".join(f"{one.code} {one.field}: {say_violation(one)}" for one in refused.violations)
        super().__init__(f"{name} at {at.isoformat()}: {reasons}")


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of the plan and when it is done. Its name is told if it fails."""

    at: datetime
    name: str
    act: Callable[[datetime], None]


@dataclass
class World:
    """Finds rows for the plan's names; keeps what it found for the length of a run."""

    plan: Plan
    policy: Policy
    program_code: str
    sign_in_password: str = ""
    refused: dict[str, Violation] = field(default_factory=dict)
    """What each refusal of the file came to: by its code what the action answered with, the expected one if it did."""
    _organizations: dict[str, Organization] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)
    _users: dict[str, User] = field(default_factory=dict)
    _actors: dict[tuple[str, date], Actor] = field(default_factory=dict)
    _proposals: dict[str, UUID] = field(default_factory=dict)
    _codes: dict[UUID, str] = field(default_factory=dict)
    _call: Call | None = None

    def __post_init__(self) -> None:
        self.planned_organizations = {one.key: one for one in self.plan.organizations}
        committee = [one.person for one in self.plan.experts]
        self.planned_people = {one.key: one for one in (*self.plan.people, *committee)}
        self.sign_ins = frozenset(self.plan.person_of(one.who) for one in self.plan.scenario.sign_ins)

    # --- Rows by the plan's keys ----------------------------------------------------------------------------------

    def find_organization(self, planned: PlannedOrganization) -> Organization | None:
        return Organization.objects.filter(name_ko=planned.name_ko, kind=planned.kind).first()

    def organization(self, key: str) -> Organization:
        if key not in self._organizations:
            planned = self.planned_organizations[key]
            self._organizations[key] = Organization.objects.get(name_ko=planned.name_ko, kind=planned.kind)
        return self._organizations[key]

    def find_person(self, planned: PlannedPerson) -> Person | None:
        return Person.objects.filter(researcher_number=planned.number).first()

    def person(self, key: str) -> Person:
        if key not in self._people:
            self._people[key] = Person.objects.get(researcher_number=self.planned_people[key].number)
        return self._people[key]

    def user(self, key: str) -> User:
        if key not in self._users:
            number = self.planned_people[key].number
            self._users[key] = User.objects.select_related("person").get(person__researcher_number=number)
        return self._users[key]

    def actor(self, key: str, at: datetime) -> Actor:
        """The person as an actor with the offices that he holds on this day, having just shown a second factor."""
        day = seoul_date(at)
        if (key, day) not in self._actors:
            self._actors[key, day] = actor_of(self.user(key), at=at, second_factor=True, stepped_up=True)
        return self._actors[key, day]

    @property
    def call(self) -> Call:
        if self._call is None:
            self._call = Call.objects.get(code=self.plan.scenario.call.code)
        return self._call

    def region(self, code: str) -> Region:
        region = self.organization(f"{code}-government").region
        assert region is not None, "a government has a region"
        return region

    def proposal(self, code: str) -> UUID:
        """The proposal that this plan's leader began in this call."""
        if code not in self._proposals:
            leader = self.user(f"{code}.leader")
            self._proposals[code] = Proposal.objects.get(call=self.call, created_by=leader.pk).uid
        return self._proposals[code]

    def code_of(self, uid: UUID) -> str:
        """The plan's code of one of its proposals."""
        if uid not in self._codes:
            self._codes = {self.proposal(one.code): one.code for one in self.plan.proposals}
        return self._codes[uid]

    def key_of(self, organization: Organization) -> str:
        """The plan's key of an organisation."""
        names = (organization.name_ko, organization.kind)
        return next(one.key for one in self.plan.organizations if (one.name_ko, one.kind) == names)
