"""An overlap is of two proposals or of two programmes, never of one of each, and knows both programmes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

PROGRAM: dict[str, Any] = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "programs.program"}
CALL: dict[str, Any] = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "programs.call"}
PROPOSAL: dict[str, Any] = {"null": True, "on_delete": django.db.models.deletion.CASCADE, "related_name": "+"}
ROWS = ("first", "second", "first_call", "second_call")


class Migration(migrations.Migration):
    dependencies = (("proposals", "0020_overlaps_of_programs"),)

    operations = (
        migrations.AlterField("overlap", "alike_bp", models.PositiveIntegerField()),
        migrations.AlterField("overlap", "first_program", models.ForeignKey(**PROGRAM)),
        migrations.AlterField("overlap", "second_program", models.ForeignKey(**PROGRAM)),
        *(
            migrations.AlterField("overlap", side, models.ForeignKey(**PROPOSAL, to="proposals.proposal"))
            for side in ("first", "second")
        ),
        *(
            migrations.AlterField("overlap", side, models.ForeignKey(**CALL))
            for side in ("first_call", "second_call")
        ),
        *(
            migrations.AlterField("overlap", name, models.PositiveSmallIntegerField(default=0))
            for name in ("people", "firms", "equipment")
        ),
        migrations.AddConstraint(
            "overlap",
            models.UniqueConstraint(
                condition=models.Q(kind="program"),
                fields=("first_program", "second_program"),
                name="overlap_once_two_programs",
            ),
        ),
        migrations.AddConstraint(
            "overlap",
            models.CheckConstraint(
                condition=models.Q(kind="proposal", **{f"{row}__isnull": False for row in ROWS})
                | (
                    models.Q(kind="program", **{f"{row}__isnull": True for row in ROWS})
                    & ~models.Q(first_program=models.F("second_program"))
                ),
                name="overlap_of_one_kind",
            ),
        ),
        migrations.AddConstraint(
            "overlap",
            models.CheckConstraint(condition=models.Q(alike_bp__lte=10_000), name="overlap_alike_at_most_all"),
        ),
    )
