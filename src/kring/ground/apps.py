from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "kring.ground"
    label = "ground"
