"""Template tags of the house: amounts, moments, tags of status, tables and charts."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from core import charts, formats, wording

register = template.Library()

TONES: Mapping[str, str] = MappingProxyType(
    {
        "neutral": "bg-light-gray",
        "primary": "bg-light-primary",
        "information": "bg-light-information",
        "success": "bg-light-success",
        "warning": "bg-light-warning",
        "danger": "bg-light-danger",
        "point": "bg-light-point",
    }
)

UNIT_WORDS = MappingProxyType(
    {
        formats.WonUnit.WON: gettext_lazy("Unit: won"),
        formats.WonUnit.THOUSAND: gettext_lazy("Unit: thousand won"),
        formats.WonUnit.MILLION: gettext_lazy("Unit: million won"),
        formats.WonUnit.HUNDRED_MILLION: gettext_lazy("Unit: hundred million won"),
    }
)


def _language() -> str:
    return get_language() or "ko"


@register.filter
def krw(amount_krw: int | None, unit: str = "") -> str:
    """Whole won. With a unit the bare number, because the caption names the unit once (`krw_unit`)."""
    if amount_krw is None:
        return ""
    if not unit:
        return wording.krw(amount_krw)
    return f"{formats.in_unit(amount_krw, formats.WonUnit(unit)):,}"


@register.filter
def round_krw(amount_krw: int | None) -> str:
    """Whole won in the words people use where nothing is lost by it: "1,200억원", "KRW 1.3 billion"."""
    return "" if amount_krw is None else wording.round_krw(amount_krw)


@register.simple_tag
def krw_unit(unit: str = "won") -> str:
    """The words of a caption for a unit: 'Unit: thousand won'."""
    return str(UNIT_WORDS[formats.WonUnit(unit)])


@register.filter
def percent_bp(rate_bp: int | None) -> str:
    """Basis points as percent: 1000 is 10%."""
    return "" if rate_bp is None else wording.percent(rate_bp)


@register.filter
def seoul(at: datetime | str | None) -> str:
    """A moment in Seoul, in the reader's language. Text is passed on as it is."""
    return wording.moment(at) if isinstance(at, datetime) else str(at or "")


@register.filter
def seoul_second(at: datetime | None) -> str:
    """A moment in Seoul to the second, also where that is 0: for receipts."""
    if at is None:
        return ""
    here = at.astimezone(formats.SEOUL)
    return f"{wording.day(here.date())} {here:%H:%M:%S}"


@register.filter
def seoul_date(on: date | None) -> str:
    """A day in Seoul, in the reader's language."""
    if isinstance(on, datetime):
        on = on.astimezone(formats.SEOUL).date()
    return "" if on is None else wording.day(on)


@register.filter
def seoul_time(at: datetime | None) -> str:
    """The time of day in Seoul, 24 hours."""
    return "" if at is None else formats.clock_time(at)


@register.filter
def days_left(end: datetime | None, at: datetime) -> str:
    """How long until a half-open window ends, in calendar days of Seoul."""
    if end is None:
        return ""
    if at >= end:
        return gettext("Closed")
    days = formats.days_between(at, end)
    if days == 0:
        return gettext("Closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def file_size(size_bytes: int | None) -> str:
    """A file's size as people read it."""
    return "" if size_bytes is None else wording.size(size_bytes)


@register.filter
def named(code: str, family: str) -> str:
    """What a code of a family is called, as its app registered it: "university"|named:"kind"."""
    return wording.label(f"{family}.{code}")


@register.simple_tag
def status_tag(tone: str, label: str) -> SafeString:
    """A short coloured label. The words carry the meaning, the colour only repeats it."""
    return format_html('<span class="krds-badge {}">{}</span>', TONES[tone], label)


@register.simple_tag
def code_label(kind: str, code: str) -> str:
    """The name of a role, kind, power or state by its code."""
    return wording.label(f"{kind}.{code}")


@register.simple_tag
def in_language(row: Any, field: str, mark: bool = False, chars: int = 0) -> str:
    """`field_en` for a reader of English where there is one, else `field_ko`, the text of record.

    `mark=True` wraps Korean text on an English page in an element that says so to screen readers. Of a text longer
    than `chars`, where they are given, only the beginning is shown.
    """

    def read(name: str) -> str:
        value = row.get(name) if isinstance(row, Mapping) else getattr(row, name, "")
        return Truncator(value or "").chars(chars) if chars else str(value or "")

    korean = read(f"{field}_ko")
    if _language().startswith("ko"):
        return korean
    english = read(f"{field}_en")
    if english or not mark:
        return english or korean
    return format_html('<span lang="ko">{}</span>', korean)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The address's query with some parameters set, or removed when None: the address is the view."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def table(
    content: str, caption: str, unit: str = "", cards: bool = False, grid: bool = False, id: str = ""
) -> SafeString:
    """A table that scrolls inside its own focusable region, or turns its rows into cards on a phone.

    `grid=True` makes its amounts a live budget grid (static/js/grid.js).
    """
    key = id or f"table-{zlib.crc32(caption.encode())}"
    return render_to_string(
        "components/table.html",
        {
            "content": content,
            "caption": caption,
            "unit": UNIT_WORDS[formats.WonUnit(unit)] if unit else "",
            "cards": cards,
            "grid": grid,
            "id": key,
        },
    )


@register.simple_block_tag
def notice(content: str, tone: str, title: str = "") -> SafeString:
    """A boxed remark inside a page; for a remark about the whole page use `components/banner.html`."""
    return render_to_string("components/notice.html", {"content": content, "tone": tone, "title": title})


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context,
    content: str,
    id: str,
    label: str,
    title: str,
    action: str,
    url: str,
    button: str,
    tone: str = "primary",
    size: str = "medium",
) -> SafeString:
    """A link to a page that asks once more; with script the same question opens as a dialog in place."""
    values = {
        "content": content,
        "id": id,
        "label": label,
        "title": title,
        "action": action,
        "url": url,
        "button": button,
        "tone": tone,
        "size": size,
    }
    return render_to_string("components/confirm.html", values, request=context.get("request"))


@register.inclusion_tag("components/funnel.html")
def funnel(stages: Sequence[Mapping[str, Any]], caption: str) -> dict[str, Any]:
    """A funnel with its figures: stages of {label, count, note}."""
    return {"steps": charts.funnel_steps(stages), "caption": caption, "height": charts.HEIGHT}


@register.inclusion_tag("components/bars.html")
def bars(rows: Sequence[Mapping[str, Any]], caption: str, unit: str = "") -> dict[str, Any]:
    """A bar chart with its figures: rows of {label, value, text, url}; `unit` is a column heading."""
    return {"bars": charts.bars(rows), "caption": caption, "unit": unit, "height": charts.HEIGHT}
