"""The second wall around merge offers: ministry, region and the institutions that were asked."""

from django.db import migrations

from core.scope import OWNED_ROWS, guard

OF_AN_OFFER = "EXISTS (SELECT 1 FROM proposals_mergeoffer AS owner WHERE owner.id = offer_id)"


class Migration(migrations.Migration):
    dependencies = (("proposals", "0004_merging"),)

    operations = (
        guard("proposals_mergeoffer", OWNED_ROWS),
        guard("proposals_mergeshare", OF_AN_OFFER),
    )
