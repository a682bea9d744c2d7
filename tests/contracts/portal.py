"""What tests of this room's edges stand on: who is who around one contract, and the pages of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from accounts.models import User
from accounts.roles import Kind, Role
from tests.build import a_person, a_user, an_officer, an_organization, sign_in
from tests.build_contracts import Desk, a_desk


@dataclass(frozen=True)
class Around:
    """The desk of a selected proposal, and everybody else who may or may not look at its contract."""

    desk: Desk
    region: User
    other_region: User
    auditor: User
    stranger: User

    def users(self) -> dict[str, User]:
        return {
            "officer": self.desk.officer_user,
            "approver": self.desk.approver_users[0],
            "office": self.desk.team.office_user,
            "leader": self.desk.team.leader_user,
            "region": self.region,
            "auditor": self.auditor,
            "other region": self.other_region,
            "stranger": self.stranger,
        }

    def client(self, name: str) -> Client:
        return sign_in(Client(), self.users()[name])


def around() -> Around:
    desk = a_desk()
    committee = an_organization(Kind.COMMITTEE, None)
    return Around(
        desk=desk,
        region=an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")),
        other_region=an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "busan")),
        auditor=an_officer(Role.AUDITOR, committee),
        stranger=a_user(a_person()),
    )
