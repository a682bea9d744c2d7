"""Sign-in by a real provider in a real browser, whose policy lets a form lead there and nowhere else."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.accounts.provider import Standing, standing
from tests.browser.conftest import Opens
from tests.browser.site import Site, serving
from tests.build import a_person, a_user

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("provider")]


@pytest.fixture
def provider() -> Iterator[Standing]:
    policy = copy.deepcopy(django_settings.CONTENT_SECURITY_POLICY)
    with standing() as started:
        policy["DIRECTIVES"]["form-action"] = [*policy["DIRECTIVES"]["form-action"], started.named.origin]
        with override_settings(BARO_OIDC=started.named, CONTENT_SECURITY_POLICY=policy):
            yield started


@pytest.fixture
def site(committed_db: str, provider: Standing) -> Iterator[Site]:
    with serving() as site:
        yield site


def test_one_comes_in_by_the_provider_and_goes_on(site: Site, provider: Standing, opens: Opens) -> None:
    user = a_user(a_person(), language="en")
    provider.knows("kim", email=user.email, email_verified=True)
    page = opens(f"{site.address}{reverse('account_login')}?next={reverse('accounts:inbox')}", language="en")
    page.get_by_role("button", name=provider.named.name).click()
    expect(page).to_have_url(re.compile(f"^{re.escape(provider.address)}/"))
    page.locator('input[name="sub"]').first.fill("kim")
    page.locator('button[type="submit"], button:not([type])').first.click()
    expect(page).to_have_url(site.address + reverse("accounts:inbox"))
