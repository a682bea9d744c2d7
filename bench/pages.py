"""The pages that are measured, each asked by whoever asks it in life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.cost import Ask
from bench.many import World
from tests.build import sign_in


@dataclass(frozen=True)
class Page:
    name: str
    ask: Ask


def pages(world: World) -> tuple[Page, ...]:
    """The empty page first: all others are told as multiples of it."""
    officer, region, expert = _in(world.officer), _in(world.region_officer), _in(world.judge)
    proposal, call = world.ranked, world.ranked.call
    ranking = reverse("proposals:ranking", args=[call.uid, "daejeon"])
    review = reverse("reviews:review", args=[world.judged.uid])
    register = reverse("reporting:register")
    return (
        _page("empty page (my exports)", officer, reverse("reporting:exports")),
        _page("staff list", officer, register),
        _page("staff list, by region and state", officer, register, region="daejeon", state="submitted"),
        _page("staff list, by two words", officer, register, q="바이오 77"),
        _page("proposal", officer, reverse("proposals:detail", args=[proposal.uid])),
        _page("history of a project", officer, reverse("reporting:history", args=[proposal.project_uid])),
        _page("ranking", region, ranking),
        _page("review form", expert, review),
        _page("public list of calls", Client(), reverse("programs:calls")),
        _page("home of an officer", officer, reverse("reporting:home")),
    )


def _in(user: User) -> Client:
    return sign_in(Client(), user)


def _page(name: str, client: Client, path: str, **conditions: str) -> Page:
    return Page(name, lambda: client.get(path, conditions))


def moment_of(world: World) -> datetime:
    """When all of it can be looked at: the region ranks, the experts judge."""
    return world.panel.at
