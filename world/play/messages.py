"""Messages with their pictures, in the order in which they happened, and the one yes that was taken back in between."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from kring.domains.consent.actions import deciding, objecting
from kring.domains.consent.actions.deciding import Signed
from kring.domains.consent.terms import Aftercare, Channel, Purpose
from kring.domains.media.actions import checking, covering, families
from kring.domains.media.models import Asset
from kring.domains.media.queries import checking as withheld
from kring.domains.media.queries.placing import FaceRow, pictures
from kring.domains.media.terms import AssetState, Origin
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.queries import compose
from kring.domains.posts.terms import Answer
from kring.ground import pixels
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.tenancy import board_transaction
from world import cast as people
from world import drawings, stories, when
from world.cast import Cast, Pupil
from world.play import workers
from world.play.families import SENTENCE
from world.play.school import School, end_of
from world.stories import Story

FOLDER = Path(drawings.__file__).with_name("pictures")
WRITING = timedelta(minutes=12)
SAME_FACE = .3
# Who had to hear of an older message heard of it then.
STILL_NEWS = timedelta(days=1)


@dataclass
class Playing:
    """One run through all that happened after the start."""

    school: School
    cast: Cast
    now: datetime
    progress: Callable[[str], None]
    last: int = when.STORY_WEEKS
    drafts: dict[Story, UUID] = field(default_factory=dict)
    assets: dict[UUID, str] = field(default_factory=dict)
    old: set[UUID] = field(default_factory=set)
    quarter: int = 0

    @property
    def told(self) -> tuple[Story, ...]:
        return stories.told(at=self.now, last=self.last)

    def write(self) -> workers.Workers:
        """Write every message, hand all pictures in, and let workers open them while other things happen."""
        self.progress(f"{len(self.told)} messages are written, {sum(len(story.pictures) for story in self.told)} pictures go in")
        for story in self.told:
            self._write(story)
        return workers.Workers(processes=workers.at_once())

    def place(self, opening: workers.Workers) -> None:
        """Place what was written, in the order in which it happened, once the pictures are open."""
        opening.wait(watch=self._watch)
        self.progress("messages are placed week by week, and one family takes a yes back")
        for _, act in sorted(self._acts(self.told), key=lambda pair: pair[0]):
            act()
        workers.forget_tells(post_ids=self.old)
        self.progress("faces are covered where a yes is missing")
        workers.Workers(processes=1).wait()

    def _watch(self) -> None:
        """Say how far the pictures are, in quarters."""
        with board_transaction(self.school.board_id):
            ready = Asset.objects.filter(board_id=self.school.board_id, state=AssetState.READY).count()
        quarter = 4 * ready // max(len(self.assets), 1)
        if quarter > self.quarter:
            self.quarter = quarter
            self.progress(f"{ready} of {len(self.assets)} pictures opened, stripped, and their faces found")

    def _acts(self, told: tuple[Story, ...]) -> list[tuple[datetime, Callable[[], None]]]:
        acts = [(story.at, lambda story=story: self._place(story)) for story in told if not story.waits]
        gone = stories.withdrawal(at=self.now, last=self.last)
        if gone:
            acts.append((gone.at, lambda: self._withdraw(gone)))
            morning = gone.at + timedelta(hours=13, minutes=40)
            acts.append((morning, lambda: self._look(self.cast.pupil(gone.pupil), "meester Joris", morning)))
        said = stories.own_no(at=self.now, last=self.last)
        if said:
            acts.append((said.at, lambda: self._say_no(said)))
            acts.append((said.covered_at, lambda: self._look(self.cast.pupil(said.pupil), said.teacher, said.covered_at)))
        for story in told:
            if self.cast.member(story.by).name == people.EX_TEACHER:
                acts.append((story.at + timedelta(days=8), lambda: end_of(school=self.school, name=people.EX_TEACHER, at=self.now)))
        return [(at, act) for at, act in acts if at <= self.now]

    def _writer(self, story: Story) -> Actor:
        return self.school.staff_actor(self.cast.member(story.by))

    def _write(self, story: Story) -> None:
        """Start the draft, keep its words, and hand its pictures in, as somebody does a little before placing."""
        actor, at = self._writer(story), story.at - WRITING
        with board_transaction(self.school.board_id):
            draft_id = drafts.start(actor=actor, group_id=self.school.groups.get(story.group), key=uuid7(), at=at)
            drafts.write(actor=actor, draft_id=draft_id, body=f"{story.title}\n{story.body}", at=at)
            if story.pictures:
                data = [(FOLDER / f"{name}.jpg").read_bytes() for name in story.pictures]
                made = drafts.add_photos(actor=actor, draft_id=draft_id, photos=data, origin=Origin.SCHOOL_DEVICE, at=at)
                self.assets |= dict(zip(made, story.pictures, strict=True))
        self.drafts[story] = draft_id

    def _place(self, story: Story) -> None:
        """Answer what the page asks, cover who may not be shown, and place."""
        actor, draft_id = self._writer(story), self.drafts[story]
        with board_transaction(self.school.board_id):
            draft = drafts.mine(actor=actor, draft_id=draft_id)
            decided = compose.decide(actor=actor, draft=draft, at=story.at)
            for name in decided.names.named:
                drafts.say_word(actor=actor, draft_id=draft_id, pupil_id=name.pupil_id, at=story.at)
            if decided.pictures is not None:
                restricted = [UUID(one) for one in decided.pictures.restricted]
                covered = self._cover(actor, compose.photos_of(draft=draft), set(restricted), story.at)
                drafts.answer(actor=actor, draft_id=draft_id, answer=Answer.YES if covered else Answer.NO, asked=restricted,
                              at=story.at)
            placed = placing.place(actor=actor, draft_id=draft_id, key=uuid7(), at=story.at)
        if story.at < self.now - STILL_NEWS:
            self.old.add(placed.post_id)

    def _cover(self, actor: Actor, assets: list[UUID], restricted: set[UUID], at: datetime) -> int:
        covered = 0
        for asset_id, row in pictures(board_id=self.school.board_id, asset_ids=assets).items():
            for pupil_id, face in self._in_view(asset_id, row.faces).items():
                if pupil_id in restricted:
                    face_id = face.id if isinstance(face, FaceRow) else covering.draw_face(actor=actor, asset_id=asset_id,
                        box=face, at=at)
                    covering.cover_face(actor=actor, asset_id=asset_id, face_id=face_id, pupil_id=pupil_id, at=at)
                    if pupil_id == self.school.pupil_id(self.cast.pupil(stories.SEEN_AT_HOME)):
                        families.show_to_family(actor=actor, asset_id=asset_id, face_id=face_id, at=at)
                    covered += 1
        return covered

    def _in_view(self, asset_id: UUID, faces: tuple[FaceRow, ...]) -> dict[UUID, FaceRow | pixels.Box]:
        """Return {pupil: face found} of a picture, as somebody who knows the children sees it; a box where none was found."""
        manifest = json.loads((FOLDER / f"{self.assets[asset_id]}.json").read_text(encoding="utf-8"))
        wide, high, seen = manifest["width"], manifest["height"], {}
        for one in manifest["faces"]:
            x, y, w, h = one["box"]
            box = pixels.Box(max(x / wide, 0), max(y / high, 0), w / wide, h / high)
            best = max(faces, key=lambda face, box=box: _overlap(face, box), default=None)
            found = best if best is not None and _overlap(best, box) >= SAME_FACE else box
            seen[self.school.pupil_id(self.cast.pupil(one["who"]))] = found
        return seen

    def _withdraw(self, gone: stories.Withdrawal) -> None:
        with board_transaction(self.school.board_id):
            deciding.withdraw(
                actor=self.school.guardian_actor(self.cast.guardian(gone.guardian)), signed=Signed(SENTENCE, "nl"), key=uuid7(),
                pupil_id=self.school.pupil_id(self.cast.pupil(gone.pupil)), purpose=Purpose.PICTURE_WITH_OTHERS,
                channel=Channel.CLOSED_GROUP, aftercare=Aftercare.COVER, at=gone.at)

    def _say_no(self, said: stories.OwnNo) -> None:
        """A pupil does not want to be seen in one picture, whatever it answered about pictures in general."""
        pupil = self.cast.pupil(said.pupil)
        (asset_id,) = (asset_id for asset_id, name in self.assets.items() if name == said.picture)
        with board_transaction(self.school.board_id):
            objecting.object_(actor=self.school.pupil_actor(pupil), pupil_id=self.school.pupil_id(pupil), subject_id=asset_id,
                              key=uuid7(), at=said.at)

    def _look(self, pupil: Pupil, teacher: str, at: datetime) -> None:
        """A teacher looks at what went out of sight: covers the child, clears the rest."""
        pupil_id, actor = self.school.pupil_id(pupil), self.school.staff_actor(self.cast.member(teacher))
        with board_transaction(self.school.board_id):
            waiting = withheld.withheld(actor=actor, at=at)
            rows = pictures(board_id=self.school.board_id, asset_ids=[one.asset_id for one in waiting])
            for one in waiting:
                face = self._in_view(one.asset_id, rows[one.asset_id].faces).get(pupil_id)
                if isinstance(face, FaceRow):
                    checking.cover_child(actor=actor, asset_id=one.asset_id, face_id=face.id, pupil_id=pupil_id, at=at)
                else:
                    checking.clear(actor=actor, publication_ids=[one.publication_id], asked=one.pupil_ids, at=at)


def _overlap(face: FaceRow, box: pixels.Box) -> float:
    wide = min(face.x + face.width, box.x + box.w) - max(face.x, box.x)
    high = min(face.y + face.height, box.y + box.h) - max(face.y, box.y)
    shared = max(wide, 0) * max(high, 0)
    return shared / (face.width * face.height + box.w * box.h - shared)
