from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "kring.pages.accountability"
    label = "pages_accountability"
