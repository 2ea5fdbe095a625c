from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "kring.domains.consent"
    label = "consent"
