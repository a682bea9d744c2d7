"""For whom each route is: the rooms' tables joined. A route that stands in none fails a test."""

from __future__ import annotations

from accounts import access as accounts
from accounts.audiences import Audience
from contracts import access as contracts
from programs import access as programs
from proposals import access as proposals
from reporting import access as reporting
from reviews import access as reviews
from scenarios import access as scenarios

LIBRARIES: dict[str, Audience] = {
    "health": Audience.PUBLIC,
    "health-live": Audience.PUBLIC,
    "health-ready": Audience.PUBLIC,
    "metrics": Audience.OPERATORS,
    "set_language": Audience.PUBLIC,
    "api-schema": Audience.PUBLIC,
    "api-docs": Audience.PUBLIC,
    "account_signup": Audience.PUBLIC,
    "account_logout": Audience.PUBLIC,
    "account_inactive": Audience.PUBLIC,
    "account_confirm_email": Audience.PUBLIC,
    "account_confirm_login_code": Audience.PUBLIC,
    "account_email_verification_sent": Audience.PUBLIC,
    "account_reset_password": Audience.PUBLIC,
    "account_reset_password_done": Audience.PUBLIC,
    "account_reset_password_from_key": Audience.PUBLIC,
    "account_reset_password_from_key_done": Audience.PUBLIC,
    "account_email": Audience.PUBLIC,
    "openid_connect_login": Audience.PUBLIC,
    "openid_connect_callback": Audience.PUBLIC,
    "mfa_login_webauthn": Audience.PUBLIC,
    "mfa_list_webauthn": Audience.PUBLIC,
    "account_change_password": Audience.SIGNED_IN,
    "account_set_password": Audience.SIGNED_IN,
    "account_reauthenticate": Audience.SIGNED_IN,
    "mfa_index": Audience.SIGNED_IN,
    "mfa_activate_totp": Audience.SIGNED_IN,
    "mfa_deactivate_totp": Audience.SIGNED_IN,
    "mfa_reauthenticate": Audience.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Audience.SIGNED_IN,
    "mfa_add_webauthn": Audience.SIGNED_IN,
    "mfa_edit_webauthn": Audience.SIGNED_IN,
    "mfa_remove_webauthn": Audience.SIGNED_IN,
    "mfa_generate_recovery_codes": Audience.SIGNED_IN,
    "mfa_view_recovery_codes": Audience.SIGNED_IN,
    "mfa_download_recovery_codes": Audience.SIGNED_IN,
}
"""Addresses that the launcher and the libraries answer: health, language, the API's documents, sign-in."""

ROUTES: dict[str, Audience] = {
    **LIBRARIES,
    **accounts.ROUTES,
    **contracts.ROUTES,
    **programs.ROUTES,
    **proposals.ROUTES,
    **reporting.ROUTES,
    **reviews.ROUTES,
    **scenarios.ROUTES,
}
