"""From a family's no to the first refused picture, asked on another connection, beside a bare commit."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bench import school
from bench.rows import Row, told

ROUNDS = 60
MOST_SECONDS = .1


@dataclass(frozen=True)
class Case:
    """What a form and an address name: a child, the question about it, a picture of its group."""

    ground: school.Ground
    pupil_id: UUID
    question_id: UUID
    publication_id: UUID


def measure() -> list[Row]:
    """This function will let a guardian say no and yes in turns, and ask for a picture after each."""
    ground = school.ground()
    case = _case(ground)
    with ThreadPoolExecutor(1) as elsewhere:
        taken, commits = [], []
        for number in range(ROUNDS):
            commits.append(_commit(ground))
            taken.append(_withdrawn(case, elsewhere, number))
        elsewhere.submit(_close).result()
    p50, p99, bare = statistics.median(taken), sorted(taken)[int(.99 * ROUNDS)], statistics.median(commits)
    return [
        Row("withdrawal to first denial, p50", "≤ 10 × a bare commit", told(p50), told(bare), f"{p50 / bare:.1f} ×",
            p50 <= 10 * bare, _note(case)),
        Row("withdrawal to first denial, p99", f"≤ {told(MOST_SECONDS)}", told(p99), told(MOST_SECONDS),
            f"{p99 / MOST_SECONDS:.2f} ×",
            p99 <= MOST_SECONDS, f"of {ROUNDS}"),
    ]


def _case(ground: school.Ground) -> Case:
    from kring.domains.consent.queries import questions
    from kring.domains.consent.terms import Channel, Purpose
    from kring.domains.media.models import Publication
    from kring.ground import clock
    from kring.ground.tenancy import board_transaction

    yara, group = ground.playing.school.pupil_id(ground.playing.cast.pupil("Yara Amrani")), ground.playing.school.groups["g4"]
    with board_transaction(ground.board_id):
        rows = questions.for_child(board_id=ground.board_id, pupil_id=yara, on=clock.today(ground.now))
        asked = next(r.id for r in rows if (r.purpose, r.channel) == (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP))
        placed = Publication.objects.filter(board_id=ground.board_id, group_id=group).order_by("-id")[0]
    return Case(ground, yara, asked, placed.id)


def _withdrawn(case: Case, elsewhere: ThreadPoolExecutor, number: int) -> float:
    from kring.domains.consent.terms import Said

    at = case.ground.now + timedelta(minutes=2 * number)
    if not elsewhere.submit(_is_served, case).result():
        raise RuntimeError("the picture was not to be seen before the no")
    began = time.perf_counter()
    _say(case, Said.NO, at)
    served = elsewhere.submit(_is_served, case).result()
    taken = time.perf_counter() - began
    if served:
        raise RuntimeError("the picture was to be seen after the no")
    _say(case, Said.YES, at + timedelta(minutes=1))
    return taken


def _say(case: Case, said, at) -> None:
    from kring.domains.consent.actions import deciding
    from kring.domains.consent.actions.deciding import Signed
    from kring.ground.ids import uuid7
    from kring.ground.tenancy import board_transaction

    with board_transaction(case.ground.board_id):
        deciding.decide(actor=case.ground.reader(), pupil_id=case.pupil_id, answers={case.question_id: said},
                        signed=Signed("Ik bevestig dit.", "nl"), key=uuid7(), at=at)


def _is_served(case: Case) -> bool:
    from kring.domains.media.queries.serving import rendition_for
    from kring.domains.media.terms import Size
    from kring.ground.tenancy import board_transaction

    other, at = case.ground.reader("Judith Kuiper"), case.ground.now + timedelta(days=1)
    with board_transaction(case.ground.board_id):
        return rendition_for(actor=other, publication_id=case.publication_id, size=Size.SCREEN, at=at) is not None


def _note(case: Case) -> str:
    """Say what the time is made of: a bare commit is one statement, an act of a family is many, each a round trip."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from kring.domains.consent.terms import Said

    last = case.ground.now + timedelta(minutes=2 * ROUNDS)
    with CaptureQueriesContext(connections["default"]) as act, CaptureQueriesContext(connections["keys"]) as keys:
        _say(case, Said.NO, last)
    with CaptureQueriesContext(connections["default"]) as denial:
        _is_served(case)
    with CaptureQueriesContext(connections["default"]) as bare:
        _commit(case.ground)
    _say(case, Said.YES, last + timedelta(minutes=1))
    return (f"decision, gate, audit leaf and commit in {len(act) + len(keys)} round trips, then a refused picture on another "
            f"connection in {len(denial)}; the bare commit has {len(bare)}")


def _commit(ground: school.Ground) -> float:
    """One row, one commit."""
    from django.db import connection

    from kring.ground.ids import uuid7
    from kring.ground.tenancy import board_transaction

    began = time.perf_counter()
    with board_transaction(ground.board_id), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ground_receipt (id, board_id, actor_id, key, answer, at) VALUES (%s, %s, %s, %s, NULL, %s)",
                       [uuid7(), ground.board_id, uuid7(), uuid7(), ground.now])
    return time.perf_counter() - began


def _close() -> None:
    from django.db import connections

    connections.close_all()
