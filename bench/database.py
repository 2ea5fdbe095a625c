"""A database for measuring: fresh, migrated, on a data folder of its own, used as the app role and filled as kring_maint.

Django can be set up once per process, so all figures of one run share it; each makes a board of its own.
"""

import atexit
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache

NAMES = ("kring_bench", "kring_bench_keys")
SETTINGS = "kring.config.settings"


@cache
def ready():
    """This function will start the server, make both databases anew, and set Django up on them as the app role."""
    from kring.config.verbs import processes
    from kring.ground.postgres import default_data_root, drop_databases, ensure_databases, ensure_running

    data_root = default_data_root() / "bench"
    server = ensure_running(data_root)
    atexit.register(server.stop)
    drop_databases(server, *NAMES)
    ensure_databases(server, *NAMES)
    owner = processes.environment_for(server, data_root, SETTINGS, NAMES, "kring_owner")
    subprocess.run([sys.executable, "-c", "from kring.config.verbs.migrate import as_owner; as_owner()"], env=owner, check=True)
    os.environ.update(processes.environment_for(server, data_root, SETTINGS, NAMES, "kring_app"))
    import django

    django.setup()
    # A line per request would be measured too.
    logging.getLogger("kring").setLevel(logging.WARNING)
    return server


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence], *, keys: bool = False) -> None:
    """This function will bring rows in by COPY as kring_maint, the one role that may look across boards."""
    import psycopg

    with psycopg.connect(ready().url(NAMES[keys], "kring_maint")) as connection, connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
            for row in rows:
                stream.write_row(row)


def analyze() -> None:
    """This function will let the planner know what is there, as autovacuum would have by then."""
    import psycopg

    with psycopg.connect(ready().url(NAMES[0], "kring_owner"), autocommit=True) as connection:
        connection.execute("ANALYZE")
