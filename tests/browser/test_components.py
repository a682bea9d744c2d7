"""Every component, looked at by axe on a phone and a desk, in both languages, light and in high contrast."""

from typing import Any

import pytest

from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "phone, Korean": {"width": 390, "language": "ko"},
    "phone, English, dark": {"width": 390, "language": "en", "color_scheme": "dark"},
    "desk, English": {"width": 1280, "language": "en"},
    "desk, Korean, high contrast": {"width": 1280, "language": "ko", "contrast": "more"},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/", "/?errors", "/ranking/", "/autosave/", "/plain/"])
def test_a_page_passes_axe_and_fits_the_screen(opens: Opens, gallery: str, path: str, look: str) -> None:
    page = opens(gallery + path, **LOOKS[look])

    assert axe_violations(page) == []
    assert overflow_px(page) <= 0


def test_the_first_visit_of_a_phone_stays_within_its_budget(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/plain/", width=390)

    entries = page.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")

    assert len(entries) <= 14
    assert not [name for name in entries if "/font/" in name or not name.startswith(gallery)]


def test_without_script_the_menu_opens_and_the_language_changes(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/plain/", width=390, java_script_enabled=False)

    page.locator("details.menu summary").click()
    page.locator("details.menu").get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url == f"{gallery}/plain/"


def test_the_skip_link_leads_to_the_content(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/plain/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.id") == "main"


def test_the_error_summary_takes_the_focus_and_leads_into_the_field(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/?errors")

    assert page.evaluate("() => document.activeElement.hasAttribute('data-error-summary')")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("() => document.activeElement.id") == "id_title"
    page.locator(".error-summary a", has_text="주관기관").click()
    assert page.evaluate("() => document.activeElement.id") == "id_kind_0"
