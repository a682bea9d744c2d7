"""The ways of writing that banks have, by name. A Korean bank's own format is one more class here."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.rules.bank import Format
from contracts.rules.iso20022 import Iso20022

FORMATS: Mapping[str, Format] = {"iso20022": Iso20022()}
