"""For whom a route is: one word for each in its room's `access.py`, checked by a test over all routes.

The word bounds who may get an answer at all; which rows he gets is decided by permissions and queries.
"""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """From the widest to the narrowest."""

    PUBLIC = "public"
    """Everybody, without sign-in."""
    SIGNED_IN = "signed_in"
    """Everybody with an account."""
    TEAM_AND_OFFICES = "team_and_offices"
    """A proposal's team, its institutions' offices, its region, its ministry and agency, and overseers."""
    TEAM = "team"
    """A proposal's team and its institutions' offices."""
    REGION = "region"
    """Officers of the region, and overseers reading."""
    DESKS = "desks"
    """Officers of the ministry and of the agency it delegates to, and overseers reading."""
    OVERSEERS = "overseers"
    """Auditor and coordinating committee."""
    EXPERTS = "experts"
    """Experts, for their own cases."""
    REGISTRARS = "registrars"
    """Who keeps the register of experts: officers of ministries and agencies, administrators; overseers reading."""
    ADMINISTRATORS = "administrators"
    MINISTRIES = "ministries"
    """Officers of a ministry, for their own ministry, and administrators."""
    OPERATORS = "operators"
    """Nobody who signs in: machines that watch this installation, by its token."""
