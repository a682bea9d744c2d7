"""What was done instead of a merge whose offer was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("proposals", "0023_overloaded_merges"),)
    operations = (
        migrations.AddField(
            "mergeoffer", "chosen_way", models.CharField(blank=True, db_default="", default="", max_length=10)
        ),
    )
