"""The second wall around the region's side; and contracts drawn before have their years' match, too.

What the deposit of an older contract is due is not known here: the rule set says it, and no rule set of theirs did.
"""

from django.db import migrations

from core.scope import guard

OF_A_CONTRACT = "EXISTS (SELECT 1 FROM contracts_contract AS owner WHERE owner.id = contract_id)"
OF_OWN_CONTRACT = (
    "EXISTS (SELECT 1 FROM contracts_contract AS owner WHERE owner.id = contract_id AND "
    "(baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND (owner.ministry_id = ANY (baro_ministries()) "
    "OR owner.region_id = ANY (baro_regions()) OR owner.organization_ids && baro_organizations()))))"
)
SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
STANDING = """
INSERT INTO public.contracts_matchyear (contract_id, year_id, region_id, is_ruled, cash_krw, in_kind_krw)
SELECT contract.id, year.id, contract.region_id, false,
    year.match_krw - least(year.match_krw, coalesce(pledge.in_kind_krw[year.index], 0)),
    least(year.match_krw, coalesce(pledge.in_kind_krw[year.index], 0))
FROM public.contracts_contract AS contract
JOIN public.contracts_projectyear AS year ON year.contract_id = contract.id AND year.match_krw > 0
LEFT JOIN public.proposals_matchpledge AS pledge
    ON pledge.proposal_id = contract.proposal_id AND pledge.state = 'made'
"""


class Migration(migrations.Migration):
    dependencies = (("contracts", "0006_match"),)

    operations = (
        guard("contracts_matchyear", OF_A_CONTRACT),
        guard("contracts_matchsignature", OF_A_CONTRACT),
        guard("contracts_matchdeposit", OF_OWN_CONTRACT),
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    )
