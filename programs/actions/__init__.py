"""Do it: one function for each move of a programme, its rules and its calls; and the values these take."""

from programs.actions.asking import ask_regions, attach_to_call, remove_from_call
from programs.actions.calls import announce_call, cancel_call, change_call, draft_call, move_call_dates
from programs.actions.figures import record_figures
from programs.actions.forms import copy_form, write_form
from programs.actions.guidelines import add_guideline, change_guideline, remove_guideline
from programs.actions.inquiries import answer, ask
from programs.actions.loading import LoadedProgram, load_programs
from programs.actions.moments import (
    follow_closing,
    follow_opening,
    follow_ranking_end,
    remind_before_closing,
    remind_before_ranking,
)
from programs.actions.outages import check_closing
from programs.actions.preset_files import Preset, preset_names, preset_policy, preset_violations, read_preset
from programs.actions.presets import load_preset
from programs.actions.programs import (
    add_indicator,
    add_indicators,
    appoint_agency,
    change_program,
    create_program,
    set_up_program,
)
from programs.actions.rule_drafts import (
    begin_rule_draft,
    discard_rule_draft,
    publish_rule_draft,
    replace_rule_draft,
    save_rule_group,
)
from programs.actions.rule_sets import draft_rule_set, publish_rule_set
from programs.actions.scheduling import follow_schedule, schedule_call, unschedule_call
from programs.actions.subscriptions import confirm_subscription, end_subscription, send_to_subscriber, subscribe
from programs.rules import AgencyTerms, CallTerms, FigureTerms, IndicatorTerms, Part, ProgramTerms

__all__ = [
    "AgencyTerms",
    "CallTerms",
    "FigureTerms",
    "IndicatorTerms",
    "LoadedProgram",
    "Part",
    "Preset",
    "ProgramTerms",
    "add_guideline",
    "add_indicator",
    "add_indicators",
    "announce_call",
    "answer",
    "appoint_agency",
    "ask",
    "ask_regions",
    "attach_to_call",
    "begin_rule_draft",
    "cancel_call",
    "change_call",
    "change_guideline",
    "change_program",
    "check_closing",
    "confirm_subscription",
    "copy_form",
    "create_program",
    "discard_rule_draft",
    "draft_call",
    "draft_rule_set",
    "end_subscription",
    "follow_closing",
    "follow_opening",
    "follow_ranking_end",
    "follow_schedule",
    "load_preset",
    "load_programs",
    "move_call_dates",
    "preset_names",
    "preset_policy",
    "preset_violations",
    "publish_rule_draft",
    "publish_rule_set",
    "read_preset",
    "record_figures",
    "remind_before_closing",
    "remind_before_ranking",
    "remove_from_call",
    "remove_guideline",
    "replace_rule_draft",
    "save_rule_group",
    "schedule_call",
    "send_to_subscriber",
    "set_up_program",
    "subscribe",
    "unschedule_call",
    "write_form",
]
