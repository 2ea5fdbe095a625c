"""An app for its sentences only: readers have no tables."""

from django.apps import AppConfig


class FormatsConfig(AppConfig):
    name = "kring.ground.formats"
    label = "formats"
