"""How an expert of the register looks in a file, and on his page. Fetches nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.sheets import Cell
from core.templatetags.baro import in_language
from core.wording import label, percent
from reviews.classification import classification
from reviews.models import Expert
from reviews.rules import Service


def history_of(expert: Expert, between: str) -> str:
    """Where an expert was, as it is written in a file or a form."""
    return between.join(
        f"{post.organization.name_ko} @ {post.starts_on.isoformat()} ~ {post.ends_on or ''}".strip()
        for post in expert.posts.all()
    )


def coauthors_of(expert: Expert, between: str) -> str:
    """With whom an expert published, as it is written in a file or a form."""
    return between.join(f"{one['name']} @ {one['institution']} @ {one['publication']}" for one in expert.coauthors)


def as_row(expert: Expert) -> tuple[Cell, ...]:
    """An expert as a row of a file, in the order of its columns. Takes what `queries.with_posts` fetched."""
    person = expert.person
    return (
        str(person.uid),
        person.researcher_number,
        person.name_ko,
        person.organization.name_ko if person.organization else "",
        "; ".join(expert.fields),
        expert.max_cases,
        expert.max_rounds,
        "; ".join(expert.science_fields),
        expert.keywords,
        "; ".join(expert.languages),
        expert.region.code if expert.region else "",
        expert.email,
        *(day.isoformat() if day else "" for day in (expert.away_from, expert.back_on, expert.trained_on)),
        expert.training_note,
        history_of(expert, "; "),
        coauthors_of(expert, "; "),
    )


def held_of(expert: Expert) -> list[dict[str, str]]:
    """All that the register holds of an expert, as rows of a summary. Takes what `queries.with_posts` fetched."""
    codes = classification().by_code
    region = expert.region or (expert.person.organization.region if expert.person.organization else None)
    science = (f"{code} {in_language(codes[code], 'name')}" for code in expert.science_fields if code in codes)
    told = (f"{one.away_from} ~ {one.back_on}" for one in expert.absences.all())
    trained = expert.trained_on.isoformat() if expert.trained_on else ""
    rows = (
        (_("Fields"), ", ".join(expert.fields)),
        (_("Science and technology fields"), "\n".join(science)),
        (_("Publications or keywords"), expert.keywords),
        (_("Co-authors"), coauthors_of(expert, "\n")),
        (_("Region"), in_language(region, "name") if region else ""),
        (_("Institutions before"), history_of(expert, "\n")),
        (_("Reads papers in"), ", ".join(str(label(f"language.{code}")) for code in expert.languages)),
        (_("Cases in a round, at most"), str(expert.max_cases)),
        (_("Rounds at a time, at most"), str(expert.max_rounds or "")),
        (_("Not available from"), expert.away_from.isoformat() if expert.away_from else ""),
        (_("Available again from"), expert.back_on.isoformat() if expert.back_on else ""),
        (
            _("Away, by the expert's own word"),
            "\n".join(told),
        ),
        (_("Trained on"), " ".join(filter(None, (trained, expert.training_note)))),
        (_("E-mail"), expert.email),
    )
    return [{"label": name, "value": value} for name, value in rows]


def served_of(service: Service) -> list[dict[str, str]]:
    """What an expert did so far, as rows of a summary."""
    reliability = service.reliability_bp
    rows = (
        (_("Rounds"), str(service.rounds)),
        (_("Invitations declined"), str(service.declined)),
        (_("Cases given"), str(service.given)),
        (_("Reviews in"), str(service.submitted)),
        (_("Reviews never handed in"), str(service.missed)),
        (_("Cases taken away for a conflict"), str(service.voided)),
        (_("Reliability"), _("No round is over yet") if reliability is None else percent(reliability)),
    )
    return [{"label": name, "value": value} for name, value in rows]
