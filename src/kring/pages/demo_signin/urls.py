"""The address of the demo's door."""

from django.urls import path

from kring.pages.demo_signin import views

app_name = "demo_signin"

urlpatterns = [path("demo/", views.door, name="door")]
