"""Two at once, for real: several connections, real commits. What was withdrawn is never given to a request that began after it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from kring.domains.consent.terms import Said
from kring.domains.media.actions import checking
from kring.domains.media.models import Accounted, Publication
from kring.domains.media.queries import accountability
from kring.domains.media.queries import checking as reads
from kring.domains.media.tests.cast import LATER, SOON, Album
from kring.ground.tenancy import board_transaction
from kring.norms import Refused

ROUNDS = 6
READERS = 4


@pytest.fixture
def album(real_db):
    with transaction.atomic():
        made = Album()
        made.all_say_yes()
    return made


def in_thread(work):
    def run(*arguments):
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    return run


@contextmanager
def inside(album):
    with board_transaction(album.board):
        yield


def placed(album, seed):
    with inside(album):
        return album.place(album.take(seed=seed), asked=())[0]


@pytest.mark.norm("PL-10.a")
def test_no_request_that_begins_after_the_withdrawal_gets_a_byte(album):
    given, refused = 0, 0
    for number in range(ROUNDS):
        one, stop, seen = placed(album, number), threading.Event(), []

        @in_thread
        def read(one=one, stop=stop, seen=seen):
            while not stop.is_set():
                began = time.monotonic()
                with inside(album):
                    seen.append((began, album.sees("fatima", one, at=LATER) is not None))

        with ThreadPoolExecutor(READERS) as pool:
            readers = [pool.submit(read) for _ in range(READERS)]
            time.sleep(0.15)
            with inside(album):
                album.withdraw("noor", "elif")
            gone_at = time.monotonic()
            time.sleep(0.15)
            stop.set()
            for reader in readers:
                reader.result()
        given += sum(1 for began, got in seen if began < gone_at and got)
        assert [began for began, got in seen if began >= gone_at and got] == []
        refused += sum(1 for began, got in seen if began >= gone_at)
        with inside(album):
            album.family_says("noor", Said.YES, by="elif", at=LATER)
    assert min(given, refused) > ROUNDS * READERS, "there must have been a load on both sides"


@pytest.mark.norm("OC-14.d", "PL-10.a")
def test_a_placing_that_meets_a_withdrawal_is_refused_or_shown_to_nobody(album):
    outcomes = {"placed first": 0, "withdrawn first": 0}
    for number in range(ROUNDS):
        with inside(album):
            asset = album.take(seed=number)
        together = threading.Barrier(2)

        @in_thread
        def place(asset=asset, together=together):
            together.wait()
            try:
                with inside(album):
                    return album.place(asset, asked=())[0]
            except Refused as refusal:
                assert refusal.verdict.codes == ("media.who_is_in_view",)
                return None

        @in_thread
        def withdraw(together=together, late=number % 2):
            together.wait()
            time.sleep(0.02 * late)
            with inside(album):
                album.withdraw("noor", "elif")

        with ThreadPoolExecutor(2) as pool:
            placing, withdrawing = pool.submit(place), pool.submit(withdraw)
            withdrawing.result()
            one = placing.result()
        outcomes["placed first" if one else "withdrawn first"] += 1
        with inside(album):
            if one:
                assert album.sees("fatima", one, at=LATER) is None
                assert Publication.objects.get(board_id=album.board, id=one).decision["facts_json"].find('"restricted":[]') > 0
            album.family_says("noor", Said.YES, by="elif", at=LATER)
    assert sum(outcomes.values()) == ROUNDS


def test_two_who_clear_at_once_and_a_withdrawal_in_between(album):
    one = placed(album, 1)
    with inside(album):
        album.withdraw("noor", "elif")
    together = threading.Barrier(3)

    @in_thread
    def clear(who):
        together.wait()
        try:
            with inside(album):
                return checking.clear(actor=album.actor(who), publication_ids=[one], asked=[album.ids["noor"]], at=LATER)
        except Refused as refusal:
            return refusal.verdict.codes

    @in_thread
    def withdraw():
        together.wait()
        with inside(album):
            album.withdraw("sem", "fatima")

    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(clear, "sanne"), pool.submit(clear, "wim"), pool.submit(withdraw)]
        answers = [work.result() for work in done[:2]]
        done[2].result()
    assert all(answer in (0, 1, ("media.not_asked_about",)) for answer in answers)
    with inside(album):
        assert album.sees("omar", one, at=LATER) is None, "Sem must be looked for as well"
        assert {p for w in reads.withheld(actor=album.actor("sanne"), at=LATER) for p in w.pupil_ids} >= {album.ids["sem"]}
        assert Accounted.objects.filter(board_id=album.board, pupil_id=album.ids["noor"]).count() <= 1
        assert accountability.accountability_counts(board_id=album.board, at=LATER).without == 0


def test_stored_files_go_at_the_commit_and_not_before(album):
    from django.conf import settings

    one = placed(album, 2)
    def on_disk():
        folder = settings.KRING_DATA / "files"
        return {path.name for path in folder.rglob("*") if path.is_file() and path.parent.name != "doubt"}
    there = on_disk()
    with pytest.raises(ZeroDivisionError), inside(album):
        checking.leave_out(actor=album.actor("sanne"), publication_id=one, at=LATER)
        raise ZeroDivisionError
    assert on_disk() == there
    with inside(album):
        assert album.sees("fatima", one, at=SOON)
        checking.leave_out(actor=album.actor("sanne"), publication_id=one, at=LATER)
    assert len(on_disk()) == len(there) - 4


