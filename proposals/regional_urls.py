"""Addresses of the regional pages, within the namespace of this room."""

from django.urls import path

from proposals.views import pledges, regional

REGION = "regional/calls/<uuid:call_uid>/<slug:region>/"
PLEDGE = "regional/pledges/<uuid:proposal_uid>/"

urlpatterns = [
    path("regional/", regional.calls, name="regional"),
    path("regional/calls/<uuid:call_uid>/", regional.overview, name="rankings"),
    path(REGION, regional.ranking, name="ranking"),
    path(f"{REGION}submit/", regional.submit, name="ranking-submit"),
    path(f"{REGION}reopen/", regional.reopen, name="ranking-reopen"),
    path(f"{REGION}receipt/", regional.receipt, name="ranking-receipt"),
    path(PLEDGE, pledges.pledge, name="pledge"),
    path(f"{PLEDGE}withdraw/", pledges.withdraw, name="pledge-withdraw"),
    path(f"{PLEDGE}document/", pledges.document, name="pledge-document"),
]
