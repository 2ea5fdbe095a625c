"""Pictures at the school that is there twice, and whose faces are open to whom in the pixels that somebody is served.

What is true of the pixels is known by the version whose rendition is served: of each it stands written which faces it covers.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from kring.domains.media.actions import families
from kring.domains.media.actions.covering import NoFace
from kring.domains.media.models import Rendition, Version
from kring.domains.media.queries.serving import rendition_for
from kring.domains.media.terms import Size, VersionKind
from kring.ground.actor import Actor
from kring.norms import Refused
from tests.oracle import oracle
from tests.oracle.oracle import TOGETHER, Placing


@dataclass
class Picture:
    """What is true: whose faces are in it. `placed` once it stands in a message."""

    asset: UUID
    faces: dict[str, UUID]
    placed: Placing | None = None
    publication: UUID | None = None
    post: UUID | None = None
    by: str = ""


@dataclass
class Writing:
    """A message being written: its draft, its picture, and whom the sender was asked about."""

    draft: UUID
    who: str
    group: str | None
    picture: Picture
    since: date
    asked: set[str] = field(default_factory=set)
    answer: str = ""
    seen: dict[str, bool] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Pixels:
    """Of the file of each rendition, which faces are covered in it; and of which pictures a family's version is not made yet."""

    covers: dict[UUID, frozenset[str]]
    being_made: set[UUID]


class Families:
    """The part of a scenario that is about children whom their own guardians see and others do not."""

    # ── what is said of a covered face ──────────────────────────────────────────────────

    def mark(self, one: Writing, pupil: str, who: str) -> None:
        """Somebody lets the own guardians see a covered child after all, in a message being written."""
        picture = str(one.picture.asset)
        outcome = self.outcome(lambda: families.show_to_family(
            actor=self.actor(who), asset_id=one.picture.asset, face_id=one.picture.faces[pupil], at=self.at))
        may_touch = self.view.may_place(who, one.group)
        may = self.view.may_mark(who, one.group, pupil, picture) if one.seen.get(pupil) else None
        wanted = "refused" if not may_touch else {True: "done", False: "refused", None: "no face"}[may]
        assert outcome == wanted, (outcome, wanted, who, pupil, one)
        self.counted[f"marking {outcome}"] += 1
        if outcome == "done":
            one.marked.add(pupil)

    def outcome(self, act) -> str:
        try:
            act()
        except Refused:
            return "refused"
        except NoFace:
            return "no face"
        return "done"

    def cover_for_others(self, one: Writing, pupils: set[str]) -> None:
        """The writer covers these children, if not done yet, and lets their own guardians see them."""
        for pupil in sorted(pupils & one.picture.faces.keys() & self.view.pupils(None)):
            if not one.seen.get(pupil):
                self.tap(one, pupil, covered=True)
            self.mark(one, pupil, one.who)

    def mark_no_more(self, one: Writing, pupil: str) -> None:
        families.keep_from_family(actor=self.actor(one.who), asset_id=one.picture.asset, at=self.at,
                                  face_id=one.picture.faces[pupil])
        one.marked.discard(pupil)

    def keep(self, picture: Picture, pupil: str) -> None:
        """Also in a picture that stands a child can be covered for its own guardians too."""
        families.keep_from_family(actor=self.actor(picture.by), asset_id=picture.asset, face_id=picture.faces[pupil], at=self.at)
        picture.placed.marked.discard(pupil)
        picture.placed.made = self.view.covered_further(picture.placed)

    def try_to_mark(self, picture: Picture, pupil: str, who: str) -> None:
        """Nobody is shown more of a picture that stands."""
        assert self.refused(lambda: families.show_to_family(
            actor=self.actor(who), asset_id=picture.asset, face_id=picture.faces[pupil], at=self.at)), (who, pupil)

    def are_covered(self, picture: Picture, pupils: set[str]) -> None:
        """In the oracle's world: covered for everybody from now on, own guardians too, in the families' versions as well."""
        picture.placed.cleared |= dict.fromkeys(pupils, oracle.COVERED)
        picture.placed.marked -= pupils
        picture.placed.made = self.view.covered_further(picture.placed)

    def end_stale(self) -> None:
        """The sweep: who has no yes for the own family now is no more for it in what stands, whatever is said later."""
        families.end_stale(board_id=self.board, at=self.at)
        for placed in (p.placed for p in self.live()):
            if gone := {p for p in placed.marked if not self.view.may_go_to_family(p, placed.picture)}:
                placed.marked -= gone
                placed.made = self.view.covered_further(placed)

    # ── what is seen ────────────────────────────────────────────────────────────────────

    def pixels(self) -> Pixels:
        of_board = Version.objects.filter(board_id=self.board)
        covers = {v: frozenset(c) for v, c in of_board.values_list("id", "covers")}
        files = dict(Rendition.objects.filter(board_id=self.board).values_list("file_id", "version_id"))
        unmade = of_board.filter(kind=VersionKind.FAMILY, made_at=None, erased_at=None)
        return Pixels({file: covers[version] for file, version in files.items()}, set(unmade.values_list("asset_id", flat=True)))

    def served(self, picture: Picture, who: str, pixels: Pixels | None = None, actor: Actor | None = None) -> set[str] | None:
        """Whose faces are open in what somebody is served of a picture; None when that is nothing."""
        found = rendition_for(actor=actor or self.actor(who), publication_id=picture.publication, size=Size.SCREEN, at=self.at)
        if found is None:
            return None
        covers = (pixels or self.pixels()).covers[found.file.id]
        return {pupil for pupil, face in picture.faces.items() if str(face) not in covers}

    def leaks(self, picture: Picture, who: str, faces: set[str] | None = None) -> set[str]:
        """Who is open to somebody in what is served, whatever was noted, without a yes for this place or, to an own guardian,
        one for the own family."""
        faces = self.served(picture, who) if faces is None else faces
        key, channel = str(picture.asset), picture.placed.channel
        own = self.view.children_of(who) if self.cap(who) == "guardian" else set()
        return {p for p in faces or () if not self.view.standing(p, TOGETHER, channel, key).is_yes
                and not (p in own and self.view.may_go_to_family(p, key))}

    def check_own(self, picture: Picture, who: str, faces: set[str], pixels: Pixels) -> bool:
        """Hold the open faces of who was pointed out against the oracle; returns whether own ones are among those."""
        placed = picture.placed
        wanted = self.view.open_faces(placed, person=who, cap=self.cap(who))
        assert wanted is not None, (who, self.told(picture.publication))
        if picture.asset in pixels.being_made:
            wanted = replace(wanted, at_least=0)
        pointed_out = placed.shown | {p for p, how in placed.cleared.items() if how == oracle.COVERED}
        assert wanted.is_what(faces & pointed_out), (who, faces, wanted, self.told(picture.publication))
        mine = placed.marked & self.view.children_of(who) if self.cap(who) == "guardian" else set()
        own = faces & pointed_out - wanted.to_all
        self.counted.update({"own seen": bool(own), "own not seen": bool(mine - own), "several seen": len(own) > 1})
        return bool(own)

    def kept_for_nobody(self) -> list[UUID]:
        """The versions that are kept of pictures that are out, in which more covered children are open than one guardian has."""
        out = {p.asset: p for p in self.live() if p.placed.release <= self.at}
        rows = Version.objects.filter(board_id=self.board, erased_at=None, asset_id__in=list(out)).order_by("number")
        return [v.id for v in rows if not self.is_for_somebody(out[v.asset_id], set(v.covers))]

    def is_for_somebody(self, picture: Picture, covers: set[str]) -> bool:
        covered = {p for p, how in picture.placed.cleared.items() if how == oracle.COVERED}
        is_open = {p for p in covered & picture.faces.keys() if str(picture.faces[p]) not in covers}
        return any(is_open <= one for one in (set(), *picture.placed.made))
