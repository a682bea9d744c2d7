"""What every page must pass: axe-core without a violation, and nothing wider than the screen."""

from playwright.sync_api import Page

from config.env import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
"""Given to every context by `opens`: sent once, not with every question."""
_RUN = "() => axe.run(document, { resultTypes: ['violations'] })"


def axe_violations(page: Page) -> list[str]:
    """Each violation with the first elements that have it; contrast included."""
    found = page.evaluate(_RUN)["violations"]
    return [f"{item['id']}: {[node['html'][:160] for node in item['nodes'][:3]]}" for item in found]


def overflow_px(page: Page) -> int:
    """How far the page is wider than the window, in CSS pixels."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
