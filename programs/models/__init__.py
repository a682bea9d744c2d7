"""Programmes as data: what is promised, under which rules, in which call."""

from programs.models.call import Call, CallFile, ClosingCheck, Guideline
from programs.models.figures import RegionalFigures
from programs.models.form import Form
from programs.models.notices import Inquiry, InquiryAnswer, Subscription
from programs.models.program import Indicator, Program
from programs.models.rules import RuleDraft, RuleSet

__all__ = [
    "Call",
    "CallFile",
    "ClosingCheck",
    "Form",
    "Guideline",
    "Indicator",
    "Inquiry",
    "InquiryAnswer",
    "Program",
    "RegionalFigures",
    "RuleDraft",
    "RuleSet",
    "Subscription",
]
