"""How the calls of a programme come to their projects: who begins, who puts in order, who decides. Pure.

The one place that knows what a route means; everywhere else asks for one of its traits.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.refusals import Violation
from programs.policy import Policy


@dataclass(frozen=True, slots=True)
class Traits:
    """`plans`: each region answers with one plan at most, which the ministry itself reads, sends back, accepts or
    declines; else any institution proposes, regions put in order, and a committee judges.

    Of plans, `asked`: the ministry asks regional governments, whose offices name the leading institution, write with
    its team and hand in; else the region's institution begins by itself, hands in, and its government endorses.
    """

    plans: bool = False
    asked: bool = False

    @property
    def endorsed(self) -> bool:
        """Whether a region's government endorses what an institution of its region hands in."""
        return self.plans and not self.asked


ROUTES = {
    "competed": Traits(),
    "commissioned": Traits(plans=True, asked=True),
    "region_initiated": Traits(plans=True),
}
CODES = tuple(ROUTES)
WITH_PLANS = tuple(code for code, route in ROUTES.items() if route.plans)
WITH_ASKED = tuple(code for code, route in ROUTES.items() if route.asked)
PLAN_RETURNS = 1
"""How often a plan may be sent back where a rule set does not say (assumed)."""


def asking_violations(route: str, codes: frozenset[str], known: frozenset[str], policy: Policy) -> list[Violation]:
    """Why a call can't ask just these regions. `known` are the regions there are."""
    if not ROUTES[route].asked:
        return [Violation("call.route_asks_nobody", {"route": route}, "regions", "route")]
    found = [] if codes else [Violation("call.no_region_asked", {}, "regions")]
    for code in sorted(codes):
        if code not in known:
            found.append(Violation("call.region_unknown", {"region": code}, "regions"))
        elif not policy.lets_lead(code):
            found.append(Violation("call.region_not_let_in", {"region": code}, "regions", "eligibility"))
    return found


def returns_left(policy: Policy, returned: int) -> int:
    """How often a plan that was sent back so often may still be sent back."""
    most = PLAN_RETURNS if policy.returns is None else policy.returns.max_rounds
    return max(0, most - returned)
