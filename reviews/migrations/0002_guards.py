"""The second wall around judgements: the ministry, overseers and the round's own experts; all, once published."""

from django.db import migrations

from core.scope import guard

OF_THE_MINISTRY = "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ministry_id = ANY (baro_ministries()))"
OF_THE_COMMITTEE = (
    "(baro_scope() = 'actor' AND EXISTS (SELECT 1 FROM reviews_member AS member "
    "JOIN reviews_expert AS expert ON expert.id = member.expert_id "
    "JOIN accounts_user AS reader ON reader.person_id = expert.person_id "
    "WHERE member.round_id = reviews_case.round_id AND reader.id = baro_user()))"
)
OF_A_CASE = "EXISTS (SELECT 1 FROM reviews_case AS owner WHERE owner.id = case_id)"
OF_AN_ASSIGNMENT = "EXISTS (SELECT 1 FROM reviews_assignment AS owner WHERE owner.id = assignment_id)"
OF_A_REVIEW = "EXISTS (SELECT 1 FROM reviews_review AS owner WHERE owner.id = review_id)"
OF_A_SELECTION = "EXISTS (SELECT 1 FROM reviews_selection AS owner WHERE owner.id = selection_id)"


class Migration(migrations.Migration):
    dependencies = (("reviews", "0001_tables"), ("core", "0002_guards"))

    operations = (
        guard("reviews_case", f"{OF_THE_MINISTRY} OR {OF_THE_COMMITTEE}"),
        guard("reviews_assignment", OF_A_CASE),
        guard("reviews_conflict", OF_A_CASE),
        guard("reviews_review", OF_AN_ASSIGNMENT),
        guard("reviews_score", OF_A_REVIEW),
        guard("reviews_selection", f"{OF_THE_MINISTRY} OR state = 'published'", writable=OF_THE_MINISTRY),
        guard("reviews_decision", OF_A_SELECTION),
    )
