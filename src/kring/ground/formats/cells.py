"""Spreadsheet cells: a cell that begins like a formula gets an apostrophe on the way out and loses it on the way in.

The pair is exact for every string, also for one that itself begins with an apostrophe and a formula sign.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r\n]")


def neutralise(text: str) -> str:
    """Return the cell so that no spreadsheet runs it (ASVS 1.2.10)."""
    return f"'{text}" if _RUNS.match(text) else text


def restore(text: str) -> str:
    """Return what neutralise() was given."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text
