"""The board as tenant: the base of every tenant table, the context of a transaction, references inside one board.

Row-level security is the second wall; the first is that every statement names its board. `kring migrate` (walls.py)
turns what is declared here into composite keys, foreign keys and policies.
"""

from uuid import UUID

from django.db import connection, models, transaction

from kring.ground.ids import uuid7


class Ref(models.UUIDField):
    """A reference to a row of the same board: a plain column here, a composite foreign key (board_id, x_id) in SQL."""

    def __init__(self, to: str = "", **kwargs):
        self.to = to
        kwargs.setdefault("db_index", False)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("db_index", None)
        return name, path, [self.to], kwargs


class BoardQuerySet(models.QuerySet):
    """Multi-row inserts in the VALUES form: Django's unnest form is refused under FORCE on a distributed table."""

    def bulk_insert(self, rows: list) -> None:
        """Insert rows that already carry their ids, in chunks below PostgreSQL's parameter limit."""
        if not rows:
            return
        fields = self.model._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        chunk = max(1, 30_000 // len(fields))
        with connection.cursor() as cursor:
            for start in range(0, len(rows), chunk):
                part = rows[start : start + chunk]
                places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(part))
                values = [f.get_db_prep_save(f.pre_save(row, True), connection) for row in part for f in fields]
                cursor.execute(f'INSERT INTO "{self.model._meta.db_table}" ({columns}) VALUES {places}', values)


class BoardModel(models.Model):
    """One row of one board. `grants` names what the app role may do with the table."""

    grants = "SELECT, INSERT, UPDATE, DELETE"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board_id = models.UUIDField(editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        abstract = True

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        # Each statement names its board, also the ones that Django writes itself.
        values = [v for v in values if v[0].attname != "board_id"]
        return super()._do_update(
            base_qs.filter(board_id=self.board_id), using, pk_val, values, update_fields, forced_update
        )

    def delete(self, using=None, keep_parents=False):
        """Delete this row, naming its board in the statement."""
        return type(self).objects.filter(board_id=self.board_id, pk=self.pk)._raw_delete(using or "default")

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        """Read this row again, naming its board in the statement."""
        queryset = from_queryset if from_queryset is not None else type(self).objects.all()
        super().refresh_from_db(using, fields, queryset.filter(board_id=self.board_id))


class NoBoard(Exception):
    """A statement would have run without a board."""


def enter(board_id: UUID) -> None:
    """Set the board of the current transaction, the only way that row-level security shows any row.

    Raises: NoBoard outside a transaction, where the setting would be gone at once.
    """
    if not connection.in_atomic_block:
        raise NoBoard("kring.enter() works inside a transaction only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.enter(%s)", [board_id])


class board_transaction:
    """A transaction of one board: `with board_transaction(board_id): …`, for jobs, commands and tests."""

    def __init__(self, board_id: UUID):
        self.board_id = board_id
        self._atomic = transaction.atomic()

    def __enter__(self):
        self._atomic.__enter__()
        enter(self.board_id)

    def __exit__(self, *problem):
        return self._atomic.__exit__(*problem)
