"""What the ways are called in which programmes are alike."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS = {
    "alike.target_group": _("Target group"),
    "alike.region": pgettext_lazy("likeness", "Region"),
    "alike.cost": _("Eligible cost"),
    "alike.outcome": pgettext_lazy("likeness", "Outcome"),
    "alike.sectors": _("Sectors"),
    "alike.text": pgettext_lazy("likeness", "Text"),
    "shared.lead": _("may lead"),
    "shared.partner": _("may join"),
    "shared.paid": _("may be paid"),
}
