"""`kring serve`: the pages and the live streams. `--pages` and `--live` start one of the two, for behind a proxy."""

import argparse
import os

from kring.ground.postgres import default_data_root, ensure_running


def run(arguments: list[str]) -> int:
    """Serve until told to stop. Alone it serves everything on one address; a proxy may split pages and streams."""
    parser = argparse.ArgumentParser(prog="kring serve")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--pages", action="store_true", help="pages only, as WSGI processes")
    kind.add_argument("--live", action="store_true", help="live streams only, one ASGI process")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    server = None if "DATABASE_URL" in os.environ else ensure_running(default_data_root())
    from granian import Granian
    from granian.constants import Interfaces

    pages = chosen.pages
    try:
        Granian(
            "kring.config.wsgi:application" if pages else "kring.config.asgi:application",
            address=chosen.address, port=chosen.port, workers=1 if chosen.live else chosen.workers,
            interface=Interfaces.WSGI if pages else Interfaces.ASGINL,
            backlog=8192, backpressure=8192 if not pages else 64, log_access=False, websockets=False,
            blocking_threads=4 if pages else None,
        ).serve()
    finally:
        if server:
            server.stop()
    return 0
