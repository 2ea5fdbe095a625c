"""Placing and withdrawing at the same moment: one waits for the other, and a placing never passes a withdrawal."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from kring.domains.consent.actions.asking import ask_family
from kring.domains.consent.models import Request
from kring.domains.consent.queries import gates
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, family
from kring.ground import buggify
from kring.ground.models import Outbox
from kring.ground.tenancy import board_transaction
from kring.norms import Refused

PATIENCE = 20


@pytest.fixture
def noor(real_db):
    """Noor with two yeses, committed."""
    from django.db import transaction

    with transaction.atomic():
        noor = family()
        noor.say(noor.elif_, Said.YES)
        noor.say(noor.bas, Said.YES)
    return noor


class Act(threading.Thread):
    """Something done in a transaction of its own, on a connection of its own."""

    def __init__(self, noor, do):
        super().__init__(daemon=True)
        self.noor, self.do, self.result, self.problem = noor, do, None, None

    def run(self):
        try:
            with board_transaction(self.noor.world.board_id):
                self.result = self.do()
        except Exception as problem:
            self.problem = problem
        finally:
            connection.close()

    def ended(self):
        self.join(PATIENCE)
        assert not self.is_alive()
        assert self.problem is None, self.problem
        return self.result


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def until(condition):
    for _ in range(PATIENCE * 100):
        if condition():
            return True
        time.sleep(0.01)
    return False


@contextmanager
def held():
    """Two events: something has been reached, and it may go on."""
    reached, go_on = threading.Event(), threading.Event()
    try:
        yield reached, go_on
    finally:
        go_on.set()


def placing(noor, reached, go_on, lock):
    """As media does: lock, decide, keep the epoch, write, commit."""
    def do():
        epoch = lock(board_id=noor.world.board_id, pupil_ids=[noor.noor])[noor.noor]
        allowed = noor.standing().allowed
        reached.set()
        assert go_on.wait(PATIENCE)
        return epoch, allowed

    return Act(noor, do)


def withdrawing(noor):
    return Act(noor, lambda: noor.say(noor.bas, Said.NO))


@pytest.mark.norm("PL-10.a")
def test_a_withdrawal_waits_until_a_placing_under_way_is_committed_and_then_makes_it_stale(noor):
    with held() as (reached, go_on):
        placer, withdrawer = placing(noor, reached, go_on, gates.lock_shared), withdrawing(noor)
        placer.start()
        assert reached.wait(PATIENCE)
        withdrawer.start()
        assert until(waits_for_a_lock), "the withdrawal did not wait"
        go_on.set()
        epoch, allowed = placer.ended()
        withdrawer.ended()
    with board_transaction(noor.world.board_id):
        assert allowed
        assert noor.epoch() == epoch + 1, "the placing is stale, so it is looked at again"
        assert not noor.standing().allowed


@pytest.mark.norm("PL-10.a")
def test_a_placing_waits_for_a_withdrawal_under_way_and_then_sees_it(noor):
    with held() as (reached, go_on):
        def hook(name):
            if name == "consent.before_decision":
                reached.set()
                assert go_on.wait(PATIENCE)

        buggify.load(hook)
        try:
            withdrawer = withdrawing(noor)
            withdrawer.start()
            assert reached.wait(PATIENCE)
            placed, free = threading.Event(), threading.Event()
            free.set()
            placer = placing(noor, placed, free, gates.lock_shared)
            placer.start()
            assert until(waits_for_a_lock), "the placing did not wait"
            assert not placed.is_set()
            go_on.set()
            withdrawer.ended()
            assert placer.ended() == (1, False)
        finally:
            buggify.unload()


def test_two_placings_do_not_wait_for_each_other(noor):
    with held() as (reached, go_on), held() as (also, free):
        one, two = placing(noor, reached, go_on, gates.lock_shared), placing(noor, also, free, gates.lock_shared)
        one.start()
        two.start()
        assert reached.wait(PATIENCE)
        assert also.wait(PATIENCE)
        go_on.set()
        free.set()
        assert one.ended() == two.ended() == (0, True)


def test_without_the_lock_a_withdrawal_would_pass_a_placing_under_way(noor):
    """The harness sees the fault that the lock is there for."""
    with held() as (reached, go_on):
        placer, withdrawer = placing(noor, reached, go_on, gates.epochs), withdrawing(noor)
        placer.start()
        assert reached.wait(PATIENCE)
        withdrawer.start()
        withdrawer.ended()
        with board_transaction(noor.world.board_id):
            assert not noor.standing().allowed
        go_on.set()
        assert placer.ended() == (0, True), "placed after the withdrawal was committed"


def test_the_very_first_answer_about_a_child_makes_its_gate_once(noor):
    with board_transaction(noor.world.board_id):
        sem, first, second = noor.world.pupil("Sem"), noor.world.person("Ada"), noor.world.person("Bo")
        noor.world.care(sem, first)
        noor.world.care(sem, second)

    def say(person):
        from dataclasses import replace

        family_of_sem = replace(noor, noor=sem)
        return Act(noor, lambda: family_of_sem.say(person, Said.NO))

    acts = [say(first), say(second)]
    for act in acts:
        act.start()
    for act in acts:
        assert len(act.ended()) == 1
    with board_transaction(noor.world.board_id):
        assert gates.epochs(board_id=noor.world.board_id, pupil_ids=[sem]) == {sem: 2}


@pytest.fixture
def silent(real_db):
    """Noor, whose parents did not answer, committed."""
    from django.db import transaction

    with transaction.atomic():
        return family()


def ask(noor):
    place = Place(noor.world.school_id, Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
    ask_family(actor=noor.teacher, place=place, pupil_id=noor.noor, at=AT)


def test_of_two_taps_at_the_same_moment_one_asks(silent):
    both = [Act(silent, lambda: ask(silent)) for _ in range(2)]
    for act in both:
        act.start()
    for act in both:
        act.join(PATIENCE)
    assert sorted(type(act.problem) for act in both if act.problem) == [Refused]
    with board_transaction(silent.world.board_id):
        assert Request.objects.filter(board_id=silent.world.board_id).count() == 1
        assert Outbox.objects.filter(board_id=silent.world.board_id).count() == 2


def test_an_asking_waits_for_a_no_that_is_being_said_and_then_asks_nobody(silent):
    with held() as (reached, go_on):
        def say_no():
            silent.say(silent.bas, Said.NO)
            reached.set()
            assert go_on.wait(PATIENCE)

        no, asking = Act(silent, say_no), Act(silent, lambda: ask(silent))
        no.start()
        assert reached.wait(PATIENCE)
        asking.start()
        assert until(waits_for_a_lock)
    no.ended()
    asking.join(PATIENCE)
    assert isinstance(asking.problem, Refused) and asking.problem.verdict.codes == ("consent.nothing_to_ask",)
    with board_transaction(silent.world.board_id):
        assert not Outbox.objects.filter(board_id=silent.world.board_id).exists()
