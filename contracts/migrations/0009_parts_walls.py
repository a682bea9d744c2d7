"""The second wall around stops and recoveries: whoever reads the contract reads them."""

from django.db import migrations

from core.scope import guard

OF_A_CONTRACT = "EXISTS (SELECT 1 FROM contracts_contract AS owner WHERE owner.id = contract_id)"
OF_A_TRANCHE = "EXISTS (SELECT 1 FROM contracts_tranche AS owner WHERE owner.id = tranche_id)"


class Migration(migrations.Migration):
    dependencies = (("contracts", "0008_parts"),)

    operations = (guard("contracts_recovery", OF_A_CONTRACT), guard("contracts_tranchestop", OF_A_TRANCHE))
