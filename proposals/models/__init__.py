"""What institutions hand in before a contract, and what regions do with it.

A proposal is a working copy that several people write. Each submission freezes it into a `Submission`, which alone
counts for what follows: regions rank it, experts judge it, and its hash is on the receipt.
"""

from proposals.models.answers import AnswerSheet
from proposals.models.merging import MergeOffer, MergeShare, MergingEnd, TargetOrigin
from proposals.models.overlaps import ComparedProgram, Overlap
from proposals.models.parts import Attachment, Participation, Partner, ProposedLine, Section, Target
from proposals.models.plans import RegionalPlan
from proposals.models.proposal import Proposal, Submission
from proposals.models.regional import MatchPledge, RankedProposal, RegionalRanking
from proposals.models.sketches import Sketch, SketchMark
from proposals.models.words import ProposalWords

__all__ = [
    "AnswerSheet",
    "Attachment",
    "ComparedProgram",
    "MatchPledge",
    "MergeOffer",
    "MergeShare",
    "MergingEnd",
    "Overlap",
    "Participation",
    "Partner",
    "Proposal",
    "ProposalWords",
    "ProposedLine",
    "RankedProposal",
    "RegionalPlan",
    "RegionalRanking",
    "Section",
    "Sketch",
    "SketchMark",
    "Submission",
    "Target",
    "TargetOrigin",
]
