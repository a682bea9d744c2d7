"""Addresses of the gallery: every component on one page, for eyes and for axe. Not part of the site."""

from django.urls import include, path

from tests.browser.gallery import views

urlpatterns = [
    path("", views.page, name="home"),
    path("calls/", views.page, name="calls"),
    path("ranking/", views.ranking, name="ranking"),
    path("choosing/", views.choosing, name="choosing"),
    path("autosave/", views.autosave, name="autosave"),
    path("save/", views.save, name="save"),
    path("upload/", views.upload, name="upload"),
    path("plain/", views.plain, name="plain"),
    path("sign-out/", views.plain, name="account_logout"),
    path("i18n/", include("django.conf.urls.i18n")),
]
