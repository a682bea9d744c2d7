"""For whom each route of this room is."""

from accounts.audiences import Audience
from proposals import merging_access, plan_access, regional_access, team_access

API = {
    "api:call-screening": Audience.PUBLIC,
    "api:proposals": Audience.TEAM_AND_OFFICES,
    "api:proposal": Audience.TEAM_AND_OFFICES,
    "api:proposal-sections": Audience.TEAM_AND_OFFICES,
    "api:proposal-section": Audience.TEAM_AND_OFFICES,
    "api:proposal-answers": Audience.TEAM_AND_OFFICES,
    "api:proposal-answer-page": Audience.TEAM,
    "api:proposal-partners": Audience.TEAM_AND_OFFICES,
    "api:proposal-partner": Audience.TEAM,
    "api:proposal-people": Audience.TEAM_AND_OFFICES,
    "api:proposal-person": Audience.TEAM,
    "api:proposal-budget": Audience.TEAM_AND_OFFICES,
    "api:proposal-budget-check": Audience.TEAM_AND_OFFICES,
    "api:proposal-targets": Audience.TEAM_AND_OFFICES,
    "api:proposal-files": Audience.TEAM_AND_OFFICES,
    "api:proposal-file": Audience.TEAM,
    "api:proposal-file-content": Audience.TEAM_AND_OFFICES,
    "api:proposal-submit": Audience.TEAM,
    "api:proposal-withdraw": Audience.TEAM,
    "api:proposal-send": Audience.TEAM,
    "api:proposal-return": Audience.TEAM,
    "api:proposal-receipt": Audience.TEAM_AND_OFFICES,
    "api:proposal-moves": Audience.TEAM_AND_OFFICES,
    "api:proposal-progress": Audience.TEAM,
    "api:proposal-differences": Audience.TEAM,
    "api:proposal-alike": Audience.TEAM_AND_OFFICES,
    "api:overlaps": Audience.DESKS,
    "api:overlap": Audience.DESKS,
    "api:overlap-opinion": Audience.DESKS,
    "api:overlap-answer": Audience.DESKS,
}
"""Writes are the consortium's alone, whoever reads: the actions refuse everybody else."""

ROUTES = {**API, **merging_access.ROUTES, **plan_access.ROUTES, **regional_access.ROUTES, **team_access.ROUTES}
