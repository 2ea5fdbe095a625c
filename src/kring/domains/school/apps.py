from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "kring.domains.school"
    label = "school"
