"""The second wall asks who reads once a statement, and not once a row: each list of 100,000 rows was the slower for it.

PostgreSQL works a function out for each row that it looks at, and a sub-select without reference to the row once.
Every policy that stands is written anew in that form; `core.scope.guard` writes later ones so from the start. The
meaning stays, so there is nothing to take back.
"""

from django.db import migrations

ASK_ONCE = r"""
DO $$
DECLARE
    wall record;
    texts text[];
BEGIN
    FOR wall IN
        SELECT tablename, policyname, qual, with_check FROM pg_policies
        WHERE schemaname = 'public' AND coalesce(qual, '') || coalesce(with_check, '') ~ 'baro_\w+\(\)'
    LOOP
        SELECT array_agg(
            regexp_replace(
                regexp_replace(
                    regexp_replace(said, '\(\s*SELECT (baro_\w+\(\)) AS baro_\w+\)', '\1', 'g'),
                    'baro_(scope|user)\(\)', '(SELECT baro_\1())', 'g'
                ),
                'baro_(ministries|regions|organizations)\(\)', '(SELECT baro_\1())::bigint[]', 'g'
            ) ORDER BY place
        ) INTO texts FROM unnest(ARRAY[wall.qual, wall.with_check]) WITH ORDINALITY AS given (said, place);
        EXECUTE format('ALTER POLICY %I ON %I', wall.policyname, wall.tablename)
            || coalesce(' USING (' || texts[1] || ')', '')
            || coalesce(' WITH CHECK (' || texts[2] || ')', '');
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = (
        ("core", "0002_guards"),
        ("proposals", "0008_merging_ends"),
        ("reviews", "0005_merging_ends"),
        ("contracts", "0002_guards"),
    )

    operations = (migrations.RunSQL(ASK_ONCE, migrations.RunSQL.noop),)
