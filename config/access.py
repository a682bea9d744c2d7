"""For whom each route is: the rooms' tables joined. A route that stands in none fails a test."""

from __future__ import annotations

from accounts import access as accounts
from accounts.audiences import Audience
from contracts import access as contracts
from programs import access as programs
from proposals import access as proposals
from reporting import access as reporting
from reviews import access as reviews
from scenarios import access as scenarios

ROUTES: dict[str, Audience] = {
    **accounts.ROUTES,
    **contracts.ROUTES,
    **programs.ROUTES,
    **proposals.ROUTES,
    **reporting.ROUTES,
    **reviews.ROUTES,
    **scenarios.ROUTES,
}
