"""The API's addresses under ``/api/v1/``, room by room, in one namespace: ``api:<name>``."""

from accounts.api import urls as accounts
from contracts.api import urls as contracts
from programs.api import urls as programs
from proposals.api import urls as proposals
from reporting.api import urls as reporting
from reviews.api import urls as reviews
from scenarios.api import urls as scenarios

app_name = "api"
urlpatterns = [
    *accounts.urlpatterns,
    *contracts.urlpatterns,
    *programs.urlpatterns,
    *proposals.urlpatterns,
    *reporting.urlpatterns,
    *reviews.urlpatterns,
    *scenarios.urlpatterns,
]
