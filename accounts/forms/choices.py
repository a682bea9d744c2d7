"""Choices for selects, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, Region
from core.wording import label

Choice = tuple[str, str]
NONE: Choice = ("", "—")


def of_words(prefix: str, codes: Iterable[StrEnum]) -> list[Choice]:
    """Codes with their labels ("role", Role)."""
    return [(code.value, label(f"{prefix}.{code.value}")) for code in codes]


def anything(choices: list[Choice]) -> list[tuple[str, object]]:
    """Choices of a filter, with one for all."""
    return [("", _("All")), *choices]


def of_organizations(rows: Iterable[Organization]) -> list[Choice]:
    return [(str(row.uid), shown(row.name_ko, row.name_en)) for row in rows]


def of_regions(rows: Iterable[Region]) -> list[Choice]:
    return [(row.code, shown(row.name_ko, row.name_en)) for row in rows]


def of_people(rows: Iterable[Person]) -> list[Choice]:
    """People with what tells namesakes apart: number and organisation."""
    return [
        (
            str(row.uid),
            " · ".join(
                part
                for part in (
                    shown(row.name_ko, row.name_en),
                    row.researcher_number or "",
                    shown(row.organization.name_ko, row.organization.name_en) if row.organization else "",
                )
                if part
            ),
        )
        for row in rows
    ]


def shown(name_ko: str, name_en: str) -> str:
    """The name that the reader wants: English for English where there is one."""
    korean = (get_language() or "ko").startswith("ko")
    return name_ko if korean else name_en or name_ko
