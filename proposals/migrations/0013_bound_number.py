"""The register of who works on what knows each project's number, so that limits can name what they count."""

from django.db import migrations, models

SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
NUMBERS = """
UPDATE public.proposals_participation AS row SET bound_number = proposal.number
FROM public.proposals_proposal AS proposal
WHERE proposal.id = row.proposal_id AND row.bound_part <> '' AND proposal.number <> ''
"""


class Migration(migrations.Migration):
    dependencies = (("proposals", "0012_cap_reasons"),)

    operations = (
        migrations.AddField(
            model_name="participation",
            name="bound_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
    )
