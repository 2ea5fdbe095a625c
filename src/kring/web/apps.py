"""The Django application of the look."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kring.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the style sheet together, so that every process serves the parts as they are now."""
        from kring.web import assets

        assets.build_css()
