"""A school year of messages while the roster changes: who is told of each is exactly whom the oracle derives from the roster
at its release, and the canary, a guardian who never has authority, is told nothing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction

from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.actions.telling import tell
from kring.domains.posts.queries import feed
from kring.ground.models.outbox import Outbox
from tests.oracle.machine import GUARDIANS, PUPILS, School, Twin
from tests.oracle.oracle import LOCAL

CANARY = "piet"
FIRST, LAST = datetime(2026, 11, 30, 8, 0, tzinfo=UTC), date(2027, 7, 16)
SEED = 20261124


class Year(Twin):
    """The school through a year, the same at each run."""

    def __init__(self, school: School):
        super().__init__(school)
        self.chance, self.at = Random(SEED), FIRST
        self.begin_care("ada", CANARY, authority=False, on=self.today)

    def week(self) -> None:
        """A few changes in the roster, then messages at several hours of its days."""
        for _ in range(self.chance.randint(0, 3)):
            self.pass_time(timedelta(hours=self.chance.randint(1, 20)))
            self.change()
        for group in ("g3", "g4", *[None] * (self.chance.random() < 0.4)):
            self.pass_time(timedelta(hours=self.chance.randint(1, 20)))
            self.message(group)
        self.pass_time(timedelta(days=2))

    def change(self) -> None:
        pupil, guardian = self.chance.choice(sorted(PUPILS)), self.chance.choice([g for g in GUARDIANS if g != CANARY])
        on = self.today + timedelta(days=self.chance.choice([0, 0, 1]))
        running = [c for c in self.world.cares if c.pupil == pupil and c.period.end is None and c.guardian != CANARY]
        match self.chance.randrange(4):
            case 0:
                self.move(pupil, self.chance.choice(["g3", "g4", "g4", "g3", None]), on=on)
            case 1:
                self.begin_care(pupil, guardian, authority=self.chance.random() < 0.8, on=on)
            case 2 if len(running) > 1:
                self.end_care(pupil, self.chance.choice(sorted(c.guardian for c in running)), on=on)
            case _:
                self.move(pupil, PUPILS[pupil], on=on)

    def message(self, group: str | None) -> None:
        """The director places; sometimes takes it back within the half minute; the worker tells whom it is for."""
        wim = self.actor("wim")
        draft = drafts.start(actor=wim, group_id=self.groups[group] if group else None, key=uuid4(), at=self.at)
        drafts.write(actor=wim, draft_id=draft, body="Morgen is er gym.", at=self.at)
        placed = placing.place(actor=wim, draft_id=draft, key=uuid4(), at=self.at)
        recalled = self.chance.random() < 0.15
        if recalled:
            placing.recall(actor=wim, post_id=placed.post_id, at=self.at + timedelta(seconds=9))
        assert self.told(placed.post_id, placed.release_at - timedelta(seconds=1)) == [], "before it is out nobody is told"
        self.pass_time(timedelta(seconds=35))
        wanted = set() if recalled else self.view.recipients(group, placed.release_at)
        told = self.told(placed.post_id, self.at)
        assert sorted(told) == sorted(wanted), (group, placed.release_at.astimezone(LOCAL))
        self.read_by(placed.post_id, wanted)
        self.counted.update(messages=1, told=len(told), not_told=len(GUARDIANS) - len(told), recalled=recalled)

    def told(self, post, at) -> list[str]:
        """Whom the worker writes a notice to, each as often as that happens."""
        before = set(Outbox.objects.filter(board_id=self.board).values_list("id", flat=True))
        tell(board_id=self.board, post_id=post, at=at)
        rows = Outbox.objects.filter(board_id=self.board).exclude(id__in=before)
        return [self.school.names[person] for person in rows.values_list("person_id", flat=True)]

    def read_by(self, post, wanted: set[str]) -> None:
        readers = {g for g in GUARDIANS if feed.one(actor=self.actor(g), at=self.at, post_id=post) is not None}
        assert readers == wanted


@pytest.mark.norm("BK-05.a", "BK-05.b", "OC-05.a")
@pytest.mark.django_db
def test_every_message_of_a_school_year_is_told_to_whom_the_oracle_says_and_the_canary_gets_nothing():
    with transaction.atomic(), transaction.atomic(using="keys"):
        year = Year(School())
        while year.today <= LAST:
            year.week()
        assert not Outbox.objects.filter(board_id=year.board, person_id=year.ids[CANARY]).exists()
        assert feed.feed(actor=year.actor(CANARY), at=year.at).rows == ()
        assert is_a_year_with_variety(year.counted), year.counted
        transaction.set_rollback(True)


def is_a_year_with_variety(counted: Counter) -> bool:
    return counted["messages"] >= 70 and counted["recalled"] >= 5 and min(counted["told"], counted["not_told"]) >= 150
