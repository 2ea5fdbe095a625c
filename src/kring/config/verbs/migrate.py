"""`kring migrate`: database, key store and walls brought up to date, as the owner role."""

import os
import subprocess
import sys
from datetime import UTC, datetime

from kring.ground.postgres import default_data_root, ensure_databases, ensure_running


def run(arguments: list[str]) -> int:
    """Migrate both databases and build the walls; with no DATABASE_URL on the embedded server."""
    server = None
    environment = dict(os.environ)
    if "DATABASE_URL" not in environment:
        server = ensure_running(default_data_root())
        ensure_databases(server, "kring", "kring_keys")
        environment["DATABASE_URL"] = server.url("kring", "kring_owner")
        environment["KEYS_DATABASE_URL"] = server.url("kring_keys", "kring_owner")
    command = [sys.executable, "-c", "from kring.config.verbs.migrate import as_owner; as_owner()"]
    try:
        return subprocess.run(command, env=environment).returncode
    finally:
        if server:
            server.stop()


def as_owner() -> None:
    """Run the migrations and the walls in this process, which is connected as the owner of the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    from kring.ground import walls

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS kring")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", database="keys", verbosity=0, interactive=False)
    walls.build(clock_may_shift=settings.KRING_CLOCK_MAY_SHIFT)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ground_clockshift (seconds) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM ground_clockshift)")
        cursor.execute("INSERT INTO ground_birth (kind, at) SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM ground_birth)",
                       [settings.KRING_BIRTH, datetime.now(UTC)])
    with connections["keys"].cursor() as cursor:
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kring_app, kring_maint")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kring_app, kring_maint")
