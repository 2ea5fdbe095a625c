"""From a family's no to the first refused picture, asked on another connection, beside a bare commit."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bench import school
from bench.rows import Row, told

ROUNDS = 60
MOST_SECONDS = .1


def measure() -> list[Row]:
    """This function will let a guardian say no and yes in turns, and ask for a picture after each."""
    ground = school.ground()
    with ThreadPoolExecutor(1) as elsewhere:
        taken, commits = [], []
        for number in range(ROUNDS):
            commits.append(_commit(ground))
            taken.append(_withdrawn(ground, elsewhere, number))
        elsewhere.submit(_close).result()
    p50, p99, bare = statistics.median(taken), sorted(taken)[int(.99 * ROUNDS)], statistics.median(commits)
    return [
        Row("withdrawal to first denial, p50", "≤ 10 × a bare commit", told(p50), told(bare), f"{p50 / bare:.1f} ×",
            p50 <= 10 * bare,
            "decision, gate, audit leaf and commit, then a refused picture on another connection"),
        Row("withdrawal to first denial, p99", f"≤ {told(MOST_SECONDS)}", told(p99), told(MOST_SECONDS),
            f"{p99 / MOST_SECONDS:.2f} ×",
            p99 <= MOST_SECONDS, f"of {ROUNDS}"),
    ]


def _withdrawn(ground: school.Ground, elsewhere: ThreadPoolExecutor, number: int) -> float:
    from kring.domains.consent.terms import Said

    at = ground.now + timedelta(minutes=2 * number)
    if not elsewhere.submit(_is_served, ground).result():
        raise RuntimeError("the picture was not to be seen before the no")
    began = time.perf_counter()
    _say(ground, Said.NO, at)
    served = elsewhere.submit(_is_served, ground).result()
    taken = time.perf_counter() - began
    if served:
        raise RuntimeError("the picture was to be seen after the no")
    _say(ground, Said.YES, at + timedelta(minutes=1))
    return taken


def _say(ground: school.Ground, said, at) -> None:
    from kring.domains.consent.actions import deciding
    from kring.domains.consent.actions.deciding import Signed
    from kring.domains.consent.queries import questions
    from kring.domains.consent.terms import Channel, Purpose
    from kring.ground import clock
    from kring.ground.ids import uuid7
    from kring.ground.tenancy import board_transaction

    actor, yara = ground.reader(), ground.playing.school.pupil_id(ground.playing.cast.pupil("Yara Amrani"))
    with board_transaction(ground.board_id):
        rows = questions.for_child(board_id=ground.board_id, pupil_id=yara, on=clock.today(at))
        asked = next(r.id for r in rows if (r.purpose, r.channel) == (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP))
        deciding.decide(actor=actor, pupil_id=yara, answers={asked: said}, signed=Signed("Ik bevestig dit.", "nl"),
            key=uuid7(), at=at)


def _is_served(ground: school.Ground) -> bool:
    from kring.domains.media.models import Publication
    from kring.domains.media.queries.serving import rendition_for
    from kring.domains.media.terms import Size
    from kring.ground.tenancy import board_transaction

    other = ground.reader("Judith Kuiper")
    with board_transaction(ground.board_id):
        row = Publication.objects.filter(board_id=ground.board_id, group_id=ground.playing.school.groups["g4"]).order_by("-id")[0]
        return rendition_for(actor=other, publication_id=row.id, size=Size.SCREEN, at=ground.now + timedelta(days=1)) is not None


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
