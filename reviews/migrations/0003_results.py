"""What everybody may read of a published decision stands in it; experts read the files of their own cases."""

import django.db.models.deletion
from django.db import migrations, models

NAMED = """
UPDATE reviews_decision AS decision
SET number = proposal.number, title_ko = proposal.title_ko, title_en = proposal.title_en, sector = proposal.sector,
    region_id = proposal.region_id, lead_ko = lead.name_ko, lead_en = lead.name_en
FROM proposals_proposal AS proposal JOIN accounts_organization AS lead ON lead.id = proposal.lead_organization_id
WHERE proposal.id = decision.proposal_id
"""
JUDGED = """
CREATE FUNCTION baro_judges(judged bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT 1 FROM reviews_proposalcase AS of_proposal
        JOIN reviews_case AS matter ON matter.id = of_proposal.case_id
        JOIN reviews_round AS round ON round.id = matter.round_id AND round.state IN ('scoring', 'opened')
        JOIN reviews_assignment AS given ON given.case_id = matter.id AND given.state = 'given'
        JOIN reviews_member AS member ON member.round_id = round.id AND member.expert_id = given.expert_id
            AND member.declared_at IS NOT NULL
        JOIN reviews_expert AS expert ON expert.id = given.expert_id
        JOIN accounts_user AS reader ON reader.person_id = expert.person_id AND reader.id = baro_user()
        WHERE of_proposal.proposal_id = judged AND NOT EXISTS (
            SELECT 1 FROM reviews_conflict AS conflict
            WHERE conflict.case_id = matter.id AND conflict.expert_id = expert.id AND conflict.state = 'standing'
        )
    )
$$
"""
POLICIES = (
    "CREATE POLICY proposals_attachment_judged ON proposals_attachment FOR SELECT "
    "USING (baro_scope() = 'actor' AND baro_judges(proposal_id))",
    "CREATE POLICY core_storedfile_judged ON core_storedfile FOR SELECT "
    "USING (baro_scope() = 'actor' AND EXISTS (SELECT 1 FROM proposals_attachment AS attachment "
    "WHERE attachment.file_id = core_storedfile.id AND baro_judges(attachment.proposal_id)))",
)
POLICIES_BACK = (
    "DROP POLICY core_storedfile_judged ON core_storedfile",
    "DROP POLICY proposals_attachment_judged ON proposals_attachment",
    "DROP FUNCTION baro_judges(bigint)",
)


def text_field(name: str, length: int, *, blank: bool = False) -> migrations.AddField:
    field = models.CharField(max_length=length, blank=blank, default="")
    return migrations.AddField("decision", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = (("reviews", "0002_guards"), ("proposals", "0005_merging_guards"))

    operations = (
        migrations.AddField("member", "reminded_at", models.DateTimeField(null=True)),
        text_field("number", 60),
        text_field("title_ko", 160),
        text_field("title_en", 160, blank=True),
        text_field("lead_ko", 200),
        text_field("lead_en", 200, blank=True),
        text_field("sector", 60, blank=True),
        migrations.AddField("decision", "originals", models.JSONField(default=list)),
        migrations.AddField(
            "decision",
            "region",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
            ),
        ),
        migrations.RunSQL([NAMED, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AlterField(
            "decision",
            "region",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
            ),
        ),
        migrations.RunSQL([JUDGED, *POLICIES], list(POLICIES_BACK)),
    )
