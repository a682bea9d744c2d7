"""The lives of a proposal, a region's ranking and a match pledge.

Late is computed from the call, never stored.
"""

from core.states import Lifecycle, Move

PROPOSAL = Lifecycle(
    name="proposal",
    states=("draft", "submitted", "withdrawn", "merged", "selected", "waiting", "rejected"),
    moves=(
        Move("submit", ("draft", "withdrawn"), "submitted", "submit", "proposals.proposal_submitted"),
        Move("replace", ("submitted",), "submitted", "submit", "proposals.proposal_replaced"),
        Move("withdraw", ("submitted",), "withdrawn", "withdraw", "proposals.proposal_withdrawn"),
        Move("merge", ("submitted",), "merged", "settle", "proposals.proposal_merged"),
        Move("select", ("submitted",), "selected", "settle", "proposals.proposal_selected"),
        Move("keep_waiting", ("submitted",), "waiting", "settle", "proposals.proposal_kept_waiting"),
        Move("reject", ("submitted",), "rejected", "settle", "proposals.proposal_rejected"),
        Move("win_appeal", ("waiting", "rejected"), "selected", "settle", "proposals.proposal_won_appeal"),
        Move("give_way", ("selected",), "waiting", "settle", "proposals.proposal_gave_way"),
        Move("wait_after_appeal", ("rejected",), "waiting", "settle", "proposals.proposal_waits_after_appeal"),
    ),
)

HANDED_IN = ("submitted", "merged", "selected", "waiting", "rejected")
"""States in which the offices that decide may read what was handed in."""

EDITABLE = ("draft", "submitted", "withdrawn")
"""States in which the team writes on: what it changes after a submission counts when it is handed in again."""

COMPARED = ("submitted", "selected", "waiting", "rejected")
"""States in which a submission is compared: what was withdrawn is gone, what was merged stands in the merged one."""

PLEDGEABLE = ("submitted", "selected", "waiting")
"""States in which a region may still pledge its match for a proposal."""

RANKING = Lifecycle(
    name="ranking",
    states=("draft", "submitted"),
    moves=(
        Move("save_ranking", ("draft",), "draft", "rank", "proposals.ranking_saved"),
        Move("submit_ranking", ("draft",), "submitted", "rank", "proposals.ranking_submitted"),
        Move("reopen_ranking", ("submitted",), "draft", "rank", "proposals.ranking_reopened"),
        Move("give_back_ranking", ("submitted",), "draft", "system", "proposals.ranking_given_back"),
    ),
)

PLEDGE = Lifecycle(
    name="pledge",
    states=("draft", "made", "withdrawn"),
    moves=(
        Move("make_pledge", ("draft", "withdrawn"), "made", "rank", "proposals.pledge_made"),
        Move("replace_pledge", ("made",), "made", "rank", "proposals.pledge_replaced"),
        Move("withdraw_pledge", ("made",), "withdrawn", "rank", "proposals.pledge_withdrawn"),
    ),
)

PLAN = Lifecycle(
    name="plan",
    states=("writing", "handed_in", "returned", "accepted", "refused", "declined"),
    moves=(
        Move("hand_in", ("writing", "returned"), "handed_in", "write", "proposals.plan_handed_in"),
        Move("replace_plan", ("handed_in",), "handed_in", "write", "proposals.plan_handed_in"),
        Move("take_back", ("handed_in",), "writing", "write", "proposals.plan_taken_back"),
        Move("endorse", ("handed_in",), "handed_in", "answer", "proposals.plan_endorsed"),
        Move("give_back", ("handed_in",), "returned", "read", "proposals.plan_given_back"),
        Move("accept", ("handed_in",), "accepted", "decide", "proposals.plan_accepted"),
        Move("refuse", ("handed_in", "returned"), "refused", "decide", "proposals.plan_refused"),
        Move("decline", ("writing",), "declined", "answer", "proposals.plan_declined"),
    ),
)

STANDING_PLANS = ("writing", "handed_in", "returned", "accepted")
"""States of a plan beside which its region has no other in the same call."""

MERGE = Lifecycle(
    name="merge",
    states=("offered", "held", "accepted", "declined", "withdrawn", "refused", "lapsed"),
    moves=(
        Move("sign_merge", ("held",), "offered", "decide", "proposals.merge_signed"),
        Move("refuse_merge", ("held",), "refused", "decide", "proposals.merge_refused"),
        Move("accept_merge", ("offered",), "accepted", "answer", "proposals.merge_accepted"),
        Move("decline_merge", ("offered",), "declined", "answer", "proposals.merge_declined"),
        Move("withdraw_merge", ("offered", "held"), "withdrawn", "run_reviews", "proposals.merge_withdrawn"),
        Move("lapse_merge", ("offered",), "lapsed", "system", "proposals.merge_lapsed"),
    ),
)

OVERLAP = Lifecycle(
    name="overlap",
    states=("open", "joined", "accepted", "ended"),
    moves=(
        Move("give_opinion", ("open",), "open", "coordinate", "proposals.overlap_opinion_given"),
        Move("join", ("open",), "joined", "answer", "proposals.overlap_joined"),
        Move("accept_overlap", ("open",), "accepted", "answer", "proposals.overlap_accepted"),
        Move("end", ("open",), "ended", "system", "proposals.overlap_ended"),
        Move("find_again", ("ended",), "open", "system", "proposals.overlap_found"),
    ),
)
