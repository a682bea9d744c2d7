"""Names that say themselves that they are samples."""

from __future__ import annotations

from accounts.roles import Kind
from programs.policy import PersonKind

INSTITUTIONS: dict[Kind, tuple[str, str, str]] = {
    Kind.UNIVERSITY: ("표본대학교", "Sample University", "university"),
    Kind.COLLEGE: ("표본전문대학", "Sample College", "college"),
    Kind.PUBLIC_RESEARCH: ("표본연구원", "Sample Research Institute", "research"),
    Kind.FIRM: ("표본기업", "Sample Firm", "firm"),
    Kind.BUSINESS_ASSOCIATION: ("표본기업협회", "Sample Business Association", "association"),
    Kind.COOPERATIVE: ("표본협동조합", "Sample Cooperative", "cooperative"),
    Kind.NGO: ("표본시민단체", "Sample Civic Organisation", "ngo"),
    Kind.REGIONAL_AGENCY: ("표본지역기관", "Sample Regional Agency", "agency"),
}
"""Korean and English names of generated institutions, and the word in their keys."""

PEOPLE: dict[PersonKind, tuple[str, str]] = {
    PersonKind.PROFESSOR: ("표본 교수", "Sample Professor"),
    PersonKind.RESEARCHER: ("표본 연구원", "Sample Researcher"),
    PersonKind.STUDENT: ("표본 대학원생", "Sample Student"),
    PersonKind.STAFF: ("표본 실무자", "Sample Staff Member"),
}
TEACHING = {Kind.UNIVERSITY, Kind.COLLEGE}


def letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA: a romanised name has no digits."""
    text = ""
    while number:
        number, left = divmod(number - 1, 26)
        text = chr(ord("A") + left) + text
    return text


def kind_of_people(kind: Kind) -> PersonKind:
    """Who leads and works in an institution of this kind."""
    if kind in TEACHING:
        return PersonKind.PROFESSOR
    return PersonKind.RESEARCHER if kind is Kind.PUBLIC_RESEARCH else PersonKind.STAFF
