"""Rule sets for tests: the RIS preset, and the same with one thing changed."""

import json
import tomllib
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
    *steps, last = path.split(".")
    here: Any = raw
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[int(last) if isinstance(here, list) else last] = value
    return json.dumps(raw, default=str)


def policy_with(path: str, value: object) -> Policy:
    """The rule set with one value changed."""
    return parse_policy(text_with(path, value))
