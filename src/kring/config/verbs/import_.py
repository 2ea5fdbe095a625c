"""`kring import`: what files of the administration would change, in words. Nothing is kept; deciding is done at the desk."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from kring.ground.postgres import default_data_root, ensure_running


def run(arguments: list[str]) -> int:
    """Print the difference line by line."""
    parser = argparse.ArgumentParser(prog="kring import")
    parser.add_argument("roster", type=Path, nargs="?", help="EDEXML file")
    parser.add_argument("--guardians", type=Path, help="table of guardians (CSV)")
    parser.add_argument("--school", help="short name of the school, when there are several")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    server = None if "DATABASE_URL" in os.environ else ensure_running(default_data_root())
    import django

    django.setup()
    try:
        return _show(chosen)
    finally:
        if server:
            server.stop()


def _show(chosen) -> int:
    from django.utils import translation

    from kring.domains.roster.actions import command
    from kring.domains.roster.actions.reading import NothingToRead, Upload
    from kring.domains.roster.queries.words import say_problem
    from kring.ground.formats.problems import Unreadable
    from kring.ground.tenancy import board_transaction

    def upload(path: Path | None) -> Upload | None:
        return Upload(path.name, path.read_bytes()) if path else None

    found = _school(chosen.school)
    if found is None:
        print("Name the school with --school.", file=sys.stderr)
        return 2
    board_id, school_id = found
    with translation.override("nl"), board_transaction(board_id):
        try:
            lines = command.show(board_id=board_id, school_id=school_id, roster=upload(chosen.roster),
                                 guardians=upload(chosen.guardians), at=datetime.now(UTC))
        except NothingToRead:
            print("Name a file.", file=sys.stderr)
            return 2
        except Unreadable as wrong:
            for problem in wrong.problems:
                print(say_problem(problem), file=sys.stderr)
            return 1
    print("\n".join(lines))
    return 0


def _school(slug: str | None):
    """Return (board, school) of that short name, or of the only school there is."""
    from kring.domains.school import queries as school
    from kring.ground.models import BoardEntry
    from kring.ground.tenancy import board_transaction

    found = []
    for board_id in BoardEntry.objects.values_list("id", flat=True):
        with board_transaction(board_id):
            found += [(board_id, s.id) for s in school.schools(board_id=board_id) if slug in (None, s.slug)]
    return found[0] if len(found) == 1 else None
