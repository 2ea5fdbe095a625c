"""A form that arrives twice is one act: the repeat gets the first answer. For a double tap, a retry, an offline replay."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.models.receipts import Receipt

NOBODY = UUID(int=0)


class NoAnswer(Exception):
    """The first arrival left no receipt: it was rolled back between our insert and our reading. Try again."""


def once(actor: Actor, key: UUID, fn: Callable[[], Any]) -> Any:
    """This function will run `fn` for the first arrival of a form and give its answer (JSON) to every later one.

    Act and receipt are one transaction: an act that was refused or failed leaves no receipt, and may be tried again.
    """
    who = actor.person_id or actor.account_id or NOBODY
    with transaction.atomic():
        receipt_id = uuid7()
        # The unique key makes a parallel arrival wait here until the first has committed or is gone.
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ground_receipt (id, board_id, actor_id, key, answer, at) "
                           "VALUES (%s, %s, %s, %s, NULL, %s) ON CONFLICT (board_id, actor_id, key) DO NOTHING",
                           [receipt_id, actor.board_id, who, key, clock.now()])
            is_first = cursor.rowcount == 1
        rows = Receipt.objects.filter(board_id=actor.board_id, actor_id=who, key=key)
        if is_first:
            answer = fn()
            rows.update(answer=answer)
            return answer
        kept = rows.values_list("answer", flat=True)
        if not kept:
            raise NoAnswer
        return kept[0]


def erase(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the receipts of forms sent before a moment."""
    return Receipt.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")
