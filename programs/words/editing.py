"""What the fields of the rule editor are called where the sentence of their clause can't stand as their name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Promise | str]

NAMES: Words = {
    "about.reference_ko": _("Legal reference in Korean: law, notice or order and its date"),
    "about.reference_en": _("Legal reference in English"),
    "match.basis": _("What the region's share is taken of"),
    "match.due": _("When the match is pledged"),
    "match.document_required": _("Document with each pledge"),
    "budget.cap_basis": _("What caps are taken of"),
    "budget.categories": _("Budget categories"),
    "quota.counts": _("What the quota counts"),
    "eligibility.composition": _("Members that a consortium must have"),
    "regions.partners_too": _("Regions of partners"),
    "tiers.levels": _("Tiers"),
    "deposit.starts_from": _("From when the days count"),
    "deposit.in_kind_proved": _("Proof of contributions in kind"),
    "paying.drawn_up_daily": _("Batches drawn up each working day"),
    "regional.quotas": _("Regions with a quota of their own"),
    "balance.measures": _("Figures of the balance index"),
    "division.basis": _("By what money is divided beside the balance index"),
    "division.cut": _("How figures are cut into bands"),
    "assigning.objective": _("What an assignment seeks"),
    "assigning.needed": _("Fields needed on every case"),
    "review.criteria": _("Criteria"),
    "review.criteria.anchors": _("What scores mean"),
    "review.phases": _("Phases of the review"),
    "selection.merging": _("Merging proposals"),
    "selection.merging.allowed": _("Merging"),
    "selection.merging.region_consents": _("The region's part in a merge"),
    "panel.rapporteurs": _("Rapporteurs"),
    "panel.consensus": _("What a consensus is worth"),
    "choosing.rank_veto": _("What the region's order forbids"),
    "choosing.tiers_filled": _("Filling the tiers"),
    "appealing.procedure": _("Appeals on procedure"),
    "appealing.fact": _("Appeals on fact"),
    "appealing.days": _("Which days count"),
    "appealing.holds_place": _("A place in dispute"),
    "tranches.schedule": _("Tranches"),
    "continuity.stop_needs_reason": _("Stopping the payment"),
    "pay.rules": _("What people may be paid"),
    "verdicts.outcomes": _("Verdicts, from the best to the worst"),
    "files.documents": _("Documents"),
}
"""By the code of a clause: the name of a choice or of a list."""

COLUMNS: Words = {
    "code": _("Code: small Latin letters"),
    "name_ko": _("Name in Korean"),
    "name_en": _("Name in English"),
    "kinds": _("Kinds of institution"),
    "at_least": pgettext_lazy("rule", "At least"),
    "kind": _("What it is for"),
    "cap_bp": _("Cap; left empty: no cap"),
    "band": _("What follows above the cap"),
    "weight_bp": _("Weight"),
    "scale_min": _("Lowest score"),
    "scale_max": _("Highest score"),
    "score": _("Score"),
    "text_ko": _("What it means, in Korean"),
    "text_en": _("What it means, in English"),
    "sees_others": _("Experts see each other's scores"),
    "may_score": _("Experts may score"),
    "years": _("Project years"),
    "share_bp": _("Share of the year's grant"),
    "gates": _("Paid when"),
    "field": _("Field"),
    "person_kind": _("Kind of person"),
    "pay": _("What may be paid"),
    "required": _("Is it required?"),
    "types": _("Types of file"),
    "max_bytes": _("Largest size"),
    "min_grant_krw": _("Grant a year, from"),
    "max_grant_krw": _("Grant a year, to"),
    "max_selected": _("Selected at most; left empty: any number"),
    "region": _("Region"),
    "teams": _("Teams at most"),
    "effect": _("What follows"),
    "from_score_bp": _("From this share of full marks"),
    "least_change_bp": _("Least change of the grant"),
    "most_change_bp": _("Greatest change of the grant"),
}
"""By the name of a field in a row."""

UNITS: Words = {
    "percent": "%",
    "won": _("won"),
    "megabytes": "MB",
    "service_days": _("working days"),
    "days": _("days"),
    "hours": _("hours"),
    "minutes_per_year": _("minutes"),
    "years": _("years"),
}
"""By the kind of a value, or by how a number's name ends."""
