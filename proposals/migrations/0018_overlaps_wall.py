"""The second wall around overlaps: either ministry's, and who oversees."""

from django.db import migrations

from core.scope import guard

OF_EITHER = (
    "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ("
    "first_ministry_id = ANY (baro_ministries()) OR second_ministry_id = ANY (baro_ministries())))"
)


class Migration(migrations.Migration):
    dependencies = (("proposals", "0017_overlaps"),)

    operations = (guard("proposals_overlap", OF_EITHER),)
