"""Addresses of this room in the portal."""

from django.urls import path

from scenarios import views

app_name = "scenarios"
urlpatterns = [
    path("clock/", views.clock, name="clock"),
]
