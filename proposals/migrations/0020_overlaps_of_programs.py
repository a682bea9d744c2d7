"""Two programmes may overlap as well: which they are, and of proposals the programmes of their calls."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
OF_THEIR_CALLS = """
UPDATE proposals_overlap SET alike_bp = text_bp, first_program_id = one.program_id, second_program_id = other.program_id
FROM programs_call AS one, programs_call AS other WHERE one.id = first_call_id AND other.id = second_call_id
"""
PROGRAM: dict[str, Any] = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "programs.program"}


class Migration(migrations.Migration):
    dependencies = (("programs", "0008_subscriptions"), ("proposals", "0019_overlaps_of_regions"))

    operations = (
        migrations.AddField(
            "overlap",
            "kind",
            models.CharField(
                choices=[("proposal", "Proposal"), ("program", "Program")],
                db_default="proposal",
                default="proposal",
                max_length=10,
            ),
        ),
        migrations.AddField("overlap", "alike_bp", models.PositiveIntegerField(null=True)),
        migrations.AddField("overlap", "first_program", models.ForeignKey(**PROGRAM)),
        migrations.AddField("overlap", "second_program", models.ForeignKey(**PROGRAM)),
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(OF_THEIR_CALLS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ComparedProgram",
            fields=[
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="compared",
                        serialize=False,
                        to="programs.program",
                    ),
                ),
                ("rule_set_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("indicators", models.PositiveIntegerField()),
            ],
        ),
    )
