"""Addresses of the look itself: the living component page, the choice of language, the menu as a page."""

from django.urls import path

from kring.web import views

app_name = "web"

urlpatterns = [
    path("design/", views.design, name="design"),
    path("language/", views.language, name="language"),
    path("places/", views.places, name="places"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
]
