"""Calls whose selection was decided before merges ended with it: theirs have ended as well."""

from django.db import migrations

DECIDED = (
    "INSERT INTO proposals_mergingend (call_id, ended_at, ended_by) "
    "SELECT call_id, decided_at, decided_by FROM reviews_selection WHERE state IN ('decided', 'published') "
    "ON CONFLICT (call_id) DO NOTHING"
)


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0008_merging_ends"),
        ("reviews", "0004_judges_anywhere"),
    ]

    operations = [migrations.RunSQL(DECIDED, reverse_sql=migrations.RunSQL.noop)]
