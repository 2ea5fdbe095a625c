"""The product's addresses and the demo's door."""

from django.urls import include, path

from kring.config.urls import urlpatterns as product

urlpatterns = [*product, path("", include("kring.pages.demo_signin.urls"))]
