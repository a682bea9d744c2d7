"""Reading rule sets written in an older form.

Each rule set names the ``schema`` it was written in. An upgrader turns the raw values of one schema into
those of the next and touches nothing that is stored: a published text keeps its checksum for ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from programs.policy.faults import Fault, PolicyInvalid

SCHEMA = 1
"""The form in which rule sets are written now."""

Raw = dict[str, Any]

UPGRADERS: Mapping[int, Callable[[Raw], Raw]] = {}
"""From the schema of the key to the one after it."""


def upgrade(raw: Raw) -> Raw:
    """The same rules in the form of today. Raises PolicyInvalid for a schema that is missing or not known."""
    schema = raw.get("schema")
    if schema is None:
        raise PolicyInvalid((Fault("schema", "policy.missing_key"),))
    if type(schema) is not int:
        raise PolicyInvalid((Fault("schema", "policy.wrong_type", {"given": str(schema)}),))
    if not 1 <= schema <= SCHEMA:
        values = {"given": schema, "minimum": 1, "maximum": SCHEMA}
        raise PolicyInvalid((Fault("schema", "policy.out_of_range", values),))
    for number in range(schema, SCHEMA):
        raw = {**UPGRADERS[number](raw), "schema": number + 1}
    return raw
