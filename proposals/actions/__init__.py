"""Do it: one function a move. Each locks, asks for permission and rules, moves and records, in one transaction."""

from proposals.actions.answers import save_answers
from proposals.actions.beginning import begin_with
from proposals.actions.budget import save_budget, save_targets
from proposals.actions.drafts import change_basics, save_section, start_proposal
from proposals.actions.files import attach_file, remove_file
from proposals.actions.merge_signing import lapse_merge, refuse_merge, sign_merge
from proposals.actions.merging import (
    MergeTerms,
    answer_merge,
    answer_merge_for_region,
    end_merging,
    offer_merge,
    withdraw_merge,
)
from proposals.actions.moments import follow_closing, remind_before_closing, tell_of_moved_closing
from proposals.actions.office import return_to_team, send_to_office
from proposals.actions.plans import (
    begin_plan,
    decline_plan,
    endorse_plan,
    give_plan_back,
    settle_plan,
)
from proposals.actions.pledge import make_pledge, withdraw_pledge
from proposals.actions.ranking import reopen_ranking, save_ranking, submit_ranking
from proposals.actions.settle import settle_proposal
from proposals.actions.submit import submit_proposal, withdraw_proposal
from proposals.actions.team import add_partner, put_person, remove_partner, remove_person
from proposals.rules import KeptTarget
from proposals.rules.ranking import Place

__all__ = [
    "KeptTarget",
    "MergeTerms",
    "Place",
    "add_partner",
    "answer_merge",
    "answer_merge_for_region",
    "attach_file",
    "begin_plan",
    "begin_with",
    "change_basics",
    "decline_plan",
    "end_merging",
    "endorse_plan",
    "follow_closing",
    "give_plan_back",
    "lapse_merge",
    "make_pledge",
    "offer_merge",
    "put_person",
    "refuse_merge",
    "remind_before_closing",
    "remove_file",
    "remove_partner",
    "remove_person",
    "reopen_ranking",
    "return_to_team",
    "save_answers",
    "save_budget",
    "save_ranking",
    "save_section",
    "save_targets",
    "send_to_office",
    "settle_plan",
    "settle_proposal",
    "sign_merge",
    "start_proposal",
    "submit_proposal",
    "submit_ranking",
    "tell_of_moved_closing",
    "withdraw_merge",
    "withdraw_pledge",
    "withdraw_proposal",
]
