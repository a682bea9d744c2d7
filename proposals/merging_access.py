"""For whom the routes of merging are."""

from accounts.audiences import Audience

ROUTES = {
    "proposals:merges": Audience.SIGNED_IN,
    "proposals:merge-choose": Audience.DESKS,
    "proposals:merge-new": Audience.DESKS,
    "proposals:merge": Audience.TEAM_AND_OFFICES,
    "proposals:merge-answer": Audience.TEAM,
    "proposals:merge-region": Audience.REGION,
    "proposals:merge-document": Audience.TEAM_AND_OFFICES,
    "proposals:merge-withdraw": Audience.DESKS,
    "proposals:merge-sign": Audience.MINISTRIES,
    "api:merge-offers": Audience.TEAM_AND_OFFICES,
    "api:merge-offer": Audience.TEAM_AND_OFFICES,
    "api:merge-offer-answer": Audience.TEAM,
    "api:merge-offer-answer-for-region": Audience.REGION,
    "api:merge-offer-withdraw": Audience.DESKS,
    "api:merge-offer-signature": Audience.MINISTRIES,
}
"""Each reader of a list finds the offers that concern him, and no others."""
