"""Pictures for the tutorial, taken by the tests that walk through it: `make pictures`."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from config.env import ROOT

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 800
QUALITY = 55
"""Of WebP, from 0 to 100: text stays sharp, a picture has some 40 kB."""


@dataclass(frozen=True)
class Camera:
    """Writes what a page shows to docs/pictures/LANGUAGE/NAME.webp."""

    language: str

    def take(self, page: Page, name: str, at: Locator | None = None) -> None:
        """Take the window as it stands, scrolled so that `at` is at its top."""
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        if at is None:
            page.evaluate("() => window.scrollTo(0, 0)")
        else:
            at.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 16)")
        page.mouse.move(0, 0)
        page.evaluate("() => document.fonts.ready.then(() => true)")
        session = page.context.new_cdp_session(page)
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        session.detach()
        file = FOLDER / self.language / f"{name}.webp"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(taken["data"]))
