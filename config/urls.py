"""Every address of Baro: the portal by room, the API under ``/api/v1/``, sign-in and health."""

from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.views.passkeys import AddPasskey, PasskeySignIn
from accounts.views.provider import come_back, sign_in
from accounts.views.sessions import SignedInAt
from accounts.views.sign_in import EnterCode, SignIn
from config.health import live, metrics, ready
from config.launcher.health import health

handler500 = "core.http.failed"

urlpatterns = [
    path("health/", health, name="health"),
    path("health/live/", live, name="health-live"),
    path("health/ready/", ready, name="health-ready"),
    path("metrics/", metrics, name="metrics"),
    path("", include("reporting.urls")),
    path("", include("programs.urls")),
    path("", include("reviews.urls")),
    path("", include("contracts.urls")),
    path("", include("scenarios.urls")),
    path("", include("accounts.urls")),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/2fa/authenticate/", EnterCode.as_view(), name="mfa_authenticate"),
    path("accounts/2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("accounts/2fa/webauthn/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("accounts/2fa/webauthn/login/", PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    # An administrator changes an address, which is the name to sign in with.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:account"), name="account_email"),
    path("accounts/sessions/", SignedInAt.as_view(), name="usersessions_list"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/oidc/<slug:provider_id>/login/", sign_in, name="openid_connect_login"),
    path("accounts/oidc/<slug:provider_id>/login/callback/", come_back, name="openid_connect_callback"),
    path("language/", include("django.conf.urls.i18n")),
    path("proposals/", include("proposals.urls")),
    path("api/v1/", include("config.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
