"""The second wall around overlaps lets through those of a region's own proposals: its officers see their degree."""

from django.db import migrations

from core.scope import once

OF_EITHER = (
    "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ("
    "first_ministry_id = ANY (baro_ministries()) OR second_ministry_id = ANY (baro_ministries())))"
)
OF_A_REGION = (
    "(baro_scope() = 'actor' AND baro_regions() <> '{}' AND EXISTS (SELECT 1 FROM proposals_proposal AS side "
    "WHERE side.id IN (first_id, second_id) AND side.region_id = ANY (baro_regions())))"
)


def reads(condition: str) -> str:
    """Who reads; who writes stays as it is."""
    return f"ALTER POLICY proposals_overlap_wall ON proposals_overlap USING ({once(condition)})"


class Migration(migrations.Migration):
    dependencies = (("proposals", "0018_overlaps_wall"),)

    operations = (
        migrations.RunSQL(
            reads(f"baro_scope() = 'system' OR {OF_EITHER} OR {OF_A_REGION}"),
            reads(f"baro_scope() = 'system' OR ({OF_EITHER})"),
        ),
    )
