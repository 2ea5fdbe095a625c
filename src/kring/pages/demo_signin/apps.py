"""The Django application of the demo's door."""

import psycopg
from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoSigninConfig(AppConfig):
    name = "kring.pages.demo_signin"
    label = "demo_signin"

    def ready(self) -> None:
        """Refuse to start on a database that was not born as a demo."""
        if born_as(settings.DATABASES["default"]) not in ("demo", ""):
            raise ImproperlyConfigured("This database is no demo: it was not born as one. The demo's door stays shut.")


def born_as(database: dict) -> str:
    """This function will read how a database was born, on a connection of its own; empty where it has no tables yet.

    Django warns of its own connections before the applications are ready, and rightly so.
    """
    with psycopg.connect(dbname=database["NAME"], user=database["USER"], password=database["PASSWORD"] or None,
                         host=database["HOST"] or None, port=database["PORT"] or None) as connection:
        if connection.execute("SELECT to_regclass('public.ground_birth')").fetchone() == (None,):
            return ""
        rows = connection.execute("SELECT DISTINCT kind FROM ground_birth ORDER BY kind").fetchall()
    return "+".join(kind for (kind,) in rows)
