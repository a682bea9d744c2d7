"""Addresses of this room in the portal."""

from django.urls import path

from reviews.views import alike, assigning, committee, judging, plans, register, results, rounds, scores, selecting

app_name = "reviews"
urlpatterns = [
    path("reviews/", judging.mine, name="mine"),
    path("reviews/rounds/<uuid:round_uid>/interests/", judging.declare, name="declare"),
    path("reviews/assignments/<uuid:assignment_uid>/", judging.review, name="review"),
    path("reviews/assignments/<uuid:assignment_uid>/submit/", judging.submit, name="submit"),
    path("reviews/cases/<uuid:case_uid>/files/<uuid:attachment_uid>/", judging.file, name="file"),
    path("reviews/cases/<uuid:case_uid>/alike/", alike.alike, name="alike"),
    path("desk/reviews/", rounds.desk, name="desk"),
    path("desk/calls/<uuid:call_uid>/round/", rounds.open_round, name="open-round"),
    path("desk/rounds/<uuid:round_uid>/", rounds.round_page, name="round"),
    path("desk/rounds/<uuid:round_uid>/due/", rounds.postpone, name="postpone"),
    path("desk/rounds/<uuid:round_uid>/experts/", committee.invite, name="invite"),
    path("desk/rounds/<uuid:round_uid>/conflicts/", committee.conflicts, name="conflicts"),
    path("desk/rounds/<uuid:round_uid>/assign/", assigning.assign, name="assign"),
    path("desk/rounds/<uuid:round_uid>/scores/", scores.scores, name="scores"),
    path("desk/rounds/<uuid:round_uid>/scores/table.csv", scores.table, name="scores-table"),
    path("desk/rounds/<uuid:round_uid>/scores/draw/", scores.draw, name="draw"),
    path("desk/rounds/<uuid:round_uid>/scores/stop/", scores.stop_drawing, name="stop-drawing"),
    path("desk/rounds/<uuid:round_uid>/<str:verb>/", rounds.advance, name="advance"),
    path("desk/conflicts/<uuid:conflict_uid>/lift/", committee.lift, name="lift"),
    path("desk/cases/<uuid:case_uid>/", assigning.case, name="case"),
    path("desk/assignments/<uuid:assignment_uid>/reopen/", assigning.reopen, name="reopen"),
    path("desk/experts/", register.experts, name="experts"),
    path("desk/experts/table.csv", register.experts_csv, name="experts-csv"),
    path("desk/experts/import/", register.import_experts, name="import-experts"),
    path("desk/experts/find/", register.find_person, name="find-person"),
    path("desk/experts/<uuid:person_uid>/", register.register, name="register"),
    path("desk/calls/<uuid:call_uid>/selection/", selecting.propose, name="propose"),
    path("desk/selections/<uuid:selection_uid>/", selecting.selection, name="selection"),
    path("desk/selections/<uuid:selection_uid>/discard/", selecting.discard, name="discard"),
    path("desk/selections/<uuid:selection_uid>/<str:verb>/", selecting.move, name="move"),
    path("desk/decisions/<uuid:decision_uid>/", selecting.override, name="override"),
    path("desk/plans/<uuid:plan_uid>/accept/", plans.accept, name="accept-plan"),
    path("desk/plans/<uuid:plan_uid>/refuse/", plans.refuse, name="refuse-plan"),
    path("results/", results.all_results, name="all-results"),
    path("results/<uuid:selection_uid>/", results.results, name="results"),
    path("results/<uuid:selection_uid>/table.csv", results.results_csv, name="results-csv"),
]
