"""Whether pictures may be placed, and whether one may be served now. Children are ids here; names are the page's matter."""

from dataclasses import dataclass
from datetime import date

from kring.domains.media.terms import How
from kring.norms import Reason, Remedy, Verdict, all_of, allow, ask, gettext_noop, refuse, rule

COVER = Remedy("cover-face", gettext_noop("Cover this child in the picture."), loss=1)
LEAVE_OUT = Remedy("leave-out", gettext_noop("Leave this picture out."), loss=4)
POINT_OUT = Remedy("point-out", gettext_noop("Tap the child in the picture."), loss=0)
WAIT = Remedy("wait", gettext_noop("Wait until the pictures are ready."), loss=0)

NOT_READY = Reason("media.not_ready", "PL-11", gettext_noop("Some pictures are still being worked on."), remedies=(WAIT,))
WHO_IS_IN_VIEW = Reason("media.who_is_in_view", "OC-14",
                        gettext_noop("Is any of these children, or anybody from outside this group, in one of the pictures?"))
POINT_THEM_OUT = Reason("media.point_out", "OC-14", gettext_noop("Point out who is in the picture."),
                        remedies=(POINT_OUT, LEAVE_OUT))
OUTSIDERS = Reason("media.outsiders", "OC-14", gettext_noop("Is anybody from outside this group in the pictures?"))
NO_YES_FOR = Reason("media.no_yes", "OC-14", gettext_noop("There is no yes for a child in this picture."),
                    remedies=(COVER, LEAVE_OUT))
OUTSIDER_OPEN = Reason("media.outsider_open", "OC-14",
                       gettext_noop("Somebody from outside this group is recognisable in this picture."),
                       remedies=(COVER, LEAVE_OUT))
FACE_OPEN = Reason("media.face_open", "OC-16", gettext_noop("A face in this picture is not accounted for."),
                   remedies=(COVER, LEAVE_OUT))
EVERYBODY_MAY = Reason("media.everybody_may", "OC-14",
                       gettext_noop("Everybody who is recognisable here may be seen here."))

WITHHELD = Reason("media.withheld", "PL-10", gettext_noop("This picture is being checked."))
MAY_BE_SEEN = Reason("media.may_be_seen", "PL-11", gettext_noop("Everybody in this picture may be seen by you now."))
NOT_YOUR_AUDIENCE = Reason("media.not_your_audience", "OC-05", gettext_noop("This picture is for another group."))
GONE = Reason("media.gone", "PL-10", gettext_noop("This picture no longer stands here."))


@dataclass(frozen=True)
class FaceFacts:
    """One face: covered or not; whose it is said to be (None: nobody said); whether that child has a yes here."""

    covered: bool
    pupil: str | None
    has_yes: bool
    is_outsider: bool
    is_adult_who_agreed: bool = False


@dataclass(frozen=True)
class PictureFacts:
    asset: str
    ready: bool
    faces: tuple[FaceFacts, ...]


@dataclass(frozen=True)
class PlacingFacts:
    """A whole placing. `restricted` has no yes here now; `asked` was named in the question that was answered."""

    channel: str
    every_face_counts: bool
    pictures: tuple[PictureFacts, ...]
    restricted: tuple[str, ...]
    asked: tuple[str, ...]
    answer: str  # "" (open), "no", "yes"
    on: date


@dataclass(frozen=True)
class ServeFacts:
    """One picture, one viewer, now. `restricted` are all children without a yes now whom the placing must account for."""

    ended: bool
    in_audience: bool
    released: bool
    accounted: tuple[tuple[str, How], ...]
    restricted: tuple[str, ...]


@rule(decides="whether these pictures may be placed in this channel", norms=("OC-14", "OC-15", "OC-16", "PL-11"),
      since=date(2026, 8, 1))
def may_place_pictures(facts: PlacingFacts) -> Verdict:
    if not all(p.ready for p in facts.pictures):
        return refuse(NOT_READY)
    return all_of(_question(facts), *(_picture(facts, p) for p in facts.pictures))


def _question(facts: PlacingFacts) -> Verdict:
    """The inverse question, one for both: is any of those who may not be shown here in view, or anybody from outside?

    Who was not asked about when it was answered has to be asked about again.
    """
    if not facts.answer or set(facts.restricted) - set(facts.asked):
        return ask(WHO_IS_IN_VIEW if facts.restricted else OUTSIDERS, decider="author")
    pointed_out = any(f.is_outsider or f.pupil in facts.restricted for p in facts.pictures for f in p.faces)
    if facts.answer == "yes" and not pointed_out:
        return ask(POINT_THEM_OUT, decider="author")
    return allow(EVERYBODY_MAY)


def _picture(facts: PlacingFacts, picture: PictureFacts) -> Verdict:
    for face in picture.faces:
        if face.covered:
            continue
        if face.pupil is not None and not face.has_yes:
            return refuse(NO_YES_FOR)
        if face.is_outsider and face.pupil is None:
            return refuse(OUTSIDER_OPEN)
        if facts.every_face_counts and face.pupil is None and not face.is_adult_who_agreed:
            return refuse(FACE_OPEN)
    return allow(EVERYBODY_MAY)


@rule(decides="whether this person may see this picture now", norms=("OC-05", "OC-14", "PL-10", "PL-11"),
      since=date(2026, 8, 1))
def may_serve(facts: ServeFacts) -> Verdict:
    if facts.ended:
        return refuse(GONE)
    if not facts.in_audience or not facts.released:
        return refuse(NOT_YOUR_AUDIENCE)
    how = dict(facts.accounted)
    for pupil in facts.restricted:
        if how.get(pupil) not in (How.COVERED, How.ABSENT):
            return refuse(WITHHELD)
    return allow(MAY_BE_SEEN)
