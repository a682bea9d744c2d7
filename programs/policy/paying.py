"""How released money gets on its way to the bank."""

from dataclasses import dataclass

from programs.policy.clause import strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """Whether time itself puts released tranches into a batch each working day; two officers approve it as ever."""

    drawn_up_daily: bool
