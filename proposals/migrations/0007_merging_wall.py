"""Those who are asked to merge reach each other's proposals: the last yes settles all of them."""

from django.db import migrations

from core.scope import OWNED_ROWS

ASKED_TOGETHER = "EXISTS (SELECT 1 FROM proposals_mergeshare AS share WHERE share.proposal_id = proposals_proposal.id)"
WALL = "ALTER POLICY proposals_proposal_wall ON proposals_proposal USING ({0}) WITH CHECK ({0})"
BEFORE = f"baro_scope() = 'system' OR ({OWNED_ROWS})"


class Migration(migrations.Migration):
    dependencies = (("proposals", "0006_merge_pledge"), ("proposals", "0005_merging_guards"))

    operations = (migrations.RunSQL(WALL.format(f"{BEFORE} OR {ASKED_TOGETHER}"), WALL.format(BEFORE)),)
