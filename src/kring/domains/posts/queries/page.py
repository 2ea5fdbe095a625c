"""What the page of a message being written shows, as plain rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from kring.domains.consent.queries import families
from kring.domains.consent.queries.families import FamilyRow
from kring.domains.media.queries import placing as media
from kring.domains.media.terms import AssetState
from kring.domains.people import queries as people
from kring.domains.posts.models import Draft, DraftPhoto
from kring.domains.posts.queries import compose
from kring.domains.posts.terms import Words
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.pixels.refusals import unreadable
from kring.ground.sealing import Ring
from kring.norms import Outcome, Verdict


@dataclass(frozen=True)
class PictureRow:
    asset_id: UUID
    number: int
    width: int
    height: int
    is_ready: bool
    problem: str
    left_out: bool
    covered: int

    @property
    def problem_said(self) -> str:
        """Why the file was not taken, in a sentence."""
        refused = unreadable(self.problem)
        return gettext(refused.text).format(**(refused.params or {}))


@dataclass(frozen=True)
class DraftPage:
    draft_id: UUID
    group_id: UUID | None
    group: str
    children: int
    families: int
    words: Words
    pictures: tuple[PictureRow, ...]
    verdict: Verdict
    asked_names: tuple[str, ...]
    asked_ids: tuple[UUID, ...]
    answer: str
    is_question: bool
    unanswered: tuple[tuple[UUID, str, FamilyRow], ...]
    yes_since: tuple[str, ...]

    @property
    def pending(self) -> bool:
        return any(not p.is_ready and not p.problem and not p.left_out for p in self.pictures)

    @property
    def shown(self) -> int:
        return sum(1 for p in self.pictures if not p.left_out and not p.problem)


def draft_page(*, actor: Actor, draft: Draft, at: datetime) -> DraftPage:
    """Return the page of a draft: about whom can be asked (or was), in whose place a yes came since the writer asked, its words, its pictures, and what still has to be answered before it can go."""
    on = clock.today(at)
    # Before the decision: a picture that gets ready meanwhile is then looked at once more, and never "busy" for good.
    pictures = _pictures(draft)
    decided = compose.decide(actor=actor, draft=draft, at=at)
    asked = [UUID(p) for p in decided.pictures.restricted] if decided.pictures else []
    place = compose.place_of(draft)
    since = families.answered_for(actor=actor, place=place, since=draft.created_at, on=on) if decided.pictures else []
    known = people.names(board_id=actor.board_id, person_ids=asked + since, ring=Ring(actor.board_id)) if asked + since else {}
    names = {i: known[i] for i in asked if i in known}
    waiting = families.rows(actor=actor, place=place, pupil_ids=asked, on=on)
    ordered = sorted(names.items(), key=lambda item: item[1].given.casefold())
    where = {"group_ids": [draft.group_id]} if draft.group_id else {"school_id": draft.school_id}
    pupils = {e.pupil_id for e in people.enrolments(board_id=actor.board_id, on=on, **where)}
    guardians = people.guardians_with_authority(board_id=actor.board_id, pupil_ids=list(pupils), on=on)
    found = school.groups(board_id=actor.board_id, ids=[draft.group_id]) if draft.group_id else []
    return DraftPage(
        draft_id=draft.id, group_id=draft.group_id, group=found[0].name if found else "", children=len(pupils),
        families=len(guardians), words=decided.words, pictures=pictures, verdict=decided.verdict,
        asked_names=tuple(n.given for _, n in ordered), asked_ids=tuple(i for i, _ in ordered), answer=draft.answer,
        unanswered=tuple((i, n.given, waiting[i]) for i, n in ordered if i in waiting),
        yes_since=tuple(sorted(known[i].given for i in since if i in known and i in pupils | _pointed_out(decided))),
        is_question=decided.verdict.outcome is Outcome.ASK and decided.verdict.reasons[0].code.startswith("media."),
    )


def _pointed_out(decided: compose.Decided) -> set[UUID]:
    """The children whom the writer pointed out in the pictures."""
    faces = [face for picture in decided.pictures.pictures for face in picture.faces] if decided.pictures else []
    return {UUID(face.pupil) for face in faces if face.pupil}


def _pictures(draft: Draft) -> tuple[PictureRow, ...]:
    rows = list(DraftPhoto.objects.filter(board_id=draft.board_id, draft_id=draft.id).order_by("place", "id"))
    found = media.pictures(board_id=draft.board_id, asset_ids=[r.asset_id for r in rows])
    return tuple(
        PictureRow(
            asset_id=r.asset_id, number=n, width=found[r.asset_id].width or 4, height=found[r.asset_id].height or 3,
            is_ready=found[r.asset_id].state == AssetState.READY, problem=found[r.asset_id].problem,
            left_out=r.left_out_at is not None, covered=sum(1 for f in found[r.asset_id].faces if f.covered),
        )
        for n, r in enumerate(rows, start=1) if r.asset_id in found
    )
