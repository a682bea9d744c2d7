"""Every address of Baro: the portal by room, the API under ``/api/v1/``, sign-in and health."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.launcher.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("reporting.urls")),
    path("", include("programs.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("proposals/", include("proposals.urls")),
    path("api/v1/", include("config.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
