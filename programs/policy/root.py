"""A rule set as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from programs.policy.appealing import Appealing
from programs.policy.applicants import People, Regions, Tiers
from programs.policy.assigning import Assigning
from programs.policy.calibrating import Calibration
from programs.policy.choosing import Choosing
from programs.policy.clause import OptionalText, Text, strict
from programs.policy.commenting import Comments
from programs.policy.dividing import Division
from programs.policy.drawing import Drawing
from programs.policy.duties import Files, PayRules, Reporting, Targets
from programs.policy.eligibility import Eligibility
from programs.policy.faults import Fault
from programs.policy.judging import Review, Selection
from programs.policy.lottery import Lottery
from programs.policy.merging import MergingTerms
from programs.policy.money import Budget, Match, Source
from programs.policy.offices import Offices
from programs.policy.outages import Outage
from programs.policy.outcomes import Appeal, Closeout, Continuity, Returns, Scoring, Verdicts, Waiting
from programs.policy.panel import Panel
from programs.policy.paying import Paying
from programs.policy.places import Quota, Timeline
from programs.policy.regional import Balance, Bridging, Deposit, Regional
from programs.policy.years import ProjectYears, Tranches


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules a call is run by. ``assumed`` lists the clauses whose values the source does not give.

    A group that came later than the first rule sets is None where a rule set does not have it.
    """

    schema: int
    reference_ko: Text
    reference_en: OptionalText = ""
    eligibility: Eligibility
    regions: Regions | None = None
    people: People | None = None
    tiers: Tiers | None = None
    match: Match
    deposit: Deposit | None = None
    bridging: Bridging | None = None
    budget: Budget
    quota: Quota
    regional: Regional | None = None
    balance: Balance | None = None
    division: Division | None = None
    timeline: Timeline
    outage: Outage | None = None
    review: Review
    drawing: Drawing | None = None
    assigning: Assigning | None = None
    comments: Comments | None = None
    scoring: Scoring | None = None
    calibration: Calibration | None = None
    panel: Panel | None = None
    selection: Selection
    choosing: Choosing | None = None
    lottery: Lottery | None = None
    merging: MergingTerms | None = None
    waiting: Waiting | None = None
    project_years: ProjectYears
    tranches: Tranches
    continuity: Continuity | None = None
    paying: Paying | None = None
    pay: PayRules
    reporting: Reporting
    returns: Returns | None = None
    verdicts: Verdicts | None = None
    appeal: Appeal | None = None
    appealing: Appealing | None = None
    closeout: Closeout | None = None
    offices: Offices | None = None
    targets: Targets
    files: Files
    assumed: tuple[str, ...]

    def lets_lead(self, region: str) -> bool:
        """Whether institutions of a region may lead."""
        included = self.regions is None or region in self.regions.only
        return included and region not in self.eligibility.excluded_regions


def faults_between(match: Match | None, budget: Budget | None) -> Iterator[Fault]:
    """Faults of groups that are each sound but do not go together; a group with faults of its own is None."""
    if match is None or budget is None:
        return
    if match.share_bp and Source.REGIONAL not in budget.sources:
        yield Fault("budget.sources", "policy.regional_source_missing", {"share_bp": match.share_bp})
