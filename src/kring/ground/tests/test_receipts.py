"""A form that arrives twice is one act with one answer."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections

from kring.ground import receipts
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.models import Capability, Receipt
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, MARIT, NOOR, SYSTEM, TEACHER


def an_act() -> dict:
    """Write one row, and answer with its address."""
    row = Capability(board_id=BOARD, kind="export", scope="a", token_hash=uuid7().bytes, issued_at=AT, expires_at=AT)
    row.save(force_insert=True)
    return {"to": f"/posts/{row.id}/"}


def acts() -> int:
    return Capability.objects.filter(board_id=BOARD).count()


def test_the_repeat_gets_the_first_answer_and_does_nothing(board):
    key = uuid4()
    first = receipts.once(TEACHER, key, an_act)
    assert receipts.once(TEACHER, key, an_act) == first
    assert acts() == 1


def test_another_form_and_another_person_are_other_acts(board):
    key = uuid4()
    other = Actor(board_id=BOARD, person_id=NOOR, capacity="pupil")
    answers = [receipts.once(TEACHER, key, an_act), receipts.once(TEACHER, uuid4(), an_act),
               receipts.once(other, key, an_act), receipts.once(SYSTEM, key, an_act)]
    assert len({answer["to"] for answer in answers}) == acts() == 4


def test_an_act_that_answers_nothing_is_remembered_too(board):
    key, calls = uuid4(), []
    assert receipts.once(TEACHER, key, lambda: calls.append(1)) is None
    assert receipts.once(TEACHER, key, lambda: calls.append(1)) is None
    assert len(calls) == 1


def test_an_act_that_failed_may_be_tried_again(real_board):
    key = uuid4()

    def refused():
        an_act()
        raise PermissionError

    with pytest.raises(PermissionError), board_transaction(BOARD):
        receipts.once(TEACHER, key, refused)
    with board_transaction(BOARD):
        assert acts() == 0
        receipts.once(TEACHER, key, an_act)
        assert acts() == 1


def test_fifty_at_a_time_are_one_row_and_fifty_equal_answers(real_board):
    key = uuid4()

    def tap(_):
        try:
            with board_transaction(BOARD):
                return receipts.once(TEACHER, key, an_act)["to"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=25) as taps:
        answers = list(taps.map(tap, range(50)))
    assert len(answers) == 50
    assert len(set(answers)) == 1
    with board_transaction(BOARD):
        assert acts() == Receipt.objects.filter(board_id=BOARD, actor_id=MARIT).count() == 1


def test_of_fifty_at_a_time_whose_first_fails_exactly_one_acts(real_board):
    key, tries = uuid4(), []

    def fails_first():
        tries.append(1)
        if len(tries) == 1:
            raise PermissionError
        return an_act()

    def tap(_):
        try:
            with board_transaction(BOARD):
                return receipts.once(TEACHER, key, fails_first)["to"]
        except PermissionError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=25) as taps:
        answers = [answer for answer in taps.map(tap, range(50)) if answer]
    assert len(answers) == 49
    assert len(set(answers)) == 1
    with board_transaction(BOARD):
        assert acts() == 1


def test_receipts_go_at_their_term(board):
    receipts.once(TEACHER, uuid4(), an_act)
    at = Receipt.objects.get(board_id=BOARD).at
    assert receipts.erase(board_id=BOARD, before=at) == 0
    assert receipts.erase(board_id=BOARD, before=at.replace(year=at.year + 1)) == 1
