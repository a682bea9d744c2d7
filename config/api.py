"""The API's addresses under ``/api/v1/``, room by room, in one namespace: ``api:<name>``."""

from proposals.api import urls as proposals

app_name = "api"
urlpatterns = [*proposals.urlpatterns]
