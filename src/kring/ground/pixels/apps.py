"""An app for its sentences only: pictures as pixels have no tables."""

from django.apps import AppConfig


class PixelsConfig(AppConfig):
    name = "kring.ground.pixels"
    label = "pixels"
