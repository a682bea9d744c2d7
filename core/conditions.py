"""The conditions of a list, which stand in its address and nowhere else."""

from __future__ import annotations

from django.forms import Form
from django.http import QueryDict


def without_page(query: QueryDict) -> QueryDict:
    """The conditions alone: changing one begins the list at its first page."""
    kept = query.copy()
    kept.pop("page", None)
    return kept


def chips(path: str, query: QueryDict, form: Form) -> list[dict[str, str]]:
    """Each condition in force by its label, with the address of the list without it."""
    found = []
    for name, field in form.fields.items() if form.is_valid() else ():
        if value := form.cleaned_data.get(name):
            rest = without_page(query)
            rest.pop(name, None)
            text = dict(getattr(field, "choices", ())).get(value, value)
            found.append({"label": f"{field.label}: {text}", "url": f"{path}?{rest.urlencode()}"})
    return found
