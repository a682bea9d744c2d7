"""Addresses of this room under ``/api/v1/``."""

from django.urls import path

from accounts.api import directory, offices, own

urlpatterns = [
    path("me", own.MeView.as_view(), name="me"),
    path("me/settings", own.SettingsView.as_view(), name="me-settings"),
    path("me/confirmation", own.ConfirmationView.as_view(), name="me-confirmation"),
    path("messages", own.Messages.as_view(), name="messages"),
    path("messages/read", own.ReadMessages.as_view(), name="messages-read"),
    path("messages/<uuid:uid>/read", own.ReadMessage.as_view(), name="message-read"),
    path("regions", directory.Regions.as_view(), name="regions"),
    path("people", directory.People.as_view(), name="people"),
    path("people/<uuid:uid>", directory.OnePerson.as_view(), name="person"),
    path("people/<uuid:uid>/account", directory.Account.as_view(), name="person-account"),
    path("organizations", directory.Organizations.as_view(), name="organizations"),
    path("organizations/<uuid:uid>", directory.OneOrganization.as_view(), name="organization"),
    path("organizations/<uuid:uid>/successor", directory.Successor.as_view(), name="organization-successor"),
    path("offices", offices.Offices.as_view(), name="offices"),
    path("offices/<uuid:uid>", offices.OneOffice.as_view(), name="office"),
    path("offices/<uuid:uid>/close", offices.CloseOffice.as_view(), name="office-close"),
    path("offices/<uuid:uid>/appointments", offices.Appointments.as_view(), name="office-appointments"),
    path("appointments/<uuid:uid>/end", offices.EndAppointment.as_view(), name="appointment-end"),
    path("delegations", offices.Delegations.as_view(), name="delegations"),
    path("delegations/<uuid:uid>", offices.OneDelegation.as_view(), name="delegation"),
    path("delegations/<uuid:uid>/end", offices.EndDelegation.as_view(), name="delegation-end"),
]
