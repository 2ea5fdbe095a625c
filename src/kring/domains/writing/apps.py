from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "kring.domains.writing"
    label = "writing"
