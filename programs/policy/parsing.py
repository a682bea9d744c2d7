"""Read a rule set from text, strictly, and name every fault at once.

A rule file is TOML; the database keeps the canonical JSON of the same keys. A limit that is not set is the
word ``"none"`` in TOML and ``null`` in JSON.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from hashlib import sha256
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from programs.policy.describing import Clause, clauses_of
from programs.policy.faults import Checked, Fault, PolicyInvalid, repeated
from programs.policy.paths import exists
from programs.policy.root import Policy, faults_between
from programs.policy.soundness import faults_of_groups
from programs.policy.upgrades import upgrade

MAX_TEXT = 256 * 1024
"""Characters of the longest rule set that is read."""

_CODES: Mapping[str, str] = {
    "missing": "policy.missing_key",
    "unexpected_keyword_argument": "policy.unknown_key",
    "enum": "policy.unknown_choice",
    "greater_than_equal": "policy.too_small",
    "less_than_equal": "policy.too_large",
    "too_short": "policy.too_few",
    "too_long": "policy.too_many",
    "string_too_short": "policy.blank",
    "string_too_long": "policy.too_long",
    "string_pattern_mismatch": "policy.bad_code",
}
"""What the validator finds, in our words; everything else is a value of the wrong type."""

_VALUES: Mapping[str, str] = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minimum",
    "max_length": "maximum",
    "expected": "choices",
}


def parse_policy(text: str) -> Policy:
    """The rule set a text holds: JSON where it begins with a brace, else TOML. Raises PolicyInvalid."""
    return _policy(read_raw(text), of_groups=lambda groups: ())


def parse_new_policy(text: str) -> Policy:
    """The same for a rule set that is yet to be published: its groups must go together as well (`soundness`)."""
    return _policy(read_raw(text), of_groups=faults_of_groups)


def read_raw(text: str) -> dict[str, Any]:
    """The raw values of a text in the form of today. Raises PolicyInvalid for a text that can't be read at all."""
    return upgrade(_read(text))


def faults_of_raw(raw: Mapping[str, Any]) -> tuple[Fault, ...]:
    """All that stands between raw values and a new rule set."""
    try:
        _policy(dict(raw), of_groups=faults_of_groups)
    except PolicyInvalid as invalid:
        return invalid.faults
    return ()


def describe_group(name: str, raw: object, assumed: tuple[str, ...] = ()) -> list[Clause]:
    """The clauses of one group by itself; none where it can't be read."""
    try:
        group = _adapters()[name].validate_json(json.dumps(raw))
    except ValidationError:
        return []
    return clauses_of(name, group, assumed)


def parsed_group(name: str, raw: object) -> Any:
    """One group by itself, whether or not it goes together with others; None where it is missing or can't be read."""
    try:
        return _adapters()[name].validate_json(json.dumps(raw))
    except ValidationError:
        return None


def _policy(raw: dict[str, Any], *, of_groups: Callable[[Mapping[str, Any]], Iterable[Fault]]) -> Policy:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, adapter in _adapters().items():
        if name not in raw:
            if name not in _optional():
                faults.append(Fault(name, "policy.missing_key"))
            continue
        try:
            values[name] = adapter.validate_json(json.dumps(raw[name], default=_foreign))
        except ValidationError as error:
            faults.extend(fault_of(name, details) for details in error.errors(include_url=False))
        else:
            faults.extend(_group_faults(name, values[name]))
    faults.extend(Fault(name, "policy.unknown_key") for name in raw if name not in _adapters())
    faults.extend(faults_between(values.get("match"), values.get("budget")))
    faults.extend(of_groups(values))
    faults.extend(_assumed_faults(raw, values.get("assumed", ())))
    if faults:
        raise PolicyInvalid(tuple(faults))
    return Policy(**values)


def policy_to_json(policy: Policy) -> str:
    """The canonical text of a rule set: the same rules always give the same characters.

    A group that the rule set does not have leaves no trace, so that texts from before there was one stay the same.
    """
    dumped = _whole().dump_python(policy, mode="json")
    values = {name: value for name, value in dumped.items() if value is not None}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(text: str) -> str:
    """SHA-256 over the stored text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _read(text: str) -> dict[str, Any]:
    if len(text) > MAX_TEXT:
        raise PolicyInvalid((Fault("", "policy.text_too_long", {"maximum": MAX_TEXT}),))
    try:
        if text.lstrip().startswith("{"):
            read: dict[str, Any] = json.loads(text, object_pairs_hook=_without_repeats)
            return read
        return tomllib.loads(text)
    except RecursionError as error:
        raise PolicyInvalid((Fault("", "policy.unreadable", {"detail": "nested too deeply"}),)) from error
    except ValueError as error:
        raise PolicyInvalid((Fault("", "policy.unreadable", {"detail": str(error)}),)) from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """TOML refuses a key given twice by itself; JSON would keep the last in silence."""
    twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return dict(pairs)


def _foreign(value: object) -> dict[str, str]:
    """A TOML date where no clause has one: an object, which no clause takes for a text."""
    return {"toml": str(value)}


@cache
def _whole() -> TypeAdapter[Policy]:
    return TypeAdapter(Policy)


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    hints = get_type_hints(Policy, include_extras=True)
    return {field.name: TypeAdapter(hints[field.name]) for field in fields(Policy)}


@cache
def _optional() -> frozenset[str]:
    return frozenset(field.name for field in fields(Policy) if field.default is not MISSING)


def fault_of(group: str, details: ErrorDetails) -> Fault:
    """What the validator found in a group, in our words, with its path."""
    path = group
    for step in details["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    values: dict[str, str | int] = {
        _VALUES[name]: value for name, value in details.get("ctx", {}).items() if name in _VALUES
    }
    given = details["input"]
    if isinstance(given, str | int | float) and details["type"] != "missing":
        values["given"] = given if isinstance(given, int) and not isinstance(given, bool) else str(given)
    return Fault(path, _CODES.get(details["type"], "policy.wrong_type"), values)


def _group_faults(name: str, group: object) -> Iterator[Fault]:
    """What the group itself finds among values that are each sound, if it asks anything of them."""
    if isinstance(group, Checked):
        for fault in group.faults():
            yield Fault(f"{name}.{fault.path}", fault.code, fault.values)


def _assumed_faults(raw: Mapping[str, Any], assumed: tuple[str, ...]) -> Iterator[Fault]:
    yield from repeated("assumed", assumed)
    for path in assumed:
        if not exists(raw, path):
            yield Fault("assumed", "policy.no_such_clause", {"given": path})
