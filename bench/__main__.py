"""`kring bench`: measure every figure and print it beside its floor; `--write` keeps the table in docs/figures.md.

`--only photos` measures one module. What belongs in a figure stands in its own module.
"""

import argparse
import os
import platform
import subprocess
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.rows import Row

REPOSITORY = Path(__file__).resolve().parents[1]
FIGURES = REPOSITORY / "docs/figures.md"
MODULES = ("statements", "feed", "decisions", "photos", "live", "withdrawal", "export", "imports", "demo")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kring bench")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/figures.md")
    parser.add_argument("--only", choices=MODULES, action="append", help="measure this figure alone; may be given again")
    chosen = parser.parse_args(arguments)
    rows, failed = [], 0
    for name in chosen.only or MODULES:
        try:
            found = measured(name=name)
        except Exception as problem:
            traceback.print_exc()
            failed, found = failed + 1, [Row(name, "", "failed", note=type(problem).__name__)]
        rows += found
        print("\n".join(_line(row) for row in found), flush=True)
    if chosen.write:
        FIGURES.write_text(_page(rows), encoding="utf-8")
        print(f"\nkept in {FIGURES.relative_to(REPOSITORY)}")
    return 1 if failed else 0


def measured(*, name: str) -> list[Row]:
    """This function will measure one figure."""
    return import_module(f"bench.{name}").measure()


def _line(row: Row) -> str:
    beside = f"  beside {row.other}: {row.ratio}" if row.other else ""
    note = f"\n    {row.note}" if row.note else ""
    return f"{row.what}\n    {row.target}: {row.ours}{beside}  [{row.verdict}]{note}"


def _page(rows: list[Row]) -> str:
    """Return the figures as a page: commit and machine, never a name or a folder of it."""
    head = ["# Figures", "", "Made by `./kring bench --write`; each figure was measured in the same run as what it stands beside.",
            "On a busy machine the ratios are the sturdier part.", "", *(f"- {fact}" for fact in facts()), "",
            "| what | to hold | ours | beside | ratio | | note |", "| --- | --- | --- | --- | --- | --- | --- |"]
    cells = [(r.what, r.target, r.ours, r.other, r.ratio, r.verdict, r.note) for r in rows]
    return "\n".join([*head, *("| " + " | ".join(c.replace("|", "/") for c in row) + " |" for row in cells)]) + "\n"


def facts() -> list[str]:
    """This function will tell on what the figures were measured."""
    return [
        f"commit {_git('rev-parse', '--short=12', 'HEAD')}{', with changes' if _git('status', '--porcelain') else ''}, "
        f"{datetime.now(UTC):%d %B %Y}",
        f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f} at the end",
        f"Python {platform.python_version()}, {_postgres()}",
    ]


def _git(*command: str) -> str:
    done = subprocess.run(["git", "-C", str(REPOSITORY), *command], capture_output=True, text=True)
    return done.stdout.strip()


def _postgres() -> str:
    """The server that this run measured on, when one of its figures needed any."""
    from bench import database

    if not database.ready.cache_info().currsize:
        return "no database"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
