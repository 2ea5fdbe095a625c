from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kring.domains.people"
    label = "people"
