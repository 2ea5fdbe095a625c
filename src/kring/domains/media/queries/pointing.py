"""The page on which faces are pointed out: the picture, its faces as they stand, and who a face may be."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.domains.consent.queries import families
from kring.domains.consent.queries.families import FamilyRow
from kring.domains.media.queries import checking, family_views, handling
from kring.domains.media.queries.handling import Child
from kring.domains.media.queries.placing import FaceRow, PictureRow, kept_without
from kring.domains.media.rules import OwnFacts, may_see_own, may_touch
from kring.domains.media.terms import Touch
from kring.domains.school.queries import GroupRow
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.pixels import cuts

# What the screen size of a picture is at most, and the size at which one taps on it without script.
SCREEN, TAPPED = 1024, 288


@dataclass(frozen=True)
class FaceSeen:
    """One face, by its number, in points of the picture on the screen."""

    id: UUID
    number: int
    state: str  # unknown, may, not, adult, covered
    name: str
    pupil_id: UUID | None
    for_family: bool
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class FacesPage:
    asset_id: UUID
    width: int
    height: int
    faces: tuple[FaceSeen, ...]
    chosen: FaceSeen | None
    asked: tuple[Child, ...]
    elsewhere: GroupRow | None
    others: tuple[Child, ...]
    groups: tuple[GroupRow, ...]
    stands: bool
    is_dim: bool
    is_made: bool
    seen: UUID | None
    can_cut: bool
    can_send: bool
    cut: tuple[str, ...]
    cut_unnamed: int
    families: tuple[tuple[Child, FamilyRow], ...]

    @property
    def tapped(self) -> tuple[int, int]:
        """Return the size at which the picture is tapped."""
        return scaled(self.width, self.height, TAPPED)


def faces_page(*, actor: Actor, asset_id: UUID, face_id: UUID | None, group_id: UUID | None, at: datetime) -> FacesPage | None:
    """Return the page for somebody who works with the picture; None for everybody else. `can_cut`: the chosen face can be cut
    off. `can_send`: it can be shown to the own guardians although it is covered. `families`: about whom can be asked, or was lately. `cut` are the names of who was, `cut_unnamed` counts the others.

    `asked` are the children who must not be recognisable here: without a yes, or, in a picture that is being checked,
    whoever it is being checked for.
    """
    found = handling.handled(actor=actor, asset_id=asset_id, at=at)
    if found is None:
        return None
    picture = handling.picture(actor=actor, asset_id=asset_id)
    if not picture.width:
        return None
    children = handling.children(actor=actor, group_id=found.group_id, school_id=found.school_id, at=at)
    groups = handling.other_groups(actor=actor, beside=found.group_id)
    elsewhere = next((group for group in groups if group.id == group_id), None)
    others = handling.children_beside(actor=actor, of_group=elsewhere.id, shown_in=found.group_id,
                                      school_id=found.school_id, at=at) if elsewhere else []
    waiting = {one.asset_id: one.pupil_ids for one in checking.withheld(actor=actor, at=at)} if found.stands else {}
    asked = tuple(c for c in children if not c.has_yes or c.id in waiting.get(asset_id, ()))
    known = {c.id: c for c in (*children, *others)}
    known |= _strangers(picture, known, actor, found.group_id, at)
    faces = _faces(picture, known)
    chosen = next((f for f in faces if f.id == face_id), None)
    cut = [f for f in picture.faces if f.is_cut]
    waiting_for = families.rows(actor=actor, place=handling.place_of(found), on=clock.today(at), subject_id=asset_id,
                                pupil_ids=[c.id for c in asked] if chosen else [])
    named = sorted(known[f.pupil_id].name.given for f in cut if f.pupil_id in known)
    return FacesPage(
        asset_id=asset_id, faces=faces, chosen=chosen, asked=asked,
        families=tuple((c, waiting_for[c.id]) for c in asked if c.id in waiting_for), cut=tuple(named), cut_unnamed=len(cut) - len(named),
        can_cut=chosen is not None and kept_without(picture, [f for f in picture.faces if f.id == chosen.id],
                                                    on=clock.today(at)) is not None,
        can_send=chosen is not None and _can_send(actor, found, chosen, at), elsewhere=elsewhere, others=tuple(others), groups=tuple(groups), stands=found.stands, is_dim=picture.is_dim,
        is_made=picture.is_made, seen=picture.seen_version_id,
        width=scaled(picture.width, picture.height, SCREEN)[0],
        height=scaled(picture.width, picture.height, SCREEN)[1],
    )


def scaled(width: int, height: int, side: int) -> tuple[int, int]:
    """Return a size with its longest side at most so long."""
    scale = min(1, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _strangers(picture: PictureRow, known: dict[UUID, Child], actor: Actor, group_id: UUID | None,
               at: datetime) -> dict[UUID, Child]:
    """The children who were pointed out and are of neither group."""
    strangers = {f.pupil_id for f in picture.faces if f.pupil_id and f.pupil_id not in known}
    return handling.children_by_id(actor=actor, ids=strangers, shown_in=group_id, at=at) if strangers else {}


def _faces(picture: PictureRow, known: dict[UUID, Child]) -> tuple[FaceSeen, ...]:
    """The faces that are in what is kept of the picture, where they are in it. Each keeps its number."""
    width, height = scaled(picture.width, picture.height, SCREEN)
    seen = [(number, f, cuts.inside(f.box, picture.crop, picture.whole))
            for number, f in enumerate(picture.faces, start=1) if not f.is_cut]
    return tuple(
        FaceSeen(id=f.id, number=number, state=_state(f, known), name=_name(f, known), pupil_id=f.pupil_id,
                 for_family=f.for_family, x=round(box.x * width),
                 y=round(box.y * height), width=max(1, round(box.w * width)), height=max(1, round(box.h * height)))
        for number, f, box in seen if box is not None
    )


def _can_send(actor: Actor, found: handling.Handled, chosen: FaceSeen, at: datetime) -> bool:
    """Whether the rules let the own guardians see a child that is covered: asked by the page, decided again in the act."""
    facts = handling.touch_facts(actor=actor, asset_id=found.asset_id, touch=Touch.SHOW_FAMILY, at=at)
    if chosen.pupil_id is None or chosen.state != "covered" or not may_touch(facts).allowed:
        return False
    yes = family_views.may_be_sent(board_id=actor.board_id, school_id=found.school_id, pupil_ids=[chosen.pupil_id],
                                   on=clock.today(at), asset_id=found.asset_id)
    return may_see_own(OwnFacts(is_own=True, has_yes=chosen.pupil_id in yes)).allowed


def _state(face: FaceRow, known: dict[UUID, Child]) -> str:
    if face.covered:
        return "covered"
    if face.pupil_id:
        return "may" if face.pupil_id in known and known[face.pupil_id].has_yes else "not"
    return "adult" if face.has_agreed else "unknown"


def _name(face: FaceRow, known: dict[UUID, Child]) -> str:
    return known[face.pupil_id].name.given if face.pupil_id in known else ""
