"""The wall for experts names its tables with their schema: pg_dump and pg_restore look into none by themselves."""

from django.db import migrations

JUDGED = """
CREATE OR REPLACE FUNCTION baro_judges(judged bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.reviews_proposalcase AS of_proposal
        JOIN public.reviews_case AS matter ON matter.id = of_proposal.case_id
        JOIN public.reviews_round AS round ON round.id = matter.round_id AND round.state IN ('scoring', 'opened')
        JOIN public.reviews_assignment AS given ON given.case_id = matter.id AND given.state = 'given'
        JOIN public.reviews_member AS member ON member.round_id = round.id AND member.expert_id = given.expert_id
            AND member.declared_at IS NOT NULL
        JOIN public.reviews_expert AS expert ON expert.id = given.expert_id
        JOIN public.accounts_user AS reader ON reader.person_id = expert.person_id AND reader.id = public.baro_user()
        WHERE of_proposal.proposal_id = judged AND NOT EXISTS (
            SELECT 1 FROM public.reviews_conflict AS conflict
            WHERE conflict.case_id = matter.id AND conflict.expert_id = expert.id AND conflict.state = 'standing'
        )
    )
$$
"""


class Migration(migrations.Migration):
    dependencies = (("reviews", "0003_results"),)

    operations = (migrations.RunSQL(JUDGED, migrations.RunSQL.noop),)
