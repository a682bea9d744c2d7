"""The way back from the pages of a region's desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region
from core.templatetags.baro import in_language
from programs.models import Call


def trail(call: Call, region: Region, here: str = "") -> list[dict[str, str]]:
    """From the list of calls over the region's desk to the page called `here`; the desk itself where it is empty."""
    desk = reverse("proposals:ranking", args=[call.uid, region.code])
    steps = [
        {"label": _("Rankings and pledges"), "url": reverse("proposals:regional")},
        {"label": in_language(region, "name"), "url": desk if here else ""},
    ]
    return [*steps, {"label": here, "url": ""}] if here else steps
