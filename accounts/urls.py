"""Addresses of this room's pages."""

from django.urls import path

from accounts.views import confirm, delegations, mail, offices, organizations, own, people, sessions, sign_in

app_name = "accounts"
urlpatterns = [
    path("account/", own.account, name="account"),
    path("account/confirm/", confirm.confirm, name="confirm"),
    path("account/session/", sessions.session, name="session"),
    path("account/second-factor/", sign_in.second_factor, name="second-factor"),
    path("messages/", own.inbox, name="inbox"),
    path("messages/read-all/", own.read_all, name="read-all"),
    path("messages/<uuid:uid>/read/", own.read_message, name="read-message"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add_person, name="add-person"),
    path("people/<uuid:uid>/", people.person, name="person"),
    path("people/<uuid:uid>/change/", people.change_person, name="change-person"),
    path("people/<uuid:uid>/account/", people.open_account, name="open-account"),
    path("people/<uuid:uid>/account/close/", people.close_account, name="close-account"),
    path("people/<uuid:uid>/account/reopen/", people.reopen_account, name="reopen-account"),
    path("people/<uuid:uid>/second-factor/reset/", people.reset_second_factor, name="reset-second-factor"),
    path("people/<uuid:uid>/provider/unlink/", people.unlink_provider, name="unlink-provider"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.add_organization, name="add-organization"),
    path("organizations/<uuid:uid>/", organizations.organization, name="organization"),
    path("organizations/<uuid:uid>/change/", organizations.change_organization, name="change-organization"),
    path("organizations/<uuid:uid>/successor/", organizations.name_successor, name="name-successor"),
    path("offices/", offices.offices, name="offices"),
    path("offices/new/", offices.open_office, name="open-office"),
    path("offices/<uuid:uid>/", offices.office, name="office"),
    path("offices/<uuid:uid>/appoint/", offices.appoint, name="appoint"),
    path("offices/<uuid:uid>/close/", offices.close_office, name="close-office"),
    path("appointments/<uuid:uid>/end/", offices.end_appointment, name="end-appointment"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.delegate, name="delegate"),
    path("delegations/<uuid:uid>/", delegations.delegation, name="delegation"),
    path("delegations/<uuid:uid>/end/", delegations.end_delegation, name="end-delegation"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<slug:name>/", mail.letter, name="letter"),
]
