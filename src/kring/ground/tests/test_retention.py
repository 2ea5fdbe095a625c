"""Everything has a term and an end; erasing runs by itself, is written down, and is missed when it falls silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from kring.ground import audit, heartbeats, receipts, retention
from kring.ground.models import AuditPayload, Receipt, RetentionRun, SystemRun
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, OTHER_BOARD, SEM, TEACHER
from kring.norms import parameter, parameters

DAYS = parameter("retention.receipts.days", AT)


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}


LABELS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("kring."))


@pytest.mark.norm("BK-09.a")
@pytest.mark.parametrize("label", [*LABELS, "a library"])
def test_every_table_of_the_database_is_answered_for(board, label):
    """One case per app, so that the red one says whose table it is."""
    of_app = {table: next((one for one in LABELS if table.startswith(f"{one}_")), "a library") for table in tables()}
    assert retention.unheld(table for table, owner in of_app.items() if owner == label) == []


@pytest.mark.norm("BK-09.a")
def test_a_table_that_nobody_answers_for_is_named(real_board, as_superuser):
    before = retention.unheld(tables())
    as_superuser("CREATE TABLE people_diary (person_id uuid, words text)")
    assert set(retention.unheld(tables())) == {*before, "people_diary"}


def test_no_table_is_answered_for_that_does_not_exist(board):
    known = {holding.table for holding in retention.collect()} | retention.harmless().keys()
    assert known - tables() == set()


def test_no_table_is_called_both_harmless_and_held():
    assert not {holding.table for holding in retention.collect()} & retention.harmless().keys()


def test_every_reason_for_a_harmless_table_says_something():
    assert all(len(reason) > 10 for reason in retention.harmless().values())


BASE = next(holding for holding in retention.collect() if holding.table == "ground_receipt")


@pytest.mark.parametrize("wrong", [{"term_parameter": ""}, {"erase": None}, {"norm": "OC-01"}])
def test_a_term_needs_a_way_to_erase_and_its_own_norm(wrong):
    with pytest.raises(ValueError, match="ground_receipt"):
        replace(BASE, **wrong)
    assert replace(BASE) == BASE


@pytest.mark.parametrize(("unit", "value", "at", "before"), [
    ("days", 7, "2026-10-30T09:00+01:00", "2026-10-23T09:00+02:00"),
    ("days", 1, "2027-03-28T12:00+02:00", "2027-03-27T12:00+01:00"),
    ("months", 1, "2027-03-31T12:00+02:00", "2027-02-28T12:00+01:00"),
    ("months after school year", 2, "2027-09-30T12:00+02:00", "2027-07-30T12:00+02:00"),
    ("years", 1, "2028-02-29T12:00+01:00", "2027-02-28T12:00+01:00"),
    ("hours", 24, "2026-10-25T12:00+01:00", "2026-10-24T13:00+02:00"),
])
def test_a_term_is_counted_on_the_schools_calendar(monkeypatch, unit, value, at, before):
    name = "retention.receipts.days"
    known = parameters()[name]
    changed = replace(known, unit=unit, values=(replace(known.values[0], value=value),))
    monkeypatch.setattr("kring.ground.retention.parameters", lambda: {name: changed})
    monkeypatch.setattr("kring.ground.retention.parameter", lambda asked, on: value)
    found = retention.moment_before(term_parameter=name, at=datetime.fromisoformat(at))
    assert found == datetime.fromisoformat(before)


def _fill(board_id=BOARD) -> None:
    with board_transaction(board_id):
        actor = replace(TEACHER, board_id=board_id)
        receipts.once(actor, uuid4(), lambda: None)
        Receipt.objects.filter(board_id=board_id).update(at=AT)


@pytest.fixture
def only_ours(monkeypatch):
    """The engine with the ground's own holdings, so that these tests hang on no domain."""
    ours = [holding for holding in retention.collect() if holding.table.startswith(("ground_", "procrastinate_"))]
    monkeypatch.setattr("kring.ground.retention.collect", lambda: ours)


def test_every_holding_of_the_product_runs_and_finds_nothing_in_an_empty_database(board):
    assert {one.table: (one.erased, one.problem) for one in retention.run(AT) if one.problem or one.erased} == {}


@pytest.mark.norm("BK-09.b")
def test_past_its_term_it_is_gone_in_every_board_and_the_log_says_so(board, only_ours):
    _fill()
    _fill(OTHER_BOARD)
    retention.run(AT + timedelta(days=DAYS))
    for board_id in (BOARD, OTHER_BOARD):
        with board_transaction(board_id):
            assert Receipt.objects.filter(board_id=board_id).count() == 1
    retention.run(AT + timedelta(days=DAYS, seconds=1))
    for board_id in (BOARD, OTHER_BOARD):
        with board_transaction(board_id):
            assert Receipt.objects.filter(board_id=board_id).count() == 0
            runs = RetentionRun.objects.filter(board_id=board_id, table="ground_receipt").order_by("id")
            assert [one.erased for one in runs] == [0, 1]
            acts = AuditPayload.objects.filter(board_id=board_id, owner_id=board_id)
            assert acts.count() == 1


def test_a_jump_of_three_years_leaves_nothing_overdue(board, only_ours):
    _fill()
    with board_transaction(BOARD):
        audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT, payload={"why": "visit"})
    later = AT.replace(year=2030)
    retention.run(later)
    for one in retention.run(later):
        assert (one.erased, one.problem) == (0, ""), one.table
    with board_transaction(BOARD):
        assert not AuditPayload.objects.filter(board_id=BOARD, owner_id=SEM).exists()


def test_a_clock_that_jumps_back_erases_nothing(board, only_ours):
    _fill()
    assert all(one.erased == 0 for one in retention.run(AT - timedelta(days=400)))


def test_one_holding_that_fails_stops_no_other_and_is_not_passed_over_in_silence(board, monkeypatch):
    def breaks(**_):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    broken = replace(BASE, table="a_first", erase=breaks)
    monkeypatch.setattr("kring.ground.retention.collect", lambda: [broken, BASE])
    _fill()
    runs = retention.run(AT + timedelta(days=DAYS + 1))
    assert [(one.table, one.erased, one.problem) for one in runs if one.board_id == BOARD] == [
        ("a_first", 0, "DataError"), ("ground_receipt", 1, "")]
    assert heartbeats.last(name=retention.HEARTBEAT) is None


def test_the_dead_mans_timer_goes_off_after_twenty_five_hours_and_not_before(board, only_ours):
    assert retention.overdue_alarm(AT)
    retention.run(AT)
    assert not retention.overdue_alarm(AT + timedelta(hours=24, minutes=59))
    assert retention.overdue_alarm(AT + timedelta(hours=25))
    retention.run(AT + timedelta(hours=26))
    assert not retention.overdue_alarm(AT + timedelta(hours=26))


def test_what_belongs_to_no_board_is_erased_and_written_down_too(board, only_ours):
    SystemRun.objects.create(table="x", data="x", erased=0, at=AT - timedelta(days=1000))
    retention.run(AT)
    runs = SystemRun.objects.filter(table="ground_systemrun")
    assert [one.erased for one in runs] == [1]
    assert {one.at for one in SystemRun.objects.all()} == {AT}


def test_jobs_that_ended_go_and_jobs_that_wait_stay(board, only_ours):
    from kring.ground import jobs

    with board_transaction(BOARD):
        jobs.enqueue("a.b", board_id=BOARD)
        jobs.enqueue("a.b", board_id=BOARD)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = (SELECT min(id) FROM procrastinate_jobs)")
    now = datetime.now(UTC)
    retention.run(now)
    assert _jobs() == ["failed", "todo"]
    retention.run(now + timedelta(days=parameter("retention.jobs.days", now) + 1))
    assert _jobs() == ["todo"]


def _jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]
