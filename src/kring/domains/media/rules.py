"""Whether pictures may be placed, whether one may be served now, and who may work on one. Children are ids here; names are
the page's matter."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kring.domains.media.terms import How, Touch
from kring.norms import Reason, Remedy, Verdict, all_of, allow, ask, gettext_noop, parameter, refuse, rule

COVER = Remedy("cover-face", gettext_noop("Cover this child in the picture."), loss=1)
OWN_VERSION = Remedy("own-version", gettext_noop("Send each family its own version: this child is seen by its own parents only."),
                     loss=1)
CROP = Remedy("crop", gettext_noop("Cut this child out of the picture."), loss=2)
OTHER_CHANNEL = Remedy("other-channel", gettext_noop("Place it in the group, where it may stand."), loss=3)
ASK_CONSENT = Remedy("ask-consent", gettext_noop("Ask those who decide, and place it when the yes is there."), loss=3)
SCHOOL_DEVICE = Remedy("school-device", gettext_noop("Make the picture with a device of the school."), loss=3)
LEAVE_OUT = Remedy("leave-out", gettext_noop("Leave this picture out."), loss=4)
POINT_OUT = Remedy("point-out", gettext_noop("Tap the child in the picture."), loss=0)
WAIT = Remedy("wait", gettext_noop("Wait until the pictures are ready."), loss=0)
ASK_AGAIN = Remedy("ask-again", gettext_noop("Answer the question about the child that was added."), loss=0)
ASK_COLLEAGUE = Remedy("ask-colleague", gettext_noop("Ask somebody who works with this group."), loss=1)
TAKE_BACK = Remedy("take-back", gettext_noop("Take the message back first."), loss=2)

NOT_READY = Reason("media.not_ready", "PL-11", gettext_noop("Some pictures are still being worked on."), remedies=(WAIT,))
UNREADABLE = Reason("media.unreadable", "PL-11", gettext_noop("One of the files could not be read as a picture."),
                    remedies=(LEAVE_OUT,))
WHO_IS_IN_VIEW = Reason("media.who_is_in_view", "OC-14",
                        gettext_noop("Is any of these children, or anybody from outside this group, in one of the pictures?"))
POINT_THEM_OUT = Reason("media.point_out", "OC-14", gettext_noop("Point out who is in the picture."),
                        remedies=(POINT_OUT, LEAVE_OUT))
OUTSIDERS = Reason("media.outsiders", "OC-14", gettext_noop("Is anybody from outside this group in the pictures?"))
NO_YES_FOR = Reason("media.no_yes", "OC-14", gettext_noop("There is no yes for a child in this picture."))
NO_FAMILY_YES = Reason("media.no_family_yes", "PL-08",
                       gettext_noop("There is no yes for sending a picture of this child to its own parents."),
                       remedies=(COVER,))
OUTSIDER_OPEN = Reason("media.outsider_open", "OC-14",
                       gettext_noop("Somebody from outside this group is recognisable in this picture."))
CHILD_SAYS_NO = Reason("media.child_says_no", "OC-15", gettext_noop("There is no yes for a child in this picture."),
                       remedies=(POINT_OUT, LEAVE_OUT))
FACE_OPEN = Reason("media.face_open", "OC-16", gettext_noop("A face in this picture is not accounted for."))
OWN_DEVICE = Reason("media.own_device", "OC-12",
                    gettext_noop("A picture made with an own device is for the parents only, and for nothing else."))
EVERYBODY_MAY = Reason("media.everybody_may", "OC-14",
                       gettext_noop("Everybody who is recognisable here may be seen here."))

WITHHELD = Reason("media.withheld", "PL-10", gettext_noop("This picture is being checked."))
MAY_BE_SEEN = Reason("media.may_be_seen", "PL-11", gettext_noop("Everybody in this picture may be seen by you now."))
NOT_YOUR_AUDIENCE = Reason("media.not_your_audience", "OC-05", gettext_noop("This picture is for another group."))
GONE = Reason("media.gone", "PL-10", gettext_noop("This picture no longer stands here."))

NOT_YOUR_CHILD = Reason("media.not_your_child", "OC-05", gettext_noop("This child is seen here by its own parents only."))
MAY_SEE_OWN = Reason("media.may_see_own", "OC-14", gettext_noop("The own parents see their child in this picture."))

NOT_YOUR_PICTURE = Reason("media.not_your_picture", "PL-11",
                          gettext_noop("Pictures are worked on by those who work with the group."),
                          remedies=(ASK_COLLEAGUE,))
STANDS_ALREADY = Reason("media.stands_already", "PL-10",
                        gettext_noop("This picture stands already. What is covered in it stays covered."),
                        remedies=(TAKE_BACK,))
STANDS_CUT = Reason("media.stands_cut", "PL-10",
                    gettext_noop("This picture stands already. What was cut off does not exist any more."),
                    remedies=(TAKE_BACK,))
TOO_LITTLE_LEFT = Reason("media.too_little_left", "OC-14",
                         gettext_noop("Cut like this, too little would be left of the photo."), remedies=(COVER, LEAVE_OUT))
MAY_CUT = Reason("media.may_cut", "OC-14", gettext_noop("Enough is left of the photo beside this face."))
MAY_TOUCH = Reason("media.may_touch", "PL-11", gettext_noop("You work with this group."))

NOT_ASKED_ABOUT = Reason("media.not_asked_about", "PL-10",
                         gettext_noop("Another child may no longer be seen since the question was asked."),
                         remedies=(ASK_AGAIN,))
NOBODY_IN_IT = Reason("media.nobody_in_it", "PL-10",
                      gettext_noop("You looked: none of these children is in the pictures."))

REMIND_NOW = Reason("media.remind_now", "OC-12", gettext_noop("Copies on an own device are still to be removed."))
REMINDED = Reason("media.reminded", "OC-12", gettext_noop("The last reminder is only just gone."))

# What is for the parents alone, so that a picture from an own device may stand there (OC-12).
FOR_PARENTS = frozenset({"own_family", "closed_group", "closed_school", "newsletter"})


@dataclass(frozen=True)
class FaceFacts:
    """One face: covered (or cut off) or not; whose it is said to be (None: nobody said); whether that child has a yes here,
    and whether who decides about it may be asked for one now. `for_family`: covered, but not for the child's own guardians,
    for which it needs `has_family_yes`."""

    covered: bool
    pupil: str | None
    has_yes: bool
    is_outsider: bool
    is_adult_who_agreed: bool = False
    can_be_asked: bool = False
    for_family: bool = False
    has_family_yes: bool = False


@dataclass(frozen=True)
class PictureFacts:
    """One picture. `objectors` are children who said no to this very picture, and so must be covered in it. `can_be_cut`:
    a cut leaves enough of it, with somebody in it, without all those who may not be seen."""

    asset: str
    ready: bool
    faces: tuple[FaceFacts, ...]
    own_device: bool = False
    unreadable: bool = False
    objectors: tuple[str, ...] = ()
    can_be_cut: bool = False


@dataclass(frozen=True)
class PlacingFacts:
    """A whole placing. `restricted` has no yes here now; `asked` was named in the question that was answered.

    `elsewhere` is the same placing in the group, where the writer could place it instead; None where that is no way out.
    """

    channel: str
    every_face_counts: bool
    pictures: tuple[PictureFacts, ...]
    restricted: tuple[str, ...]
    asked: tuple[str, ...]
    answer: str  # "" (open), "no", "yes"
    on: date
    elsewhere: "PlacingFacts | None" = None
    # Who left the group while the message was written and has a yes: may be in view like any other child of the group.
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServeFacts:
    """One picture, one viewer, now. `restricted` are all children without a yes now whom the placing must account for."""

    ended: bool
    in_audience: bool
    released: bool
    accounted: tuple[tuple[str, How], ...]
    restricted: tuple[str, ...]


@dataclass(frozen=True)
class OwnFacts:
    """Somebody and a child that is covered for others. `is_own`: with authority over it today. `has_yes`: for being seen by
    the own family."""

    is_own: bool
    has_yes: bool


@dataclass(frozen=True)
class TouchFacts:
    """Somebody wants to work on a picture. `stands` is True once it was placed and not taken back."""

    touch: Touch
    works_here: bool
    stands: bool


@dataclass(frozen=True)
class CutFacts:
    """Somebody wants to cut a face out of a picture. `leaves_enough`: some straight cut beside it does."""

    works_here: bool
    leaves_enough: bool


@dataclass(frozen=True)
class ClearFacts:
    """Somebody says that none of the children `asked` is in these pictures; `restricted` must be known to be absent now."""

    works_here: bool
    asked: tuple[str, ...]
    restricted: tuple[str, ...]


@dataclass(frozen=True)
class RemindFacts:
    """An open note about copies on an own device: when it was last said, and today."""

    last_on: date
    on: date


@rule(decides="whether these pictures may be placed in this channel",
      norms=("OC-12", "OC-14", "OC-15", "OC-16", "PL-07", "PL-08", "PL-11"), since=date(2026, 8, 1))
def may_place_pictures(facts: PlacingFacts) -> Verdict:
    if any(p.unreadable for p in facts.pictures):
        return refuse(UNREADABLE)
    if not all(p.ready for p in facts.pictures):
        return refuse(NOT_READY)
    return all_of(_question(facts), *(_picture(facts, p) for p in facts.pictures))


def _question(facts: PlacingFacts) -> Verdict:
    """The inverse question, one for both: is any of those who may not be shown here in view, or anybody from outside?

    Who was not asked about when it was answered has to be asked about again.
    """
    if not facts.answer or set(facts.restricted) - set(facts.asked):
        return ask(WHO_IS_IN_VIEW if facts.restricted else OUTSIDERS, decider="author")
    pointed_out = any(_is_pointed_out(face) for picture in facts.pictures for face in picture.faces)
    if facts.answer == "yes" and not pointed_out:
        return ask(POINT_THEM_OUT, decider="author")
    return allow(EVERYBODY_MAY)


def _is_pointed_out(face: FaceFacts) -> bool:
    return face.pupil is not None or face.is_outsider or face.is_adult_who_agreed


def _picture(facts: PlacingFacts, picture: PictureFacts) -> Verdict:
    if picture.own_device and facts.channel not in FOR_PARENTS:
        return refuse(OWN_DEVICE.offering(*_in_the_group(facts, picture), SCHOOL_DEVICE, LEAVE_OUT))
    hindrance = next((why for face in picture.faces if (why := _hindrance(facts, face))), None)
    covered = {face.pupil for face in picture.faces if face.covered}
    if hindrance is None:
        return refuse(CHILD_SAYS_NO) if set(picture.objectors) - covered else allow(EVERYBODY_MAY)
    ways = (*_by_hiding(facts, picture), *_in_the_group(facts, picture), *_by_asking(facts, picture), LEAVE_OUT)
    return refuse(hindrance.offering(*ways))


def _hindrance(facts: PlacingFacts, face: FaceFacts) -> Reason | None:
    """Why this one face keeps the picture from being placed."""
    if face.covered:
        return NO_FAMILY_YES if face.for_family and not face.has_family_yes else None
    if face.pupil is not None:
        return None if face.has_yes else NO_YES_FOR
    if face.is_adult_who_agreed:
        return None
    if face.is_outsider:
        return OUTSIDER_OPEN
    return FACE_OPEN if facts.every_face_counts else None


def _by_hiding(facts: PlacingFacts, picture: PictureFacts) -> tuple[Remedy, ...]:
    """Covering (for all, or for all but the own family) and cutting are offered only where the rule itself would then allow
    the picture."""
    hindered = [face for face in picture.faces if _hindrance(facts, face)]
    away = {face: replace(face, covered=True, for_family=False) for face in hindered}
    if not _picture(facts, replace(picture, faces=tuple(away.get(face, face) for face in picture.faces))).allowed:
        return ()
    own = (OWN_VERSION,) if any(face.pupil and face.has_family_yes for face in hindered) else ()
    return (COVER, *own, CROP) if picture.can_be_cut else (COVER, *own)


def _by_asking(facts: PlacingFacts, picture: PictureFacts) -> tuple[Remedy, ...]:
    """Asking is offered only about a child that still waits for an answer, and was not asked about lately."""
    return (ASK_CONSENT,) if any(face.can_be_asked and _hindrance(facts, face) for face in picture.faces) else ()


def _in_the_group(facts: PlacingFacts, picture: PictureFacts) -> tuple[Remedy, ...]:
    """The group is offered only where the rule itself would allow the picture there."""
    there = facts.elsewhere
    same = next((p for p in there.pictures if p.asset == picture.asset), None) if there else None
    return (OTHER_CHANNEL,) if there and same and _picture(there, same).allowed else ()


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


@rule(decides="whether somebody sees a child in a picture in which others do not", norms=("OC-05", "OC-14", "PL-08"),
      since=date(2026, 8, 1))
def may_see_own(facts: OwnFacts) -> Verdict:
    """Of a version for own guardians each child in it is asked about, and it is served only when all may be seen."""
    if not facts.is_own:
        return refuse(NOT_YOUR_CHILD)
    return allow(MAY_SEE_OWN) if facts.has_yes else refuse(NO_FAMILY_YES)


@rule(decides="whether this person may do this to the faces of a picture", norms=("PL-10", "PL-11"),
      since=date(2026, 8, 1))
def may_touch(facts: TouchFacts) -> Verdict:
    """Covering more is always possible; showing again what is covered only until the picture is placed."""
    if not facts.works_here:
        return refuse(NOT_YOUR_PICTURE)
    if facts.stands and facts.touch in _SHOWS_MORE:
        return refuse(_SHOWS_MORE[facts.touch])
    return allow(MAY_TOUCH)


_SHOWS_MORE = {Touch.UNCOVER: STANDS_ALREADY, Touch.SHOW_WHOLE: STANDS_CUT, Touch.SHOW_FAMILY: STANDS_ALREADY}


@rule(decides="whether this face may be cut out of a picture", norms=("OC-14", "PL-11"), since=date(2026, 8, 1))
def may_cut(facts: CutFacts) -> Verdict:
    """Also out of a picture that stands: it then shows less than before."""
    if not facts.works_here:
        return refuse(NOT_YOUR_PICTURE)
    return allow(MAY_CUT) if facts.leaves_enough else refuse(TOO_LITTLE_LEFT)


@rule(decides="whether this answer clears pictures that are being checked", norms=("PL-10", "PL-11"),
      since=date(2026, 8, 1))
def may_clear(facts: ClearFacts) -> Verdict:
    if not facts.works_here:
        return refuse(NOT_YOUR_PICTURE)
    if set(facts.restricted) - set(facts.asked):
        return refuse(NOT_ASKED_ABOUT)
    return allow(NOBODY_IN_IT)


@rule(decides="whether somebody is reminded again of the copies on their own device", norms=("OC-12", "BK-03"),
      since=date(2026, 8, 1))
def must_remind(facts: RemindFacts) -> Verdict:
    again = facts.last_on + timedelta(days=int(parameter("device.reminder_days", at=facts.on)))
    return allow(REMIND_NOW) if facts.on >= again else refuse(REMINDED)
