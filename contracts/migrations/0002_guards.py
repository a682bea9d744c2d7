"""The second wall around contracts and money: ministry, region and consortium; a contract in force is public."""

from django.db import migrations

from core.scope import OWNED_ROWS, guard

OF_THE_MINISTRY = "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ministry_id = ANY (baro_ministries()))"
OF_A_CONTRACT = "EXISTS (SELECT 1 FROM contracts_contract AS owner WHERE owner.id = contract_id)"
OF_OWN_CONTRACT = (
    "EXISTS (SELECT 1 FROM contracts_contract AS owner WHERE owner.id = contract_id AND "
    "(baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND (owner.ministry_id = ANY (baro_ministries()) "
    "OR owner.organization_ids && baro_organizations()))))"
)
OF_A_TRANCHE = "EXISTS (SELECT 1 FROM contracts_tranche AS owner WHERE owner.id = tranche_id)"
OF_A_BATCH = "EXISTS (SELECT 1 FROM contracts_paymentbatch AS owner WHERE owner.id = batch_id)"
OF_OWN_TRANCHE = (
    "EXISTS (SELECT 1 FROM contracts_tranche AS part JOIN contracts_contract AS owner ON owner.id = part.contract_id "
    "WHERE part.id = tranche_id AND (baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND "
    "(owner.ministry_id = ANY (baro_ministries()) OR owner.organization_ids && baro_organizations()))))"
)


class Migration(migrations.Migration):
    dependencies = (("contracts", "0001_tables"), ("core", "0002_guards"))

    operations = (
        guard("contracts_contract", f"{OWNED_ROWS} OR state = 'in_force'", writable=OWNED_ROWS),
        guard("contracts_signature", OF_A_CONTRACT),
        guard("contracts_payeeaccount", OF_OWN_CONTRACT),
        guard("contracts_projectyear", OF_A_CONTRACT),
        guard("contracts_tranche", OF_A_CONTRACT),
        guard("contracts_gate", OF_A_TRANCHE),
        guard("contracts_paymentbatch", OF_THE_MINISTRY),
        guard("contracts_approval", OF_A_BATCH),
        guard("contracts_payment", OF_OWN_TRANCHE),
    )
