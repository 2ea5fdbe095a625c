"""Pictures at De Kring: group 4 with Noor, Sem and Ali, group 3 with Daan; who said yes to what, and small real pictures."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import numpy as np
from django.db import connection
from PIL import Image

from kring.domains.consent.actions import deciding
from kring.domains.consent.actions.deciding import Signed
from kring.domains.consent.models import Objection
from kring.domains.consent.terms import Aftercare, Channel, Purpose, Said
from kring.domains.media import actions
from kring.domains.media.actions import covering
from kring.domains.media.models import Publication
from kring.domains.media.queries import placing, serving
from kring.domains.media.rules import may_place_pictures
from kring.domains.media.terms import Origin, Size
from kring.ground import clock, files, jobs
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.pixels import Box
from kring.ground.sealing import Ring
from tests.circle import AT, ON, Circle

SOON = AT + timedelta(seconds=31)
LATER = AT + timedelta(hours=2)
GROUP = Channel.CLOSED_GROUP
SIGNED = Signed("Ik bevestig deze antwoorden.", "nl")
PARENTS = {"noor": ("elif", "bas"), "sem": ("fatima",), "ali": ("omar",), "daan": ("mia",)}
# Two places where a face is drawn: what lies there differs, so that covering it can be seen in the pixels.
LEFT, RIGHT = Box(0.10, 0.20, 0.15, 0.25), Box(0.65, 0.30, 0.15, 0.25)


def small_picture(seed: int = 1) -> bytes:
    """A real JPEG of noise without a face, in which everything differs from everything."""
    noise = np.random.default_rng(seed).integers(0, 255, (18, 24, 3), dtype=np.uint8)
    into = BytesIO()
    Image.fromarray(noise).resize((240, 180), Image.Resampling.NEAREST).save(into, "JPEG", quality=90)
    return into.getvalue()


class Album(Circle):
    """The school, the questions that it asks, and what is done with pictures there."""

    def __init__(self, *, channels: Iterable[Channel] = (GROUP,), **how):
        super().__init__(**how)
        self.ask(*((Purpose.PICTURE_WITH_OTHERS, channel) for channel in channels))

    # What families say

    def family_says(self, pupil: str, said: Said = Said.YES, *, channel: Channel = GROUP, by: str | None = None,
                    at: datetime = AT) -> None:
        """Every parent with authority answers (or `by` alone)."""
        for parent in (by,) if by else PARENTS[pupil]:
            self.say(parent, said, (Purpose.PICTURE_WITH_OTHERS, channel), about=pupil, at=at)

    def all_say_yes(self, *pupils: str, channel: Channel = GROUP) -> None:
        for pupil in pupils or tuple(PARENTS):
            self.family_says(pupil, channel=channel)

    def withdraw(self, pupil: str, by: str, *, at: datetime = LATER, aftercare: Aftercare | None = None) -> list[UUID]:
        return deciding.withdraw(actor=self.actor(by), pupil_id=self.ids[pupil], purpose=Purpose.PICTURE_WITH_OTHERS,
                                 channel=GROUP, signed=SIGNED, key=uuid4(), at=at, aftercare=aftercare)

    def object(self, pupil: str, *, picture: UUID | None = None, at: datetime = LATER) -> None:
        Objection.objects.create(board_id=self.board, pupil_id=self.ids[pupil], by=self.ids[pupil], at=at,
                                 scope="picture" if picture else "general", subject_id=picture)

    # What a teacher does

    def take(self, *, who: str = "sanne", group: str | None = "g4", data: bytes | None = None, seed: int = 1,
             origin: Origin = Origin.SCHOOL_DEVICE, at: datetime = AT, opened: bool = True) -> UUID:
        asset = actions.receive(actor=self.actor(who), school_id=self.school, origin=origin, at=at,
                                group_id=self.groups[group] if group else None,
                                data=small_picture(seed) if data is None else data)
        if opened:
            self.work()
        return asset

    def draw(self, asset: UUID, box: Box = LEFT, *, who: str = "sanne", at: datetime = AT) -> UUID:
        return covering.draw_face(actor=self.actor(who), asset_id=asset, box=box, at=at)

    def cover(self, asset: UUID, face: UUID, pupil: str | None = None, *, who: str = "sanne", at: datetime = AT) -> None:
        covering.cover_face(actor=self.actor(who), asset_id=asset, face_id=face, at=at,
                            pupil_id=self.ids[pupil] if pupil else None)
        self.work()

    def facts(self, *assets: UUID, answer: str = "no", asked: Iterable[str] = ("noor", "sem", "ali"), who: str = "sanne",
              group: str | None = "g4", channel: Channel = GROUP, at: datetime = AT, lock: bool = False):
        return placing.placing_facts(
            actor=self.actor(who), school_id=self.school, group_id=self.groups[group] if group else None, lock=lock,
            asset_ids=list(assets), channel=channel, answer=answer, asked=[str(self.ids[p]) for p in asked], at=at)

    def place(self, *assets: UUID, who: str = "sanne", group: str | None = "g4", channel: Channel = GROUP,
              at: datetime = AT, **how) -> list[UUID]:
        """Place pictures as a message does: facts on locked gates, the rule, the rows. Seen half a minute later."""
        facts = self.facts(*assets, who=who, group=group, channel=channel, at=at, lock=True, **how)
        placed = actions.publish(
            actor=self.actor(who), post_id=uuid7(), school_id=self.school, asset_ids=list(assets), channel=channel,
            group_id=self.groups[group] if group else None, facts=facts, verdict=may_place_pictures(facts),
            release_at=at + timedelta(seconds=30), at=at)
        self.work()
        return placed

    # What becomes of it

    def work(self, *, at: datetime = AT) -> list[str]:
        """Run the jobs about pictures that wait, as the worker does at this moment, and return their names."""
        done = []
        clock.shift(round((at - datetime.now(UTC)).total_seconds()))
        try:
            while found := self._next_job():
                jobs.run(found[0], found[1] if isinstance(found[1], dict) else json.loads(found[1]))
                done.append(found[0])
        finally:
            clock.shift(0)
        return done

    def _next_job(self) -> tuple | None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs "
                           "WHERE task_name LIKE 'media.%%' AND status = 'todo') RETURNING task_name, args")
            return cursor.fetchone()

    def sees(self, who: str, publication: UUID, *, size: Size = Size.FULL, at: datetime = SOON) -> bytes | None:
        """The bytes that somebody gets, or None."""
        found = serving.rendition_for(actor=self.actor(who), publication_id=publication, size=size, at=at)
        return found.part(0, found.length) if found else None

    def seen_by(self, publication: UUID, *, at: datetime = SOON) -> set[str]:
        return {who for who in (*PARENTS_ALL, "sanne", "joris", "wim", "ans", "vera") if self.sees(who, publication, at=at)}

    def stored(self) -> list[bytes]:
        """Every file that is stored and can still be opened, opened."""
        ring = Ring(self.board)
        return [files.read(file=file, ring=ring) for file in StoredFile.objects.filter(board_id=self.board)]

    def version_of(self, publication: UUID) -> UUID:
        return Publication.objects.get(board_id=self.board, id=publication).version_id


PARENTS_ALL = ("elif", "bas", "piet", "fatima", "omar", "mia")


def grey(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("L").resize((240, 180)), float)


def likeness(one: bytes, other: bytes, box: Box) -> float:
    """How alike two pictures are inside a box, from 0 to 1."""
    parts = [levels[round(box.y * 180) : round((box.y + box.h) * 180), round(box.x * 240) : round((box.x + box.w) * 240)]
             for levels in (grey(one), grey(other))]
    if min(part.std() for part in parts) < 1e-6:
        return 0.0
    return abs(float(np.corrcoef(*(part.ravel() for part in parts))[0, 1]))


__all__ = ["AT", "GROUP", "LATER", "LEFT", "ON", "RIGHT", "SOON", "Album", "clock", "grey", "likeness", "small_picture"]
