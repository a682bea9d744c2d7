"""Contracts drawn before appeals were heard have their place, too: no appeal wins it."""

from django.db import migrations

SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
STANDING = """
UPDATE public.reviews_decision AS decision SET bound_at = contract.drawn_at
FROM public.contracts_contract AS contract, public.reviews_selection AS selection
WHERE contract.proposal_id = decision.proposal_id AND contract.state <> 'cancelled'
  AND selection.id = decision.selection_id AND selection.state = 'published' AND decision.bound_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = (("contracts", "0003_wall_asked_once"), ("reviews", "0016_appeals"))

    operations = (
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    )
