"""Who would judge what: the optimum as it stands now, before anybody is given a case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from accounts.actors import Actor
from core.refusals import RuleBroken
from reviews import rules
from reviews.models import Assignment, Conflict, Member, Round
from reviews.queries.rounds import round_page


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposed assignment with its proof, the pairs in it that stand already, and what it was made from."""

    assigned: rules.Assigned
    kept: frozenset[tuple[int, int]]
    matters: tuple[rules.Matter, ...]
    judges: tuple[rules.Judge, ...]

    def affinities(self) -> list[int]:
        """The affinity of each pair, the least first."""
        matters = {one.id: one for one in self.matters}
        judges = {one.id: one for one in self.judges}
        return sorted(rules.affinity(matters[case], judges[expert]) for case, expert in self.assigned.pairs)

    def loads(self) -> list[tuple[rules.Judge, int]]:
        """Each expert with the number of his cases, the busiest first."""
        given = Counter(expert for _, expert in self.assigned.pairs)
        return sorted(((judge, given[judge.id]) for judge in self.judges), key=lambda pair: (-pair[1], pair[0].id))


def plan_of(round_: Round) -> Plan:
    """The optimum for a round as its conflicts and loads stand now. Raises RuleBroken (`round.not_declared`,
    `assignment.*`)."""
    members = list(Member.objects.filter(round=round_, declared_at__isnull=False).select_related("expert"))
    if not members:
        raise RuleBroken.because("round.not_declared")
    kept = frozenset(Assignment.objects.filter(case__round=round_, state="given").values_list("case_id", "expert_id"))
    matters = _matters(round_)
    judges = [rules.Judge(member.expert_id, frozenset(member.expert.fields), member.max_cases) for member in members]
    fixed = rules.Fixed(kept=kept)
    assigned = rules.assign(matters, judges, per_case=round_.reviewers_per_case, fixed=fixed)
    return Plan(assigned, kept, tuple(matters), tuple(judges))


def plan_for(round_uid: UUID, by: Actor) -> tuple[Round, Plan]:
    """A round that the actor may see, with the optimum as it would be now. Raises NotFound, RuleBroken."""
    round_ = round_page(round_uid, by)
    return round_, plan_of(round_)


def _matters(round_: Round) -> list[rules.Matter]:
    barred: dict[int, set[int]] = {}
    standing = Conflict.objects.filter(case__round=round_, state="standing")
    for case_id, expert_id in standing.values_list("case_id", "expert_id"):
        barred.setdefault(case_id, set()).add(expert_id)
    return [
        rules.Matter(
            case.pk, case.sector, f"{case.title_ko} {case.title_en}", frozenset(barred.get(case.pk, ())), case.number
        )
        for case in round_.cases.defer("dossier").order_by("id")
    ]
