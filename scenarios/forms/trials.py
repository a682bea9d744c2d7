"""Rules to be tried, typed group by group into one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.money import MAX_KRW
from core.wording import in_korean, round_krw
from programs.drawing import Drawer, Drawn, errors_by_place, title_of
from programs.editing import GROUPS, read_group
from programs.models import Call
from programs.policy import Fault, faults_of_raw
from programs.queries import changes_to, regions
from scenarios.queries import Source
from scenarios.rules import CALL_BUDGET, READ_BY_TRIALS


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rules in the form; it stands open where something in it is wrong."""

    name: str
    title: str
    fields: list[Drawn]
    wrong: bool


class TrialForm:
    """What to begin with (`source`), every group that a trial looks at, the call's money, and a note.

    Only groups that the source has are asked for; rows of lists can be changed, not added: for that a trial begins
    with rules that are being written.
    """

    def __init__(self, call: Call, sources: Sequence[Source], at: Any, posted: QueryDict | None) -> None:
        self.call, self.sources, self.at, self.posted = call, sources, at, posted
        self.source = next(source for source in sources if source.chosen)

    @property
    def note(self) -> str:
        return self.posted.get("note", "") if self.posted is not None else ""

    @property
    def budget(self) -> str:
        """The call's money as it stands in its field."""
        return self.posted.get(CALL_BUDGET, "") if self.posted is not None else f"{self.call.budget_krw:,}"

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The rules as they are typed."""
        if self.posted is None:
            return dict(self.source.raw)
        typed = dict(self.posted.lists())
        return {**self.source.raw, **{name: read_group(GROUPS[name], typed) for name in self.names}}

    @property
    def names(self) -> list[str]:
        return [name for name in READ_BY_TRIALS if name in self.source.raw]

    @cached_property
    def _faults(self) -> list[Fault]:
        """What is wrong by what was typed, and was not before."""
        if self.posted is None:
            return []
        before = {(fault.path, fault.code) for fault in faults_of_raw(self.source.raw)}
        return [fault for fault in faults_of_raw(self.raw) if (fault.path, fault.code) not in before]

    @cached_property
    def _budget_krw(self) -> int | None:
        plain = self.budget.replace(",", "").replace(" ", "")
        return int(plain) if plain.isdecimal() and len(plain) < 17 and 0 < int(plain) <= MAX_KRW else None

    def errors(self) -> list[dict[str, str]]:
        """Every fault with a link to its field."""
        lines = []
        for name in self.names:
            for place, texts in errors_by_place(GROUPS[name], self._faults).items():
                lines += [{"text": f"{title_of(name)}: {text}", "href": f"#id_{place}"} for text in texts]
        if self.posted is not None and self._budget_krw is None:
            lines.append({"text": self.budget_error, "href": f"#id_{CALL_BUDGET}"})
        return lines

    @property
    def budget_error(self) -> str:
        if self.posted is None or self._budget_krw is not None:
            return ""
        return _("The money of the call is a whole number of won, at most %(most)s.") % {"most": round_krw(MAX_KRW)}

    def sections(self) -> list[Section]:
        """The form, group by group."""
        places = [(one.code, (one.name_ko if in_korean() else one.name_en)) for one in regions(self.at)]
        return [self._section(name, places) for name in self.names]

    def _section(self, name: str, places: Sequence[tuple[str, str]]) -> Section:
        group = GROUPS[name]
        errors = errors_by_place(group, self._faults)
        values: Mapping[str, Any] = self.raw[name] if isinstance(self.raw[name], dict) else {}
        return Section(name, title_of(name), Drawer(group, places, (), errors).fields(values), bool(errors))

    def changes(self) -> dict[str, Any]:
        """What differs from the call's own rules and money, as the action takes it. Raises RuleBroken."""
        found = changes_to(self.call.rule_set, self.raw)
        return found if self._budget_krw == self.call.budget_krw else {**found, CALL_BUDGET: self._budget_krw}
