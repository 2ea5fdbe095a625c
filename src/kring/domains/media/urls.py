from django.urls import path

from kring.domains.media.views import bytes, checking, devices, faces, why

app_name = "media"
urlpatterns = [
    path("media/p/<uuid:publication_id>/<str:size>/", bytes.publication, name="publication"),
    path("media/a/<uuid:asset_id>/faces/", faces.faces, name="faces"),
    path("media/a/<uuid:asset_id>/<str:size>/", bytes.asset, name="asset"),
    path("media/why/<uuid:publication_id>/", why.why, name="why"),
    path("media/checking/", checking.checking, name="checking"),
    path("media/devices/", devices.devices, name="devices"),
]
