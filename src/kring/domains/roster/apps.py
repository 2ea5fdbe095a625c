from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "kring.domains.roster"
