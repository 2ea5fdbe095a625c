"""Telling people that something is new: rows in the outbox, written with the act; a job per batch; e-mail.

Ground knows no domain and so no address. Each row names a gate: the job that delivers it, of the domain that knows who may
still be told and where they read. That job calls `deliver` with a function that decides again for each row, at the moment of
sending. Push would be a second way out of the same rows; it is not built.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.mail.backends.smtp import EmailBackend

from kring.ground import buggify, logs, mail
from kring.ground.jobs import enqueue
from kring.ground.models.outbox import Delivery, Outbox
from kring.ground.tenancy import board_transaction

# The job for notices without a gate of their own: the domain that knows addresses registers it.
GATE = "accounts.tell"
BATCH = 500
SENT, BOUNCED, DROPPED = "sent", "bounced", "dropped"
_LINK = re.compile(r"/[a-z0-9/_-]*\Z")


@dataclass(frozen=True)
class Notice:
    """One thing to tell one person: a sentence of the fixed set, and where in the site it leads (never in the mail)."""

    person_id: UUID
    template: str
    link: str
    gate: str = GATE

    def __post_init__(self) -> None:
        if self.template not in mail.TEMPLATES or mail.TEMPLATES[self.template].takes_code:
            raise ValueError(f"no notice is called {self.template!r}")
        if not _LINK.match(self.link):
            raise ValueError("a notice leads to a page of the site, by ids only")


@dataclass(frozen=True)
class To:
    """Where somebody who may be told reads it."""

    address: str
    language: str


@dataclass(frozen=True)
class Dropped:
    """That somebody is not told after all, and why, in a word: lost authority, no address, no agreement, recalled."""

    why: str


def send(notices: Iterable[Notice], *, board_id: UUID, at: datetime) -> list[Outbox]:
    """This function will put notices in the outbox and one job per batch in the queue, in the current transaction."""
    rows = [Outbox(board_id=board_id, person_id=one.person_id, template=one.template, link=one.link, gate=one.gate, at=at)
            for one in dict.fromkeys(notices)]
    Outbox.objects.bulk_insert(rows)
    _enqueue(board_id, rows)
    return rows


def deliver(*, board_id: UUID, outbox_ids: list[UUID], at: datetime, decide: Callable[[Outbox], To | Dropped]) -> None:
    """This function will deliver what still waits of these rows, each in a transaction of its own, outside any other.

    `decide` says for each row, at the moment of sending, whether its person may still be told and where. Raises: mail.NotNow
    when some could not be sent at this moment; running it again sends those and no other.
    """
    later: list[mail.NotNow] = []
    with mail.line() as over:
        for outbox_id in outbox_ids:
            try:
                with board_transaction(board_id):
                    _deliver_one(board_id, outbox_id, at, partial(_send_one, decide, over))
            except mail.NotNow as problem:
                later.append(problem)
    if later:
        logs.event("notices.not_now", level="warning", board=board_id, count=len(later))
        raise later[0]


def enqueue_lost(*, board_id: UUID, at: datetime, older_than: timedelta) -> int:
    """This function will enqueue again what has no outcome though its job must have ended long ago, and return how many."""
    lost = list(Outbox.objects.raw(
        """SELECT o.* FROM ground_outbox o WHERE o.board_id = %s AND o.at < %s AND NOT EXISTS (
             SELECT 1 FROM ground_delivery d WHERE d.board_id = %s AND d.outbox_id = o.id)
           ORDER BY o.id LIMIT %s""", [board_id, at - older_than, board_id, BATCH]))
    _enqueue(board_id, lost)
    return len(lost)


def of_person(*, board_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """This function will return what a person was told, newest first, and what became of it."""
    rows = Outbox.objects.filter(board_id=board_id, person_id=person_id).order_by("-id")
    ended = {one.outbox_id: one for one in Delivery.objects.filter(board_id=board_id, person_id=person_id)}
    return [{"id": row.id, "at": row.at, "template": row.template, "link": row.link,
             "outcome": ended[row.id].outcome if row.id in ended else ""} for row in rows]


def bouncing(*, board_id: UUID) -> list[UUID]:
    """This function will return the people whose last mail was refused for good: the school asks them for another address."""
    rows = Delivery.objects.filter(board_id=board_id).exclude(outcome=DROPPED).order_by("at", "id")
    last = dict(rows.values_list("person_id", "outcome"))
    return [person_id for person_id, outcome in last.items() if outcome == BOUNCED]


def erase(*, board_id: UUID, before: datetime) -> int:
    """This function will erase notices, delivered or not, that were written before a moment."""
    old = Outbox.objects.filter(board_id=board_id, at__lt=before)
    Delivery.objects.filter(board_id=board_id, outbox_id__in=list(old.values_list("id", flat=True)))._raw_delete("default")
    return old._raw_delete("default")


def forget(*, board_id: UUID, person_id: UUID) -> int:
    """This function will erase everything that a person was told."""
    Delivery.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")
    return Outbox.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")


def _enqueue(board_id: UUID, rows: list[Outbox]) -> None:
    by_gate: dict[str, list[UUID]] = {}
    for row in rows:
        by_gate.setdefault(row.gate, []).append(row.id)
    for gate, ids in by_gate.items():
        for start in range(0, len(ids), BATCH):
            enqueue(gate, board_id=board_id, outbox_ids=ids[start : start + BATCH])


def _deliver_one(board_id: UUID, outbox_id: UUID, at: datetime, send_one: Callable[[Outbox], tuple[str, str]]) -> None:
    """This function will settle one row, if nobody else is at it and it has no outcome yet."""
    row = Outbox.objects.select_for_update(skip_locked=True).filter(board_id=board_id, id=outbox_id).first()
    if row is None or Delivery.objects.filter(board_id=board_id, outbox_id=outbox_id).exists():
        return
    outcome, why = send_one(row)
    buggify.point("notices.after_mail")
    Delivery(board_id=board_id, outbox_id=row.id, person_id=row.person_id, outcome=outcome, why=why,
             at=at).save(force_insert=True)


def _send_one(decide: Callable[[Outbox], To | Dropped], over: EmailBackend | None, row: Outbox) -> tuple[str, str]:
    """This function will decide on a row, mail it when it may go, and return the outcome and why."""
    to = decide(row)
    if isinstance(to, Dropped):
        return DROPPED, to.why
    try:
        mail.deliver(row.template, to=to.address, language=to.language, over=over)
    except mail.Bounced as problem:
        logs.event("mail.bounced", level="warning", board=row.board_id, outbox=row.id, code=problem.code)
        return BOUNCED, str(problem.code)
    except mail.NoMailServer:
        return DROPPED, "no mail server"
    return SENT, ""
