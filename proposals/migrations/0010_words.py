"""What a search looks through, beside the guarded proposals and kept right by triggers; filled by the next step."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

GRAMS = r"""
CREATE FUNCTION public.baro_grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT gram
    FROM regexp_split_to_table($1, '\s+') AS word,
        generate_series(1, length(word)) AS place,
        LATERAL (VALUES (substr(word, place, 1)), (substr(word, place, 2))) AS cut (gram)
)
"""
TABLE = r"""
CREATE TABLE search.proposal_words (
    proposal_id bigint PRIMARY KEY REFERENCES public.proposals_proposal ON DELETE CASCADE,
    lead_organization_id bigint NOT NULL,
    handed_in text NOT NULL,
    institution text NOT NULL,
    grams text[] NOT NULL GENERATED ALWAYS AS (public.baro_grams(handed_in || E'\n' || institution)) STORED
)
"""
VIEW = r"""
CREATE VIEW public.proposals_words AS
SELECT words.proposal_id, words.handed_in || E'\n' || words.institution AS text, words.grams
FROM search.proposal_words AS words JOIN public.proposals_proposal AS seen ON seen.id = words.proposal_id
"""
PUT = r"""
CREATE FUNCTION public.baro_put_words(bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO search.proposal_words (proposal_id, lead_organization_id, handed_in, institution)
    SELECT proposal.id, lead.id, lower(normalize(concat_ws(E'\n', proposal.number, sent.title_ko, sent.title_en))),
        lower(normalize(concat_ws(E'\n', lead.name_ko, lead.name_en)))
    FROM public.proposals_proposal AS proposal
    JOIN public.accounts_organization AS lead ON lead.id = proposal.lead_organization_id
    LEFT JOIN public.proposals_submission AS sent ON sent.id = proposal.submission_id
    WHERE proposal.id = ANY ($1)
    FOR SHARE OF lead
    ON CONFLICT (proposal_id) DO UPDATE SET lead_organization_id = excluded.lead_organization_id,
        handed_in = excluded.handed_in, institution = excluded.institution
$$
"""
FOLLOW = """
CREATE FUNCTION public.baro_words_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.baro_put_words(ARRAY[NEW.id]);
    RETURN NULL;
END $$
"""
RENAME = r"""
CREATE FUNCTION public.baro_words_rename() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE search.proposal_words SET institution = lower(normalize(concat_ws(E'\n', NEW.name_ko, NEW.name_en)))
    WHERE lead_organization_id = NEW.id;
    RETURN NULL;
END $$
"""
FOLLOWING = """
CREATE TRIGGER words_follow AFTER INSERT OR UPDATE OF number, submission_id, lead_organization_id
ON public.proposals_proposal FOR EACH ROW EXECUTE FUNCTION public.baro_words_follow()
"""
RENAMING = """
CREATE TRIGGER words_rename AFTER UPDATE OF name_ko, name_en
ON public.accounts_organization FOR EACH ROW EXECUTE FUNCTION public.baro_words_rename()
"""


class Migration(migrations.Migration):
    dependencies = (("proposals", "0009_moved_closings"), ("accounts", "0001_tables"))

    operations = (
        migrations.RunSQL("CREATE SCHEMA search", "DROP SCHEMA search"),
        migrations.RunSQL(GRAMS, "DROP FUNCTION public.baro_grams(text)"),
        migrations.RunSQL(TABLE, "DROP TABLE search.proposal_words"),
        migrations.RunSQL(
            "CREATE INDEX proposal_words_grams ON search.proposal_words USING gin (grams)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "CREATE INDEX proposal_words_of_lead ON search.proposal_words (lead_organization_id)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(VIEW, "DROP VIEW public.proposals_words"),
        migrations.RunSQL(PUT, "DROP FUNCTION public.baro_put_words(bigint[])"),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION public.baro_words_follow()"),
        migrations.RunSQL(RENAME, "DROP FUNCTION public.baro_words_rename()"),
        migrations.RunSQL(FOLLOWING, "DROP TRIGGER words_follow ON public.proposals_proposal"),
        migrations.RunSQL(RENAMING, "DROP TRIGGER words_rename ON public.accounts_organization"),
        migrations.CreateModel(
            name="ProposalWords",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                ("text", models.TextField()),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={"db_table": "proposals_words", "managed": False},
        ),
    )
