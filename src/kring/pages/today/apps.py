from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "kring.pages.today"
    label = "pages_today"
