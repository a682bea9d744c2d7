"""Do it: one function for each move of a programme, its rules and its calls; and the values these take."""

from programs.actions.calls import announce_call, cancel_call, change_call, draft_call, move_call_dates
from programs.actions.guidelines import add_guideline, change_guideline, remove_guideline
from programs.actions.moments import (
    follow_closing,
    follow_opening,
    follow_ranking_end,
    remind_before_closing,
    remind_before_ranking,
)
from programs.actions.outages import check_closing
from programs.actions.preset_files import Preset, preset_names, read_preset
from programs.actions.presets import load_preset
from programs.actions.programs import (
    add_indicator,
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
from programs.rules import AgencyTerms, CallTerms, IndicatorTerms, Part, ProgramTerms

__all__ = [
    "AgencyTerms",
    "CallTerms",
    "IndicatorTerms",
    "Part",
    "Preset",
    "ProgramTerms",
    "add_guideline",
    "add_indicator",
    "announce_call",
    "appoint_agency",
    "begin_rule_draft",
    "cancel_call",
    "change_call",
    "change_guideline",
    "change_program",
    "check_closing",
    "create_program",
    "discard_rule_draft",
    "draft_call",
    "draft_rule_set",
    "follow_closing",
    "follow_opening",
    "follow_ranking_end",
    "load_preset",
    "move_call_dates",
    "preset_names",
    "publish_rule_draft",
    "publish_rule_set",
    "read_preset",
    "remind_before_closing",
    "remind_before_ranking",
    "remove_guideline",
    "replace_rule_draft",
    "save_rule_group",
    "set_up_program",
]
