"""Addresses of imports: nouns, and UUIDs only."""

from django.urls import path

from kring.domains.roster import views

app_name = "roster"
urlpatterns = [
    path("roster/", views.roster, name="roster"),
    path("roster/<uuid:import_id>/", views.one_import, name="import"),
    path("roster/<uuid:import_id>/answers/", views.answers, name="answers"),
    path("roster/<uuid:import_id>/application/", views.application, name="application"),
    path("roster/<uuid:import_id>/look/", views.look, name="look"),
    path("roster/<uuid:import_id>/removal/", views.removal, name="removal"),
]
