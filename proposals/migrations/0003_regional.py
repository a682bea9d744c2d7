"""A pledge tells which part of it is in kind, year by year."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("proposals", "0002_guards"),)

    operations = (
        migrations.AddField(
            model_name="matchpledge",
            name="in_kind_krw",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="matchpledge",
            constraint=models.CheckConstraint(
                condition=models.Q(in_kind_krw__len=models.F("year_krw__len")), name="pledge_parts_for_each_year"
            ),
        ),
    )
