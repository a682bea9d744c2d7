"""The second wall around proposals: ministry, region and consortium reach their own rows, others none."""

from django.db import migrations

from core.scope import OWNED_ROWS, guard

OF_A_PROPOSAL = "EXISTS (SELECT 1 FROM proposals_proposal AS owner WHERE owner.id = proposal_id)"
OF_A_RANKING = "EXISTS (SELECT 1 FROM proposals_regionalranking AS owner WHERE owner.id = ranking_id)"
OF_A_REGION = (
    "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND "
    "(ministry_id = ANY (baro_ministries()) OR region_id = ANY (baro_regions())))"
)
PARTS = ("submission", "partner", "section", "proposedline", "target", "attachment")


class Migration(migrations.Migration):
    dependencies = (("proposals", "0001_tables"), ("core", "0002_guards"))

    operations = (
        guard("proposals_proposal", OWNED_ROWS),
        *(guard(f"proposals_{part}", OF_A_PROPOSAL) for part in PARTS),
        guard("proposals_regionalranking", OF_A_REGION),
        guard("proposals_rankedproposal", OF_A_RANKING),
        guard("proposals_matchpledge", f"{OF_A_REGION} OR {OF_A_PROPOSAL}"),
    )
