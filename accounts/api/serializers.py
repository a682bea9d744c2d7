"""What the API takes and gives about people, organisations, offices, delegations and messages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import ACCOUNT_LANGUAGES, Message
from accounts.roles import Kind, Power, Role
from core import links
from core.wording import say_event

KINDS = [(kind.value, kind.value) for kind in Kind]
ROLES = [(role.value, role.value) for role in Role]
POWERS = [(power.value, power.value) for power in Power]


class RegionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    iso_code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()
    short_ko = serializers.CharField()
    short_en = serializers.CharField()
    metropolitan = serializers.BooleanField()
    capital = serializers.BooleanField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class OrganizationName(serializers.Serializer[Any]):
    """An organisation as others name it."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=KINDS)


class OrganizationOut(OrganizationName):
    region = serializers.CharField(source="region.code", allow_null=True, default=None)
    business_number = serializers.CharField(allow_blank=True)
    successor = serializers.UUIDField(source="successor.uid", allow_null=True, default=None)
    version = serializers.IntegerField()


class OrganizationChange(serializers.Serializer[Any]):
    name_ko = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    region_code = serializers.CharField(max_length=20, allow_blank=True, default="")
    business_number = serializers.CharField(max_length=14, allow_blank=True, default="")


class OrganizationIn(OrganizationChange):
    kind = serializers.ChoiceField(choices=KINDS)


class SuccessorIn(serializers.Serializer[Any]):
    successor_uid = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class PersonName(serializers.Serializer[Any]):
    """A person as others name him."""

    uid = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class PersonOut(PersonName):
    researcher_number = serializers.CharField(allow_null=True)
    organization = OrganizationName(allow_null=True)
    email = serializers.EmailField(source="user.email", allow_null=True, default=None)
    version = serializers.IntegerField()


class PersonIn(serializers.Serializer[Any]):
    name_ko = serializers.CharField(max_length=60)
    name_en = serializers.CharField(max_length=80, allow_blank=True, default="")
    researcher_number = serializers.CharField(max_length=20, allow_blank=True, default="")
    organization_uid = serializers.UUIDField(allow_null=True, default=None)


class AccountIn(serializers.Serializer[Any]):
    email = serializers.EmailField()
    language = serializers.ChoiceField(choices=ACCOUNT_LANGUAGES, default="ko")


class AppointmentOut(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    person = PersonName()
    acting = serializers.BooleanField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text="The first day on which it no longer holds.")
    reason = serializers.CharField(allow_blank=True)


class AppointmentIn(serializers.Serializer[Any]):
    person_uid = serializers.UUIDField()
    acting = serializers.BooleanField(default=False)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class DeskOut(serializers.Serializer[Any]):
    """An office as it stands today."""

    uid = serializers.UUIDField(source="office.uid")
    title_ko = serializers.CharField(source="office.title_ko")
    title_en = serializers.CharField(source="office.title_en", allow_blank=True)
    role = serializers.ChoiceField(source="office.role", choices=ROLES)
    organization = OrganizationName(source="office.organization")
    closed_at = serializers.DateTimeField(source="office.closed_at", allow_null=True)
    holder = AppointmentOut(allow_null=True)
    acting = AppointmentOut(allow_null=True)
    vacant_since = serializers.DateField(allow_null=True)


class OfficeIn(serializers.Serializer[Any]):
    organization_uid = serializers.UUIDField()
    role = serializers.ChoiceField(choices=ROLES)
    title_ko = serializers.CharField(max_length=80)
    title_en = serializers.CharField(max_length=80, allow_blank=True, default="")


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class EndIn(ReasonIn):
    ends_on = serializers.DateField(help_text="The first day on which it no longer holds: today or later.")


class DelegationOut(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    ministry = OrganizationName()
    agency = OrganizationName()
    program_uid = serializers.UUIDField(allow_null=True, help_text="All programmes of the ministry where null.")
    powers = serializers.ListField(child=serializers.ChoiceField(choices=POWERS))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    reference = serializers.CharField()


class DelegationIn(serializers.Serializer[Any]):
    ministry_uid = serializers.UUIDField()
    agency_uid = serializers.UUIDField()
    program_uid = serializers.UUIDField(allow_null=True, default=None)
    powers = serializers.ListField(child=serializers.ChoiceField(choices=POWERS))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, default=None)
    reference = serializers.CharField(max_length=200)


class MessageOut(serializers.Serializer[Any]):
    """An event in the inbox, in words of the asked language, with its code and values."""

    uid = serializers.UUIDField()
    event = serializers.CharField(source="event.name")
    values = serializers.DictField(source="event.data")
    text = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="The path of the page it is about; empty where it has none.")
    at = serializers.DateTimeField(source="event.at")
    arrived_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def get_text(self, message: Message) -> str:
        return say_event(message.event.name, message.event.data)

    def get_page(self, message: Message) -> str:
        return links.page_of(message.event.subject_kind, message.event.subject_uid)


class ReadCount(serializers.Serializer[Any]):
    read = serializers.IntegerField()


class HeldOut(serializers.Serializer[Any]):
    """An office that the asker holds today, whether its role counts yet or waits for a second factor."""

    uid = serializers.UUIDField(source="office.uid")
    title_ko = serializers.CharField(source="office.title_ko")
    title_en = serializers.CharField(source="office.title_en", allow_blank=True)
    role = serializers.ChoiceField(source="office.role", choices=ROLES)
    organization = OrganizationName(source="office.organization")
    acting = serializers.BooleanField()


class SettingsIn(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=ACCOUNT_LANGUAGES)
    by_email = serializers.BooleanField()


class CodeIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20, help_text="The one-time code that is shown now, or a recovery code.")


class Me(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(choices=ACCOUNT_LANGUAGES)
    by_email = serializers.BooleanField()
    person = PersonName(allow_null=True)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLES))
    waiting = serializers.ListField(
        child=serializers.ChoiceField(choices=ROLES), help_text="Roles that wait for a second factor."
    )
    offices = HeldOut(many=True)
    unread = serializers.IntegerField()
