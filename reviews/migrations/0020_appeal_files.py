"""Files beside an appeal; those who judge it read them and the documents of the proposal in dispute."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from core.scope import guard

OF_AN_APPEAL = "EXISTS (SELECT 1 FROM reviews_appeal AS owner WHERE owner.id = appeal_id)"
HEARD = """
CREATE FUNCTION baro_papers_heard() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public AS $$
    SELECT coalesce(array_agg((paper ->> 'uid')::uuid), '{}')
    FROM reviews_appeal AS heard
    JOIN accounts_user AS reader ON reader.id = baro_user()
        AND reader.person_id = ANY (heard.judge_ids) AND NOT reader.person_id = ANY (heard.person_ids)
    CROSS JOIN LATERAL jsonb_path_query(heard.papers, '$.cases[*].dossier.files[*]') AS paper
    WHERE heard.state IN ('admitted', 'judged_anew')
$$
"""
"""The uids of the proposals' documents in the appeals that the reader judges now. It names its schema, since a
backup reads the guarded tables with none.
"""
POLICIES = (
    "CREATE POLICY proposals_attachment_heard ON proposals_attachment FOR SELECT "
    "USING ((SELECT baro_scope()) = 'actor' AND uid = ANY ((SELECT baro_papers_heard())::uuid[]))",
    "CREATE POLICY core_storedfile_heard ON core_storedfile FOR SELECT "
    "USING ((SELECT baro_scope()) = 'actor' AND id IN (SELECT file_id FROM proposals_attachment AS heard "
    "WHERE heard.uid = ANY ((SELECT baro_papers_heard())::uuid[])))",
    "CREATE POLICY core_storedfile_of_appeal ON core_storedfile FOR SELECT "
    "USING ((SELECT baro_scope()) = 'actor' AND EXISTS (SELECT 1 FROM reviews_appealfile AS beside "
    "WHERE beside.file_id = core_storedfile.id AND beside.removed_at IS NULL))",
)
POLICIES_BACK = (
    "DROP POLICY core_storedfile_of_appeal ON core_storedfile",
    "DROP POLICY core_storedfile_heard ON core_storedfile",
    "DROP POLICY proposals_attachment_heard ON proposals_attachment",
    "DROP FUNCTION baro_papers_heard()",
)


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0004_events_by_user"),
        ("proposals", "0005_merging_guards"),
        ("reviews", "0019_coauthors"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppealFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.BigIntegerField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.BigIntegerField(null=True)),
                ("appeal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="reviews.appeal")),
                ("file", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="appeal_file", to="core.storedfile")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("removed_at__isnull", False), ("removed_by__isnull", True), _connector="OR"), name="appeal_file_removal_is_signed"),
                ],
            },
        ),
        guard("reviews_appealfile", OF_AN_APPEAL),
        migrations.RunSQL([HEARD, *POLICIES], list(POLICIES_BACK)),
    ]
