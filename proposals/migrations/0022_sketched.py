"""Each proposal knows of which submission its sketch is, so that what is due to be drawn is found by an index."""

from django.db import migrations, models
from django.db.models import F, Q

COMPARED = ("submitted", "selected", "waiting", "rejected")
DUE = Q(
    Q(Q(sketched_id=None) | ~Q(sketched_id=F("submission_id")), state__in=COMPARED)
    | Q(~Q(state__in=COMPARED), sketched_id__isnull=False)
)
SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
STANDING = """
UPDATE public.proposals_proposal AS row SET sketched_id = sketch.submission_id
FROM public.proposals_sketch AS sketch WHERE sketch.proposal_id = row.id
"""


class Migration(migrations.Migration):
    dependencies = (("proposals", "0021_overlaps_of_one_kind"),)

    operations = (
        migrations.AddField("proposal", "sketched_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
        migrations.AddIndex("proposal", models.Index(fields=["id"], condition=DUE, name="proposal_sketch_due")),
    )
