"""Whether one child has a yes for one place on one day.

No sentence here says who said what: to a colleague, a neighbour and the other parent a parent's no, a child's own no,
a protection and a missing guardian all read alike.
"""

from dataclasses import dataclass
from datetime import date

from kring.domains.consent.terms import CLOSED, Channel, Purpose, Said, WhoseYes
from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, refuse, rule

COVER = Remedy("cover-face", gettext_noop("Cover this child in the picture."), loss=1)
CROP = Remedy("crop", gettext_noop("Cut this child out of the picture."), loss=2)
LEAVE_OUT = Remedy("leave-out", gettext_noop("Leave this picture out."), loss=4)
LEAVE_NAME_OUT = Remedy("leave-name-out", gettext_noop("Leave the name out."), loss=1)
ASK = Remedy("ask", gettext_noop("Ask those who decide, and place it when the yes is there."), loss=3)
ASK_SCHOOL = Remedy("adopt-question", gettext_noop("Have the school ask this question first."), loss=5)

PICTURE_REMEDIES = (COVER, CROP, LEAVE_OUT)
NAME_REMEDIES = (LEAVE_NAME_OUT,)

_NO_YES = gettext_noop("There is no yes for this child here.")

YES = Reason("consent.yes", "PL-08", gettext_noop("There is a yes for exactly this place."))
OWN_YES = Reason("consent.own_yes", "LO-03", gettext_noop("There is a yes for exactly this place."))
PROTECTED = Reason("consent.protected", "PL-08", _NO_YES)
OBJECTED = Reason("consent.child_says_no", "OC-15", _NO_YES)
NO = Reason("consent.no", "PL-08", _NO_YES)
OWN_NO = Reason("consent.own_no", "LO-03", _NO_YES)
NOBODY_DECIDES = Reason("consent.nobody_decides", "PL-08", _NO_YES)
UNANSWERED = Reason("consent.unanswered", "PL-09",
                    gettext_noop("There is no yes for this child here yet. No answer is no yes."))
NOT_ASKED = Reason("consent.not_asked", "PL-08", gettext_noop("The school has not asked anybody about this place."))

SAID_NO = frozenset({Said.NO, Said.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What counts for one child, one place, one day.

    `guardians` holds one answer for each guardian with authority on that day, to the question in force; `own` is the
    pupil's answer to it. `objects` is the child's own no, in general or to the picture at hand.
    """

    purpose: Purpose
    channel: Channel
    on: date
    asked: bool
    policy: WhoseYes
    guardians: tuple[Said, ...]
    own: Said
    decides_alone_on: date | None
    objects: bool
    protected: bool

    @property
    def pupil_decides(self) -> bool:
        """From the birthday itself; the rule for 29 February stands with the date."""
        return self.decides_alone_on is not None and self.on >= self.decides_alone_on

    @property
    def one_is_enough(self) -> bool:
        """Only within closed walls may the council let one yes be enough."""
        return self.policy is WhoseYes.ONE and self.channel in CLOSED


@rule(decides="whether there is a yes for this child, for this purpose, in this place, on this day",
      norms=("PL-08", "PL-09", "LO-03", "OC-15"), since=date(2026, 8, 1))
def standing(facts: ChildFacts) -> Verdict:
    hindrance = _hindrance(facts)
    if hindrance is not None:
        return refuse(hindrance.offering(*_remedies(facts, hindrance)))
    return allow(OWN_YES if facts.pupil_decides else YES)


def _hindrance(facts: ChildFacts) -> Reason | None:
    """One reason at most: a list of them would tell how many said no, and asking does not help against a firm no."""
    if facts.protected:
        return PROTECTED
    if facts.objects or (facts.own in SAID_NO and not facts.pupil_decides):
        return OBJECTED
    if not facts.asked:
        return NOT_ASKED
    return _missing_of_pupil(facts) if facts.pupil_decides else _missing_of_guardians(facts)


def _missing_of_pupil(facts: ChildFacts) -> Reason | None:
    if facts.own is Said.YES:
        return None
    return UNANSWERED if facts.own is Said.UNANSWERED else OWN_NO


def _missing_of_guardians(facts: ChildFacts) -> Reason | None:
    if not facts.guardians:
        return NOBODY_DECIDES
    if any(said in SAID_NO for said in facts.guardians):
        return NO
    if all(said is Said.YES for said in facts.guardians):
        return None
    if facts.one_is_enough and Said.YES in facts.guardians:
        return None
    return UNANSWERED


def _remedies(facts: ChildFacts, reason: Reason) -> tuple[Remedy, ...]:
    ways = NAME_REMEDIES if facts.purpose is Purpose.NAME else PICTURE_REMEDIES
    if reason is UNANSWERED:
        return (*ways, ASK)
    return (*ways, ASK_SCHOOL) if reason is NOT_ASKED else ways
