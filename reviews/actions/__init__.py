"""The deeds of judgement: each one transaction and one event."""

from reviews.actions.appeals import (
    add_appeal_judges,
    admit_appeal,
    file_appeal,
    judge_anew,
    note_appeal_reading,
    remind_of_appeal,
    save_appeal,
    turn_appeal_away,
    vote_on_appeal,
    withdraw_appeal,
)
from reviews.actions.appeals_ending import conclude_appeal
from reviews.actions.appeals_files import attach_to_appeal, note_appeal_paper_taken, remove_from_appeal
from reviews.actions.appeals_replacing import replace_appeal_judge
from reviews.actions.assigning import assign_experts, confirm_assignment, propose_assignment
from reviews.actions.committee import declare_interests, invite_experts
from reviews.actions.conflicts import (
    lift_conflict,
    look_for_conflicts,
    look_into_objection,
    object_to_expert,
    set_conflict,
)
from reviews.actions.drawing import ask_for_drawings, run_drawings, stop_drawings
from reviews.actions.invitations import answer_invitation, invite_again, send_invitation
from reviews.actions.letters import ask_for_letters, run_letters, send_letter, stop_letters
from reviews.actions.own import change_own_entry, remove_absence, tell_absence
from reviews.actions.pairs import lift_pair, release_member, set_pair
from reviews.actions.panel_calling import (
    call_meeting,
    call_off_meeting,
    move_item,
    move_meeting,
    name_leaders,
    plan_agenda,
    set_rapporteur,
    take_out_item,
)
from reviews.actions.panel_minutes import confirm_minutes, sign_minutes, write_minutes
from reviews.actions.panel_room import (
    begin_meeting,
    call_back,
    conclude_item,
    conclude_together,
    end_meeting,
    mark_attendance,
    put_off_item,
    reconsider_item,
    take_up_item,
)
from reviews.actions.planning import ask_for_assignment, job_of, make_assignment, stop_assignment
from reviews.actions.plans import accept_plan, refuse_plan
from reviews.actions.pool import draw_pool
from reviews.actions.proposing import ask_for_selection, begin_selection, run_selection, stop_selection
from reviews.actions.register import Imported, import_experts, register_expert
from reviews.actions.reviewing import (
    note_paper_taken,
    note_reading,
    reopen_review,
    revise_review,
    save_review,
    submit_review,
)
from reviews.actions.rounds import (
    close_round,
    open_round,
    open_to_panel,
    postpone_round,
    remind_member,
    start_scoring,
)
from reviews.actions.selecting import (
    decide_selection,
    discard_selection,
    override_decision,
    propose_selection,
    publish_selection,
)
from reviews.rules import GROUNDS

__all__ = [
    "GROUNDS",
    "Imported",
    "accept_plan",
    "add_appeal_judges",
    "admit_appeal",
    "answer_invitation",
    "ask_for_assignment",
    "ask_for_drawings",
    "ask_for_letters",
    "ask_for_selection",
    "assign_experts",
    "attach_to_appeal",
    "begin_meeting",
    "begin_selection",
    "call_back",
    "call_meeting",
    "call_off_meeting",
    "change_own_entry",
    "close_round",
    "conclude_appeal",
    "conclude_item",
    "conclude_together",
    "confirm_assignment",
    "confirm_minutes",
    "decide_selection",
    "declare_interests",
    "discard_selection",
    "draw_pool",
    "end_meeting",
    "file_appeal",
    "import_experts",
    "invite_again",
    "invite_experts",
    "job_of",
    "judge_anew",
    "lift_conflict",
    "lift_pair",
    "look_for_conflicts",
    "look_into_objection",
    "make_assignment",
    "mark_attendance",
    "move_item",
    "move_meeting",
    "name_leaders",
    "note_appeal_paper_taken",
    "note_appeal_reading",
    "note_paper_taken",
    "note_reading",
    "object_to_expert",
    "open_round",
    "open_to_panel",
    "override_decision",
    "plan_agenda",
    "postpone_round",
    "propose_assignment",
    "propose_selection",
    "publish_selection",
    "put_off_item",
    "reconsider_item",
    "refuse_plan",
    "register_expert",
    "release_member",
    "remind_member",
    "remind_of_appeal",
    "remove_absence",
    "remove_from_appeal",
    "reopen_review",
    "replace_appeal_judge",
    "revise_review",
    "run_drawings",
    "run_letters",
    "run_selection",
    "save_appeal",
    "save_review",
    "send_invitation",
    "send_letter",
    "set_conflict",
    "set_pair",
    "set_rapporteur",
    "sign_minutes",
    "start_scoring",
    "stop_assignment",
    "stop_drawings",
    "stop_letters",
    "stop_selection",
    "submit_review",
    "take_out_item",
    "take_up_item",
    "tell_absence",
    "turn_appeal_away",
    "vote_on_appeal",
    "withdraw_appeal",
    "write_minutes",
]
