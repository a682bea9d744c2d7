"""Lots decide within chance of the line: a selection keeps their seed, a decision its own lot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("reviews", "0017_absences"),)

    operations = (
        migrations.AddField("selection", "lots", models.JSONField(default=dict)),
        migrations.AddField("decision", "lot", models.JSONField(null=True)),
    )
