"""Pages of proposals: the region's, the team's and the institution's office's."""

from django.urls import path

from proposals import merging_urls, plan_urls, regional_urls
from proposals.views import (
    alike,
    answers,
    basics,
    budget,
    consortium,
    files,
    handing_in,
    listing,
    people,
    preview,
    screening,
    sections,
    targets,
    tasks,
)

app_name = "proposals"

urlpatterns = [
    *regional_urls.urlpatterns,
    *merging_urls.urlpatterns,
    *plan_urls.urlpatterns,
    path("", listing.proposal_list, name="list"),
    path("start/<uuid:call_uid>/", listing.start, name="start"),
    path("screening/<uuid:call_uid>/", screening.screen, name="screening"),
    path("preview/<uuid:call_uid>/", preview.preview, name="preview"),
    path("preview/<uuid:call_uid>/<path:rest>", preview.preview, name="preview-page"),
    path("files/<uuid:attachment_uid>/", files.download, name="download"),
    path("<uuid:uid>/", tasks.detail, name="detail"),
    path("<uuid:uid>/alike/", alike.alike, name="alike"),
    path("<uuid:uid>/basics/", basics.basics, name="basics"),
    path("<uuid:uid>/text/<slug:code>/", sections.section, name="section"),
    path("<uuid:uid>/form/<slug:section>/", answers.answers, name="answers"),
    path("<uuid:uid>/form/<slug:section>/<slug:question>/file/", answers.upload, name="answer-file"),
    path("<uuid:uid>/consortium/", consortium.consortium, name="consortium"),
    path("<uuid:uid>/consortium/<uuid:organization_uid>/", consortium.partner, name="partner"),
    path("<uuid:uid>/consortium/<uuid:organization_uid>/remove/", consortium.remove_partner, name="remove-partner"),
    path("<uuid:uid>/people/", people.people, name="people"),
    path("<uuid:uid>/people/<uuid:person_uid>/", people.person, name="person"),
    path("<uuid:uid>/people/<uuid:person_uid>/remove/", people.remove_person, name="remove-person"),
    path("<uuid:uid>/budget/", budget.budget, name="budget"),
    path("<uuid:uid>/targets/", targets.targets, name="targets"),
    path("<uuid:uid>/files/", files.files, name="files"),
    path("<uuid:uid>/files/<slug:document>/", files.upload, name="upload"),
    path("<uuid:uid>/files/<uuid:attachment_uid>/remove/", files.remove_file, name="remove-file"),
    path("<uuid:uid>/check/", handing_in.check, name="check"),
    path("<uuid:uid>/send/", handing_in.send, name="send"),
    path("<uuid:uid>/return/", handing_in.give_back, name="return"),
    path("<uuid:uid>/submit/", handing_in.submit, name="submit"),
    path("<uuid:uid>/receipt/<int:sequence>/", handing_in.receipt, name="receipt"),
    path("<uuid:uid>/submission/<int:sequence>/", handing_in.handed_in, name="submission"),
    path("<uuid:uid>/withdraw/", handing_in.withdraw, name="withdraw"),
]
