"""Addresses of the pages about merging, within the namespace of this room."""

from django.urls import path

from proposals.views import merge_offering, merging

CALL = "calls/<uuid:call_uid>/merges/"
OFFER = "merges/<uuid:offer_uid>/"

urlpatterns = [
    path(CALL, merging.merges, name="merges"),
    path(f"{CALL}choose/", merge_offering.choose, name="merge-choose"),
    path(f"{CALL}new/", merge_offering.offer, name="merge-new"),
    path(OFFER, merging.merge, name="merge"),
    path(f"{OFFER}answer/<uuid:proposal_uid>/", merging.answer, name="merge-answer"),
    path(f"{OFFER}region/", merging.region, name="merge-region"),
    path(f"{OFFER}document/", merging.document, name="merge-document"),
    path(f"{OFFER}sign/", merging.sign, name="merge-sign"),
    path(f"{OFFER}withdraw/", merging.withdraw, name="merge-withdraw"),
]
