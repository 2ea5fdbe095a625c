"""The addresses of the look alone: its tests stand whatever the rooms above it do."""

from django.urls import include, path

from kring.web import errors

handler400 = errors.bad_request
handler404 = errors.not_found

urlpatterns = [path("", include("kring.web.urls"))]
