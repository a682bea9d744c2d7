"""Somebody who follows the tutorial: presses what it names, in the language of the page, and sees what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Locator, Page, expect

from tests.browser.camera import Camera
from tests.build_proposals import PDF

CONTEXTS = ("round", "selection")
"""Of texts of the pages that are said otherwise elsewhere."""
Both = tuple[str, str]
"""A name of the sample world, in Korean and in English."""


@dataclass(frozen=True)
class Walker:
    """Goes through one world in one language."""

    page: Page
    address: str
    camera: Camera

    enter: Callable[[Page, str], None]
    """Signs somebody in by his address."""

    def becomes(self, name: str) -> None:
        """Sign in as NAME@sample.example and look at the list of work."""
        self.enter(self.page, f"{name}@sample.example")
        self.page.goto(self.address)

    def say(self, text: str, **values: str | int | Both) -> str:
        """A text of the page in its language, with values of which some are said otherwise in the other one."""
        english = self.camera.language == "en"
        here = {name: value[english] if isinstance(value, tuple) else value for name, value in values.items()}
        with translation.override(self.camera.language):
            found = gettext(text)
            if found == text:
                found = next((said for context in CONTEXTS if (said := pgettext(context, text)) != text), text)
            return found % here if here else found

    def either(self, korean: str, english: str) -> str:
        """The one of the two that is in the language of the page."""
        return english if self.camera.language == "en" else korean

    def target(self, text: str, *, within: Locator | None = None, exact: bool = False, **values: Any) -> Locator:
        """The first link or button whose name has this text in it."""
        place, name = within or self.page.locator("body"), self.say(text, **values)
        return place.get_by_role("link", name=name, exact=exact).or_(
            place.get_by_role("button", name=name, exact=exact)
        ).first  # fmt: skip

    def press(self, text: str, *, within: Locator | None = None, exact: bool = False, **values: Any) -> None:
        """Press it."""
        self.target(text, within=within, exact=exact, **values).click()

    def presses(self, *texts: str) -> None:
        """Press one after the other, each in the content of its page and by its whole name."""
        for text in texts:
            self.press(text, within=self.page.get_by_role("main"), exact=True)

    def sees(self, text: str, **values: Any) -> None:
        """Find a text on the page."""
        expect(self.page.locator("body")).to_contain_text(self.say(text, **values))

    def agrees(self) -> None:
        """Tick the box of what binds."""
        self.page.locator("main form input[type=checkbox]").check(force=True)

    def hand_over(self, place: Locator, folder: Path, name: str) -> None:
        """Choose a document for the field for files that is there."""
        file = folder / name
        file.write_bytes(PDF)
        place.locator("input[type=file]").set_input_files(file)

    def picture(self, name: str, at: Locator | None = None) -> None:
        """Keep what the page shows, from `at` on."""
        self.camera.take(self.page, name, at)
