"""Takes in the words of the proposals that are there, while people work: new ones follow by their trigger."""

from django.db import migrations

SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
ALL = "SELECT public.baro_put_words(array_agg(id)) FROM public.proposals_proposal"


class Migration(migrations.Migration):
    dependencies = (("proposals", "0010_words"),)

    operations = (
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
        migrations.RunSQL("ANALYZE search.proposal_words", migrations.RunSQL.noop),
    )
