"""The one OpenID Connect provider that an installation may name: what it is asked, and what of its answer is believed.

Stricter than the sign-in library: a nonce binds the answer to the session that asked, the ID token's signature is
always checked, its subject is that of the user's data, an address counts only if the provider says it is verified.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ID = "office"
"""How the provider is called in addresses and rows; there is only one."""

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures that only the provider can make: none by a secret that both sides have."""
CLOCKS_APART_SECONDS = 60


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """The talk with the provider, from its published configuration to the user's data."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes. Raises OAuth2Error if it speaks for another issuer or is no such document."""
        found = super().openid_config
        wanted = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
        if not isinstance(found, dict) or not wanted <= found.keys():
            raise OAuth2Error("no configuration of OpenID Connect")
        named = settings.BARO_OIDC
        if named is None or str(found.get("issuer", "")).rstrip("/") != named.issuer:
            raise OAuth2Error("the configuration of another issuer")
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The subject and the address of whoever signed in there. Raises OAuth2Error if the answer does not fit."""
        try:
            claims = self._claims(kwargs["response"]["id_token"], app.client_id)
            told = claims if "email" in claims else self._fetch_user_info(token.token)
            if told["sub"] != claims["sub"]:
                raise OAuth2Error("data of another subject")
            nonce = str(claims.get("nonce", ""))
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as problem:
            raise OAuth2Error("an answer that is not as OpenID Connect has it") from problem
        kept = {name: told[name] for name in ("sub", "email", "email_verified") if name in told}
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, kept)
        login.nonce = nonce
        return login

    def _claims(self, id_token: str, client_id: str) -> dict[str, Any]:
        """What the ID token says, signed by a key that the provider publishes (OpenID Connect Core, 3.1.3.7)."""
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            published = session.get(config["jwks_uri"])
            published.raise_for_status()
        name = jwt.get_unverified_header(id_token).get("kid")
        keys = [key for key in jwt.PyJWKSet.from_dict(published.json()).keys if name in {None, key.key_id}]
        if len(keys) != 1:
            raise OAuth2Error("no key of this name, or no name and several keys")
        return jwt.decode(
            id_token,
            key=keys[0],
            algorithms=list(SIGNED_BY),
            audience=client_id,
            issuer=config["issuer"],
            leeway=CLOCKS_APART_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # the library has no types
    oauth2_adapter_class = Exchange

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Only where to go afterwards is the asker's to say."""
        found = super().get_redirect_from_request_kwargs(request)
        return {name: found[name] for name in ("next_url",) if name in found} | {"process": "login"}

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, **_more: Any) -> HttpResponse:
        """Send the browser to the provider, with a nonce that its answer must carry back."""
        nonce = secrets.token_urlsafe(24)
        auth_params = {"nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, nonce=nonce, auth_params=auth_params)
        return answer

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address, verified only if the provider says so in so many words."""
        verified = data.get("email_verified") is True
        email = str(data.get("email") or "")
        return [EmailAddress(email=email, verified=verified, primary=True)] if email else []


def provider(request: HttpRequest) -> Provider:
    """The provider as the environment names it. Raises SocialApp.DoesNotExist where it names none."""
    named = settings.BARO_OIDC
    if named is None:
        raise SocialApp.DoesNotExist
    app = SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=ID,
        name=named.name,
        client_id=named.client_id,
        secret=named.client_secret,
        settings={"server_url": named.issuer, "oauth_pkce_enabled": True},
    )
    return Provider(request, app=app)
