"""What stands readable in the database and what is sealed, read from the tables themselves, so that the page cannot lie."""

from dataclasses import dataclass

from kring.ground.sealing import SealedField
from kring.ground.walls import tenant_models


@dataclass(frozen=True)
class TableRow:
    """One table: which columns anybody with the database can read, and which only the running application can."""

    table: str
    clear: tuple[str, ...]
    sealed: tuple[str, ...]


def tables() -> list[TableRow]:
    """Return every table of a board with its readable and its sealed columns, by name."""
    rows = []
    for model in tenant_models():
        fields = model._meta.concrete_fields
        sealed = tuple(f.column for f in fields if isinstance(f, SealedField))
        rows.append(TableRow(model._meta.db_table, tuple(f.column for f in fields if f.column not in sealed), sealed))
    return sorted(rows, key=lambda row: row.table)
