"""Translations, compiled in Python when a catalogue is newer than what was compiled from it."""

import contextlib
import os
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def compile_catalogues() -> None:
    """Compile every .po of this package whose .mo is missing or older. An installed package brings its own."""
    for source in PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with open(source, "rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    # A folder that cannot be written is an installed one: what it brought is used as it is.
    with contextlib.suppress(PermissionError):
        handle, fresh = tempfile.mkstemp(dir=source.parent, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            write_mo(file, catalogue)
        os.chmod(fresh, 0o644)
        os.replace(fresh, compiled)
