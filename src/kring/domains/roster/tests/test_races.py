"""Two taps at one moment, by two people, on a database of the test alone: what is seen is applied once."""

import threading

import pytest
from django.db import connections, transaction

from kring.domains.people.models import Guardianship
from kring.domains.roster.actions import applying
from kring.domains.roster.models import Ending
from kring.domains.roster.tests.school import SEPTEMBER, School, last
from kring.ground.ids import uuid7
from kring.ground.tenancy import board_transaction
from kring.norms import Refused

TAPS = 4


@pytest.fixture
def school(real_db, shared_data, data_root):
    with transaction.atomic():
        return School(shared_data)


def test_four_who_apply_at_once_apply_once(school):
    with board_transaction(school.board_id):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        school.settle(import_id, last)
        seen = school.digest(import_id)
    answers, start = [], threading.Barrier(TAPS)

    def tap() -> None:
        try:
            start.wait()
            with board_transaction(school.board_id):
                act = {
                    "actor": school.administrator,
                    "import_id": import_id,
                    "seen": seen,
                    "key": uuid7(),
                    "at": SEPTEMBER,
                }
                answers.append(applying.apply(**act)["pupil_comes"])
        except Refused as refused:
            answers.append(refused.verdict.codes)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _ in range(TAPS)]
    for one in taps:
        one.start()
    for one in taps:
        one.join(timeout=120)
    assert sorted(answers, key=str) == [("roster.not_waiting",)] * (TAPS - 1) + [15]
    with board_transaction(school.board_id):
        assert school.count(Ending) == 1
        pairs = Guardianship.objects.filter(board_id=school.board_id).values_list("pupil_id", "guardian_id")
        assert len(pairs) == len(set(pairs)) > 0
