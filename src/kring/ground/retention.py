"""The retention schedule: what each part keeps, why, how long, and the engine that erases what is overdue.

Every app names its tables in a module `holdings` with a list HOLDINGS, and tables without personal data in a dict
HARMLESS (table → reason). A table that stands in neither fails the tests. What erasing means for a table is its owner's
matter; this module knows when, runs it, and writes down that it ran.
"""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from kring.ground import audit, heartbeats, logs
from kring.ground.actor import system
from kring.ground.clock import SCHOOL_ZONE
from kring.ground.models.core import BoardEntry
from kring.ground.models.retention import RetentionRun, SystemRun
from kring.ground.tenancy import board_transaction
from kring.norms import parameter, parameters

HEARTBEAT = "retention"
# A run each hour, and one that may be missed before anybody is woken: the promise is a day (retention.late_hours).
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Holding:
    """One kind of data in one table.

    `data` and `purpose` are English messages (gettext_noop). `term_parameter` names the term in norms/parameters.toml;
    empty when the data lives exactly as long as what it belongs to, which `start_event` then names.
    `erase(board_id=, before=, at=)` erases what began its term before that moment (for a term "after the end of the school
    year": whose school year ended before it) and returns how many rows went; None where `term_parameter` is empty.
    `export(board_id=, person_id=)` gives what the table holds of a person, as dicts; None where it holds nothing of theirs.
    `forget(board_id=, person_id=, at=)` erases a person who asks it; None where nothing of theirs stands or must stay.
    A `system` holding belongs to no board: its functions are called without `board_id`.
    """

    table: str
    data: str
    purpose: str
    norm: str
    term_parameter: str
    start_event: str
    erase: Callable[..., int] | None = None
    export: Callable[..., Iterable[dict[str, Any]]] | None = None
    forget: Callable[..., int] | None = None
    system: bool = False

    def __post_init__(self) -> None:
        if bool(self.term_parameter) != (self.erase is not None):
            raise ValueError(f"{self.table}: a term and a way to erase belong together")
        if self.term_parameter and self.norm not in parameters()[self.term_parameter].norms:
            raise ValueError(f"{self.table}: the term {self.term_parameter} is not under {self.norm}")


def collect() -> list[Holding]:
    """This function will return the holdings of every installed app, in the order of the apps."""
    return [holding for module in _modules() for holding in module.HOLDINGS]


def harmless() -> dict[str, str]:
    """This function will return the tables without personal data, each with the reason."""
    return {table: reason for module in _modules() for table, reason in getattr(module, "HARMLESS", {}).items()}


def unheld(tables: Iterable[str]) -> list[str]:
    """This function will return the tables that nobody answers for."""
    known = {holding.table for holding in collect()} | harmless().keys()
    return sorted(set(tables) - known)


def moment_before(*, term_parameter: str, at: datetime) -> datetime:
    """This function will return the moment before which a term must have begun to be over now."""
    value, unit = parameter(term_parameter, at), parameters()[term_parameter].unit.split()[0]
    if not isinstance(value, int):
        raise TypeError(f"{term_parameter} is no length of time")
    if unit in ("minutes", "hours"):
        return at - timedelta(**{unit: value})
    # Whole days and longer are counted on the school's calendar, so that a change of the clock makes none shorter.
    local = at.astimezone(SCHOOL_ZONE)
    if unit == "days":
        return local - timedelta(days=value)
    if unit in ("months", "years"):
        return _months_earlier(local, value * (12 if unit == "years" else 1))
    raise ValueError(f"{term_parameter} is counted in {unit}, which is no length of time")


def run(at: datetime) -> list[SystemRun | RetentionRun]:
    """This function will erase everything overdue, board by board and then what belongs to no board.

    One holding that fails stops no other; its failure is written down, and the dead-man's timer is not set back. Runs
    outside a transaction. Returns the rows that it wrote.
    """
    holdings = [holding for holding in collect() if holding.erase]
    boards = list(BoardEntry.objects.values_list("id", flat=True))
    runs = [one for board_id in boards for one in _run_board(board_id, holdings, at)]
    runs += [_run_system(holding, at) for holding in holdings if holding.system]
    if not any(one.problem for one in runs):
        heartbeats.beat(name=HEARTBEAT, at=at)
    return runs


def overdue_alarm(at: datetime) -> bool:
    """This function will say whether erasing has not run well for longer than was promised."""
    last = heartbeats.last(name=HEARTBEAT)
    late = timedelta(hours=int(parameter("retention.late_hours", at)))
    return last is None or at - last >= late + GRACE


def _modules() -> Iterator[Any]:
    for config in apps.get_app_configs():
        if config.name.startswith("kring.") and find_spec(f"{config.name}.holdings"):
            yield import_module(f"{config.name}.holdings")


def _months_earlier(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)


def _run_board(board_id: UUID, holdings: list[Holding], at: datetime) -> list[RetentionRun]:
    runs = []
    for holding in holdings:
        if holding.system:
            continue
        before = moment_before(term_parameter=holding.term_parameter, at=at)
        one = RetentionRun(board_id=board_id, table=holding.table, data=holding.data, before=before, erased=0, at=at)
        try:
            with board_transaction(board_id):
                one.erased = _counted(holding, holding.erase(board_id=board_id, before=before, at=at))
                _write(one, holding)
        except Exception as problem:
            one.problem = _told(holding, problem)
            with board_transaction(board_id):
                one.save(force_insert=True)
        runs.append(one)
    return runs


def _write(one: RetentionRun, holding: Holding) -> None:
    one.save(force_insert=True)
    if one.erased:
        audit.record("retention.erased", actor=system(one.board_id), on=("retention_run", one.id), at=one.at,
                     payload={"table": holding.table, "rows": one.erased, "norm": holding.norm})


def _run_system(holding: Holding, at: datetime) -> SystemRun:
    before = moment_before(term_parameter=holding.term_parameter, at=at)
    one = SystemRun(table=holding.table, data=holding.data, before=before, erased=0, at=at)
    try:
        with transaction.atomic():
            one.erased = _counted(holding, holding.erase(before=before, at=at))
            one.save()
    except Exception as problem:
        one.problem = _told(holding, problem)
        one.save()
    return one


def _counted(holding: Holding, erased: Any) -> int:
    # Django gives None for the number of rows of a deletion that it could see to be of nothing.
    erased = 0 if erased is None else erased
    if type(erased) is not int:
        raise TypeError(f"{holding.table}: erasing must say how many rows went")
    return erased


def _told(holding: Holding, problem: Exception) -> str:
    """This function will log that a holding failed and return the kind of error: its text may hold what was to go."""
    logs.event("retention.failed", level="error", table=holding.table, error=problem)
    return type(problem).__name__
