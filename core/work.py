"""Something that waits for a person. Computed from the states of things, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.refusals import Values


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do, for whoever asks his room's `work_for(actor, at)`.

    `code` is worded among the labels ("work.proposals.submit", placeholders filled from `values`), `url_name` and
    `url_args` lead to the page where it is done, `due_at` is its deadline if it has one, `since` when it began to wait.
    """

    code: str
    values: Values = field(default_factory=dict)
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    due_at: datetime | None = None
    since: datetime | None = None
