"""Rule sets for tests: the RIS preset, and the same with one thing changed."""

import json
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

from programs.policy import Policy, parse_policy

PRESET = Path(__file__).resolve().parents[2] / "programs" / "presets" / "ris-pilot-2004.toml"


def ris_text() -> str:
    """The RIS Pilot rule set as its file has it."""
    return PRESET.read_text(encoding="utf-8")


def ris_raw() -> dict[str, Any]:
    """The raw values of the RIS Pilot rule set, to be changed at will."""
    return tomllib.loads(ris_text())


def ris_policy() -> Policy:
    """The RIS Pilot rule set."""
    return parse_policy(ris_text())


def text_with(path: str, value: object) -> str:
    """The rule set as JSON with one value set, at a path like ``budget.categories.0.cap_bp``."""
    raw = ris_raw()
    put(raw, path, value)
    return json.dumps(raw, default=str)


def policy_with(path: str, value: object) -> Policy:
    """The rule set with one value changed."""
    return parse_policy(text_with(path, value))


ADDED: dict[str, Any] = {
    "regions": {"only": ["daejeon", "busan"], "partners_too": True},
    "people": {"max_running_led": 3, "max_running": 5, "max_total_share_bp": 10_000},
    "tiers": {
        "levels": [
            {
                "code": "large",
                "name_ko": "대형",
                "name_en": "Large",
                "min_grant_krw": 1_000_000_000,
                "max_grant_krw": 1_300_000_000,
                "max_selected": 25,
            },
            {
                "code": "small",
                "name_ko": "소형",
                "name_en": "Small",
                "min_grant_krw": 100_000_000,
                "max_grant_krw": 999_999_999,
                "max_selected": None,
            },
        ]
    },
    "deposit": {"starts_from": "contract_signed", "within_days": 30, "in_kind_proved": True},
    "bridging": {"ceiling_bp": 500},
    "regional": {"quotas": [{"region": "daejeon", "teams": 3}]},
    "balance": {
        "weight_bp": 1500,
        "bands": 6,
        "measures": [
            {"code": "youth", "name_ko": "청년 인구 변화", "name_en": "Change of the young", "weight_bp": 6000},
            {"code": "firms", "name_ko": "500대 기업", "name_en": "Top 500 firms", "weight_bp": 4000},
        ],
    },
    "division": {"basis": "handed_in", "cut": "by_order", "most_above_bp": 3000, "least_below_bp": None},
    "drawing": {"region_most_bp": 4_000, "kind_most_bp": None, "max_per_institution": 1, "recent_years": 3},
    "assigning": {
        "objective": "fairest",
        "max_per_institution": 1,
        "max_per_region": 2,
        "own_sector": 1,
        "needed": [{"field": "사업화", "at_least": 1}],
    },
    "scoring": {"drop_highest": 1, "drop_lowest": 1, "from_reviews": 3},
    "comments": {"where": "at_ends", "least_characters": 10},
    "calibration": {
        "counts": "calibrated",
        "least_reviews_per_expert": 3,
        "resamples": 100,
        "noise_bp": 500,
    },
    "panel": {
        "quorum_above_bp": 5_000,
        "least_present": 2,
        "rapporteurs": True,
        "minutes_per_case": 15,
        "alike_bp": 500,
        "together_bp": 1_000,
        "consensus": "counted",
        "most_moved_bp": 2_000,
    },
    "choosing": {
        "least_per_region": 1,
        "rank_veto": "unranked",
        "max_per_lead": 1,
        "tiers_filled": False,
        "first_year_krw": 40_000_000_000,
        "later_years_krw": None,
        "lot_seed": 2004,
    },
    "lottery": {"seed": 41},
    "merging": {"overload_bp": 1_000, "override": True, "answer_days": 14},
    "waiting": {"max_listed": 5, "valid_days": 90},
    "continuity": {"share_bp": 3000, "payroll_floor_bp": 2000, "stop_needs_reason": True},
    "returns": {
        "max_rounds": 1,
        "max_extra_requests_per_year": 2,
        "max_minutes_per_year": 960,
        "answer_days": 14,
    },
    "verdicts": {
        "outcomes": [
            {
                "code": "reward",
                "name_ko": "우수",
                "name_en": "Excellent",
                "effect": "reward",
                "from_score_bp": 9000,
                "least_change_bp": 100,
                "most_change_bp": 1000,
            },
            {
                "code": "go_on",
                "name_ko": "계속",
                "name_en": "Goes on",
                "effect": "continue",
                "from_score_bp": 7000,
                "least_change_bp": 0,
                "most_change_bp": 0,
            },
            {
                "code": "cut",
                "name_ko": "감액",
                "name_en": "Cut",
                "effect": "cut",
                "from_score_bp": 6000,
                "least_change_bp": 500,
                "most_change_bp": 3000,
            },
            {
                "code": "out",
                "name_ko": "제외",
                "name_en": "Out",
                "effect": "terminate",
                "from_score_bp": 0,
                "least_change_bp": 0,
                "most_change_bp": 0,
            },
        ]
    },
    "appeal": {"within_days": 14, "decision_service_days": 20},
    "appealing": {"procedure": True, "fact": True, "days": "calendar", "members": 3, "holds_place": True},
    "paying": {"drawn_up_daily": True},
    "offices": {"idle_days": 14, "vacant_days": 30},
    "closeout": {
        "report_due_days": 60,
        "refund_within_days": 30,
        "carry_over_bp": 1000,
        "category_shift_bp": 2000,
        "records_years": 5,
    },
}
"""Every group of clauses that came later than the first rule sets."""


def full_raw() -> dict[str, Any]:
    """The RIS Pilot's raw values with every group there is."""
    return {**ris_raw(), **deepcopy(ADDED)}


def full_with(path: str = "", value: object = None) -> str:
    """The same as JSON, with one value set."""
    raw = full_raw()
    if path:
        put(raw, path, value)
    return json.dumps(raw, default=str)


def put(raw: dict[str, Any], path: str, value: object) -> None:
    """Set one value at a path like ``budget.categories.0.cap_bp``."""
    *steps, last = path.split(".")
    here: Any = raw
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[int(last) if isinstance(here, list) else last] = value
