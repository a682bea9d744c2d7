"""What a journey stands on: who plays, a browser for each, forms as their pages draw them, and time that passes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Kind, Role
from core import sweeps
from programs.models import RuleSet
from tests.build import World, a_ministry_world, a_person, a_user, an_officer, an_organization, sign_in
from tests.build_programs import BEFORE, it_is, the_ris_program
from tests.build_proposals import Team, a_team

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Story:
    """A ministry with its regions' desks, a team, three people who will judge, and the rules they play by."""

    world: World
    team: Team
    second_approver: User
    judges: list[User]
    rule_set: RuleSet
    _browsers: dict[int, Browser] = field(default_factory=dict)

    def browser(self, user: User) -> Browser:
        """The one browser of this user, signed in, in English."""
        if user.pk not in self._browsers:
            self._browsers[user.pk] = Browser(user)
        return self._browsers[user.pk]

    def of(self, role: str) -> Browser:
        """The browser of the world's holder of a role."""
        return self.browser(self.world.users()[role])


def a_story() -> Story:
    """Everybody is there, the rules are published, nothing is announced yet."""
    cache.clear()
    it_is(BEFORE)
    world = a_ministry_world()
    _program, rule_set = the_ris_program(world.ministry, world.agency)
    return Story(
        world=world,
        team=a_team(),
        second_approver=an_officer(Role.MINISTRY_APPROVER, world.ministry),
        judges=[a_user(a_person(an_organization(Kind.UNIVERSITY, "seoul"))) for _ in range(3)],
        rule_set=rule_set,
    )


class Browser:
    """Somebody at a screen: opens what is there, fills in what is drawn, and finds work on the first page."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(headers={"accept-language": "en"})
        if user is not None:
            sign_in(self.client, user)
            self.client.cookies["django_language"] = "en"

    def open(self, name: str, *args: object) -> str:
        """The text of a page that has to be there."""
        page: Any = self.client.get(reverse(name, args=args))
        assert page.status_code == 200, (name, page.status_code)
        return str(page.text)

    def post(self, name: str, *args: object, **fields: Any) -> Any:
        """Send these fields alone; whatever is answered."""
        return self.client.post(reverse(name, args=args), fields)

    def send(self, name: str, *args: object, **fields: Any) -> str:
        """Open a form, send it as drawn with these fields; where it leads. Fails where it is not taken."""
        hidden: dict[str, Any] = dict(HIDDEN.findall(self.open(name, *args)))
        hidden.pop("csrfmiddlewaretoken", None)
        return taken(self.post(name, *args, **{**hidden, **fields}))

    def press(self, name: str, *args: object, **fields: Any) -> str:
        """Press a button that stands on some page; where it leads. Fails where it is not taken."""
        return taken(self.post(name, *args, **fields))

    def finds(self, name: str, *args: object) -> Browser:
        """Asserts that this waits on the first page; the same browser, to go on with it."""
        assert f'href="{reverse(name, args=args)}"' in self.open("reporting:home"), name
        return self

    def to_do(self, name: str, *args: object, **fields: Any) -> str:
        """Find a form that waits on the first page, and send it with these fields; where it leads."""
        return self.finds(name, *args).send(name, *args, **fields)


def taken(answer: Any) -> str:
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.text)
    return str(answer.headers["Location"])


def time_passes(moment: datetime) -> None:
    """Set the clock, and let everything follow that is due by then."""
    it_is(moment)
    for sweep in sweeps.all_sweeps().values():
        assert sweeps.run(sweep, at=moment).failed == 0, sweep.name
