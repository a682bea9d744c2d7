"""What the API takes and gives about experts of the register."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.rules import LANGUAGES, OBJECTIONS, CoAuthor, Profile, Stay
from reviews.rules.register import KEYWORDS_LENGTH, NOTE_LENGTH
from reviews.rules.tables import MOST_BYTES


class StayOut(serializers.Serializer[Any]):
    """Where an expert was, to before `ends_on`; without an end he is there still."""

    organization = serializers.UUIDField(source="organization.uid")
    organization_ko = serializers.CharField(source="organization.name_ko")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class CoAuthorShape(serializers.Serializer[Any]):
    """Somebody with whom an expert published; one of a team by this name and institution is in conflict with him."""

    name = serializers.CharField(max_length=60)
    institution = serializers.CharField(max_length=120)
    publication = serializers.CharField(max_length=200)


class AbsenceOut(serializers.Serializer[Any]):
    """Days on which an expert takes no cases, by his own word: to before `back_on`."""

    away_from = serializers.DateField()
    back_on = serializers.DateField()


class OwnAbsence(AbsenceOut):
    """The same for himself, with the reason that nobody else is shown."""

    uid = serializers.UUIDField(read_only=True)
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class OwnEntry(serializers.Serializer[Any]):
    """What an expert keeps of his entry in the register. All of it is put in place."""

    keywords = serializers.CharField(max_length=KEYWORDS_LENGTH, allow_blank=True, default="")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), max_length=9, default=list)
    max_cases = serializers.IntegerField(min_value=1, max_value=200)
    max_rounds = serializers.IntegerField(min_value=1, max_value=50, allow_null=True, default=None)
    absences = OwnAbsence(many=True, read_only=True)


class JudgeOut(serializers.Serializer[Any]):
    """An expert of the register."""

    uid = serializers.UUIDField()
    person = serializers.UUIDField(source="person.uid")
    name_ko = serializers.CharField(source="person.name_ko")
    name_en = serializers.CharField(source="person.name_en")
    organization_ko = serializers.CharField(source="person.organization.name_ko", default="")
    fields_known = serializers.ListField(child=serializers.CharField(), source="fields")
    max_cases = serializers.IntegerField()


class JudgeDetail(JudgeOut):
    """All that the register holds of an expert."""

    science_fields = serializers.ListField(child=serializers.CharField())
    keywords = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    region = serializers.CharField(source="region.code", default=None, allow_null=True)
    email = serializers.CharField()
    max_rounds = serializers.IntegerField(allow_null=True)
    away_from = serializers.DateField(allow_null=True)
    back_on = serializers.DateField(allow_null=True)
    trained_on = serializers.DateField(allow_null=True)
    training_note = serializers.CharField()
    history = StayOut(many=True, source="posts")
    absences = AbsenceOut(many=True)
    coauthors = CoAuthorShape(many=True)


class ServiceOut(serializers.Serializer[Any]):
    """What an expert did so far; `reliability_bp` is the share handed in of the reviews whose time is over."""

    rounds = serializers.IntegerField()
    declined = serializers.IntegerField()
    given = serializers.IntegerField()
    submitted = serializers.IntegerField()
    missed = serializers.IntegerField()
    voided = serializers.IntegerField()
    reliability_bp = serializers.IntegerField(allow_null=True)


class JudgeRecord(JudgeDetail):
    """An expert with his service so far."""

    service = ServiceOut()


class SeatAnswer(serializers.Serializer[Any]):
    """Whether an expert accepts a seat."""

    accepts = serializers.BooleanField()
    why = serializers.CharField(max_length=400, allow_blank=True, default="")


class SeatOut(serializers.Serializer[Any]):
    """A seat with its answer."""

    uid = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=["", "accepted", "declined"])
    answered_at = serializers.DateTimeField(allow_null=True)


class LookedOut(serializers.Serializer[Any]):
    """How many conflicts were found that were not known."""

    found = serializers.IntegerField()


class ObjectionIn(serializers.Serializer[Any]):
    """Somebody who may not judge a proposal: by name and institution, or by number."""

    name = serializers.CharField(max_length=60)
    institution = serializers.CharField(max_length=120, allow_blank=True, default="")
    researcher_number = serializers.CharField(max_length=20, allow_blank=True, default="")
    ground = serializers.ChoiceField(choices=OBJECTIONS)
    note = serializers.CharField(max_length=NOTE_LENGTH)


class ObjectionOut(ObjectionIn):
    """The same as it is kept."""

    uid = serializers.UUIDField()
    declared_at = serializers.DateTimeField()


class StayIn(serializers.Serializer[Any]):
    """Where an expert was."""

    organization = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, default=None)


class JudgeProfile(serializers.Serializer[Any]):
    """What the register holds of an expert beside the fields that programmes name. All of it is put in place."""

    science_fields = serializers.ListField(child=serializers.CharField(max_length=4), max_length=300, default=list)
    keywords = serializers.CharField(max_length=KEYWORDS_LENGTH, allow_blank=True, default="")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), max_length=9, default=list)
    region = serializers.CharField(max_length=20, allow_null=True, default=None)
    email = serializers.EmailField(allow_blank=True, default="")
    max_rounds = serializers.IntegerField(min_value=1, max_value=50, allow_null=True, default=None)
    away_from = serializers.DateField(allow_null=True, default=None)
    back_on = serializers.DateField(allow_null=True, default=None)
    trained_on = serializers.DateField(allow_null=True, default=None)
    training_note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, default="")
    history = StayIn(many=True, default=list)
    coauthors = CoAuthorShape(many=True, default=list)


class JudgeIn(serializers.Serializer[Any]):
    """A person to be put on the register, or other fields and load of one who is on it; without profile it stays."""

    person = serializers.UUIDField()
    fields_known = serializers.ListField(child=serializers.CharField(max_length=60), max_length=40)
    max_cases = serializers.IntegerField(min_value=1, max_value=200)
    profile = JudgeProfile(required=False)


class JudgeQuery(serializers.Serializer[Any]):
    """What to look for in the register."""

    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)
    field = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    science = serializers.CharField(required=False, default="", allow_blank=True, max_length=4)
    region = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)


class JudgeTable(serializers.Serializer[Any]):
    """The register as CSV text with a first row of column names."""

    csv = serializers.CharField(max_length=MOST_BYTES, trim_whitespace=False)


class JudgeTaken(serializers.Serializer[Any]):
    """What a table did."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()


class ScienceFieldOut(serializers.Serializer[Any]):
    """A section (two letters) or a field (two letters, two digits) of the national classification."""

    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()


def profile_in(given: dict[str, Any], region_id: int | None, organizations: dict[Any, int]) -> Profile:
    """What was sent as the rules take it; its institutions by uid."""
    plain = ("keywords", "email", "max_rounds", "away_from", "back_on", "trained_on", "training_note")
    return Profile(
        **{name: given[name] for name in plain},
        science_fields=tuple(dict.fromkeys(given["science_fields"])),
        languages=tuple(dict.fromkeys(given["languages"])),
        region_id=region_id,
        coauthors=tuple(sorted(CoAuthor(**one) for one in given["coauthors"])),
        stays=tuple(
            Stay(one["starts_on"], organizations[one["organization"]], one["ends_on"]) for one in given["history"]
        ),
    )
