from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "kring.domains.media"
    label = "media"
