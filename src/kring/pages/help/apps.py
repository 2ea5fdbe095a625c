from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "kring.pages.help"
    label = "pages_help"
