"""Sentences about the figures of the regions and the balance index."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "figures.no_index": _("The rules of this programme know no balance index: publish them with one first."),
    "figures.changed_meanwhile": _("Somebody has put down version %(version)s meanwhile. Look at it first."),
    "figures.year_unknown": _("The year of the figures lies between %(least)s and %(most)s."),
    "figures.source_missing": _("Say where the figures come from."),
    "figures.text_too_long": _("%(length)s characters are too many: at most %(most)s."),
    "figures.region_unknown": _("“%(given)s” is no region that the rules let lead in that year."),
    "figures.measure_unknown": _("The rules know no figure “%(given)s”."),
    "figures.no_number": _("“%(given)s” is no number of at most four decimals."),
    "figures.missing": _("A figure is missing: %(measure)s of the region “%(region)s”."),
    "figures.no_table": _("The file is no CSV table in UTF-8 with a column “%(column)s” and each column once."),
    "figures.cells_differ": _("Row %(row)s has %(cells)s cells, the head %(head)s."),
    "figures.region_twice": _("Row %(row)s names the region “%(region)s” again."),
}
EVENTS = {
    "programs.figures_recorded": _(
        "Figures of the regions for “%(name)s” were put down: version %(version)s, of the year %(year)s"
    ),
}
