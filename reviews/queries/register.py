"""The register of experts: one, many, and what a file of them names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organization, Person, Region
from accounts.queries import regions_on
from core.refusals import NotFound, require
from core.wording import SEOUL
from reviews.classification import known_codes
from reviews.models import Expert, Post, Round
from reviews.permissions import may_read_register
from reviews.rules import CoAuthor, Directory, Line, Profile, Stay, stay_names

PLAIN = ("keywords", "region_id", "email", "max_rounds", "away_from", "back_on", "trained_on", "training_note")
"""Columns that the profile has by the same name and kind."""


@dataclass(frozen=True, slots=True)
class Before:
    """An expert as the register has him before a file changes it."""

    fields: tuple[str, ...]
    max_cases: int
    profile: Profile


def experts(actor: Actor, *, words: str = "", field: str = "", science: str = "", region: str = "") -> QuerySet[Expert]:
    """The register, by name, for desks, administrators and overseers. Raises NotAllowed for others.

    `words` are of names, institutions and keywords; `science` is a code of the national classification, whose section
    finds its fields as well; `region` the code of where somebody lives, or else of his institution.
    """
    require(may_read_register(actor), "see_experts")
    rows = Expert.objects.select_related("person__organization__region", "region").order_by("person__name_ko", "id")
    for word in words.split():
        rows = rows.filter(
            Q(person__name_ko__icontains=word)
            | Q(person__name_en__icontains=word)
            | Q(person__organization__name_ko__icontains=word)
            | Q(person__organization__name_en__icontains=word)
            | Q(keywords__icontains=word)
        )
    if science:
        rows = rows.filter(science_fields__overlap=[code for code in known_codes() if code.startswith(science)])
    if region:
        rows = rows.filter(Q(region__code=region) | Q(region=None, person__organization__region__code=region))
    return rows.filter(fields__contains=[field]) if field else rows


def known_fields() -> list[str]:
    """Every field that some expert knows, in order."""
    found = Expert.objects.values_list("fields", flat=True)
    return sorted({field for fields in found for field in fields})


def regions_now(at: datetime) -> list[Region]:
    """The regions as they stand today."""
    return list(regions_on(at.astimezone(SEOUL).date()))


def not_seated(rows: QuerySet[Expert], round_: Round) -> QuerySet[Expert]:
    """Those of the register who are not on the committee of a round yet."""
    return rows.exclude(memberships__round=round_)


def person_to_register(person_uid: UUID) -> tuple[Person, Expert | None]:
    """A person, and what the register knows of him. Raises NotFound."""
    person = Person.objects.select_related("organization").filter(uid=person_uid).first()
    if person is None:
        raise NotFound.because("http.not_found")
    return person, with_posts(Expert.objects.filter(person=person)).first()


def with_posts(rows: QuerySet[Expert]) -> QuerySet[Expert]:
    """The same with where each has been, and the account he has."""
    return rows.select_related("person__organization__region", "person__user", "region").prefetch_related(
        "posts__organization", "absences"
    )


def locked_person(person_uid: UUID) -> Person:
    """A person, held, so that two can't put him on the register at a time. Raises NotFound."""
    person = Person.objects.select_for_update(no_key=True).filter(uid=person_uid).first()
    if person is None:
        raise NotFound.because("http.not_found")
    return person


def profile_of(expert: Expert) -> Profile:
    """What the register knows of an expert, as the rules take it."""
    return Profile(
        science_fields=tuple(expert.science_fields),
        keywords=expert.keywords,
        languages=tuple(expert.languages),
        region_id=expert.region_id,
        email=expert.email,
        max_rounds=expert.max_rounds,
        away_from=expert.away_from,
        back_on=expert.back_on,
        trained_on=expert.trained_on,
        training_note=expert.training_note,
        coauthors=tuple(CoAuthor(**one) for one in expert.coauthors),
        stays=tuple(
            sorted(
                (Stay(post.starts_on, post.organization_id, post.ends_on) for post in expert.posts.all()),
                key=lambda stay: (stay.starts_on, stay.organization_id),
            )
        ),
    )


def put_expert(
    person_id: int, fields: Iterable[str], max_cases: int, profile: Profile | None, at: datetime
) -> tuple[Expert, bool]:
    """Write what the register knows of a person, and whether he is new on it. His row is held by the caller."""
    values = {"fields": list(fields), "max_cases": max_cases}
    if profile is not None:
        values |= {
            "science_fields": list(profile.science_fields),
            "languages": list(profile.languages),
            "coauthors": [asdict(one) for one in profile.coauthors],
            **{name: getattr(profile, name) for name in PLAIN},
        }
    expert, new = Expert.objects.update_or_create(
        person_id=person_id, defaults=values, create_defaults={**values, "registered_at": at}
    )
    if profile is not None:
        expert.posts.all().delete()
        Post.objects.bulk_create(
            Post(expert=expert, organization_id=one.organization_id, starts_on=one.starts_on, ends_on=one.ends_on)
            for one in profile.stays
        )
    return expert, new


def directory_for(lines: Iterable[Line], at: datetime) -> Directory:
    """The people whom a file names, held, and the institutions and regions it may name: four queries."""
    lines = list(lines)
    numbers = {line.cells.get("researcher_number", "") for line in lines} - {""}
    uids = {uid for line in lines if (uid := _uid(line.cells.get("person", ""))) is not None}
    people = Person.objects.select_for_update(no_key=True).filter(Q(researcher_number__in=numbers) | Q(uid__in=uids))
    rows = list(people.order_by("id").values_list("id", "uid", "researcher_number", "name_ko"))
    names = set().union(*(stay_names(line.cells.get("history", "")) for line in lines))
    return Directory(
        by_number={number: (pk, name) for pk, _, number, name in rows if number},
        by_uid={str(uid): (pk, name) for pk, uid, _, name in rows},
        organizations=institutions_named(names),
        regions={region.code: region.pk for region in regions_now(at)},
        known_codes=known_codes(),
    )


def institutions_named(names: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """The organisations that bear each of these names."""
    found: dict[str, tuple[int, ...]] = {}
    for name, pk in Organization.objects.filter(name_ko__in=set(names)).values_list("name_ko", "pk"):
        found[name] = (*found.get(name, ()), pk)
    return found


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def known_before(lines: Iterable[Line], directory: Directory) -> dict[int, Before]:
    """What the register knows of the people whom a file names, by the id of the person."""
    people = {pk for pk, _ in (*directory.by_uid.values(), *directory.by_number.values())}
    rows = Expert.objects.filter(person__in=people).prefetch_related("posts")
    return {
        one.person_id: Before(tuple(sorted(one.fields)), one.max_cases, profile_of(one)) for one in rows.order_by("id")
    }


def expert_page(expert_uid: UUID, by: Actor) -> Expert:
    """An expert with all that the register holds of him. Raises NotFound, NotAllowed."""
    found = with_posts(experts(by)).filter(uid=expert_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def institutions_by_uid(uids: Iterable[UUID]) -> dict[UUID, int]:
    """The ids of organisations by their uids."""
    return dict(Organization.objects.filter(uid__in=set(uids)).values_list("uid", "pk"))
