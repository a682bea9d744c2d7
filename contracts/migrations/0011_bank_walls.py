"""The second wall around what goes to a bank and comes back: the ministry's own, and those who oversee."""

from django.db import migrations

from core.scope import guard

OF_THE_MINISTRY = "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ministry_id = ANY (baro_ministries()))"
OF_A_BATCH = "EXISTS (SELECT 1 FROM contracts_paymentbatch AS owner WHERE owner.id = batch_id)"


class Migration(migrations.Migration):
    dependencies = (("contracts", "0010_bank"),)

    operations = (
        guard("contracts_payingaccount", OF_THE_MINISTRY),
        guard("contracts_approvallimit", OF_THE_MINISTRY),
        guard("contracts_bankorder", OF_A_BATCH),
        guard("contracts_bankfile", OF_THE_MINISTRY),
        guard("contracts_statementline", OF_THE_MINISTRY),
    )
