"""Every address of Kring. Addresses hold UUIDs only, never a name or a number."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from kring.ground import health
from kring.web.access import access

handler400 = "kring.web.errors.bad_request"
handler404 = "kring.web.errors.not_found"
handler500 = "kring.web.errors.broken"
urlpatterns = [
    path("healthz", access.public(health.healthz)),
    path("readyz", access.public(health.readyz)),
    path("metrics", access.public(health.metrics)),
]
for _app in settings.INSTALLED_APPS:
    if _app.startswith("kring.") and find_spec(f"{_app}.urls"):
        urlpatterns.append(path("", include(f"{_app}.urls")))
