"""`kring worker`: runs the jobs of every board until told to stop."""

import os

from kring.ground.postgres import default_data_root, ensure_running


def run(arguments: list[str]) -> int:
    """Run jobs: pictures, mail, sweeps, retention, the audit tree."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    server = None if "DATABASE_URL" in os.environ else ensure_running(default_data_root())
    import django

    django.setup()
    from kring.ground import jobs

    try:
        jobs.run_worker()
    finally:
        if server:
            server.stop()
    return 0
