"""Who may answer, object, ask and be reminded. What the answers come to stands in `standing`."""

from dataclasses import dataclass
from datetime import date, timedelta

from kring.domains.consent.terms import DeciderAs, How
from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, parameter, refuse, rule

CONFIRM = Remedy("confirm", gettext_noop("Confirm your answer with the button."))
READ_AGAIN = Remedy("read-again", gettext_noop("Read the question as it is now and answer again."))
ASK_PUPIL = Remedy("ask-pupil", gettext_noop("The pupil can answer in Kring."))
ASK_PARENT = Remedy("ask-guardian", gettext_noop("Ask a parent with authority."))
CHECK_AUTHORITY = Remedy("check-authority", gettext_noop("Ask the school's administration to check who has authority."))
SAY_NO_NOW = Remedy("object", gettext_noop("Saying no yourself is possible at any age."))
ASK_ADMINISTRATOR = Remedy("ask-administrator", gettext_noop("Give the signed form to the administration."))
RIGHT_DATE = Remedy("right-date", gettext_noop("Fill in the day on which the form was signed."))
TELL_TEACHER = Remedy("tell-teacher", gettext_noop("The child can say it to its own teacher."))
ASK_DIRECTOR = Remedy("ask-director", gettext_noop("Ask the director."))
WITHDRAW_FIRST = Remedy("withdraw", gettext_noop("Choose no at the question first."))
SCHOOL_PLACES_ANEW = Remedy("yes-again", gettext_noop("After a new yes the school can place new pictures."))
PICK_PLACE = Remedy("pick-place", gettext_noop("Choose one of the places on the list."))

MAY_DECIDE = Reason("consent.may_decide", "OC-11", gettext_noop("Your own confirmed answer counts."))
PAPER_COUNTS = Reason("consent.paper_counts", "OC-11", gettext_noop("A signed paper form counts."))
NOT_CONFIRMED = Reason("consent.not_confirmed", "OC-11",
                       gettext_noop("An answer counts only when you confirm it yourself."), remedies=(CONFIRM,))
TEXT_CHANGED = Reason("consent.text_changed", "PL-08",
                      gettext_noop("The school asks this differently now, or no longer."), remedies=(READ_AGAIN,))
NO_AUTHORITY = Reason("consent.no_authority", "OC-05",
                      gettext_noop("Only a parent with authority decides about this child."), remedies=(CHECK_AUTHORITY,))
PUPIL_DECIDES = Reason("consent.pupil_decides", "PL-08",
                       gettext_noop("From the age of {age} only the pupil decides."), remedies=(ASK_PUPIL,))
NOT_OLD_ENOUGH = Reason("consent.not_old_enough", "PL-08",
                        gettext_noop("You decide this yourself from the age of {age}."),
                        remedies=(SAY_NO_NOW, ASK_PARENT))
NOT_THE_OFFICE = Reason("consent.not_the_office", "OC-11",
                        gettext_noop("Only the school's administration registers a paper form."),
                        remedies=(ASK_ADMINISTRATOR,))
WRONG_PAPER_DATE = Reason("consent.wrong_paper_date", "OC-11",
                          gettext_noop("A form counts only if it was signed since this question is asked, and not later than today."),
                          remedies=(RIGHT_DATE,))

CHILD_SAYS = Reason("consent.child_says", "OC-15", gettext_noop("What a child says about its own pictures is heard."))
NOT_THE_CHILD = Reason("consent.not_the_child", "OC-15",
                       gettext_noop("Only the child itself says this, or its own teacher at its word."),
                       remedies=(TELL_TEACHER,))

MAY_CHOOSE = Reason("consent.may_choose", "PL-10", gettext_noop("You withdrew your yes, so you say what becomes of the pictures."))
NOT_WITHDRAWN = Reason("consent.not_withdrawn", "PL-10",
                       gettext_noop("There is no yes here that you withdrew."), remedies=(WITHDRAW_FIRST,))
REMOVED_ALREADY = Reason("consent.removed_already", "PL-10",
                         gettext_noop("You chose to remove the pictures. That cannot be undone."), remedies=(SCHOOL_PLACES_ANEW,))

ASK_COLLEAGUE = Remedy("ask-colleague", gettext_noop("Ask somebody who works with this group."))
KEEP_OUT = Remedy("cover-face", gettext_noop("Keep this child out of view."), loss=1)
WAIT = Remedy("wait", gettext_noop("Wait for an answer. No answer stays no."))

MAY_ASK_FAMILY = Reason("consent.may_ask_family", "PL-09", gettext_noop("An answer still waits, so it may be asked for."))
NOT_YOUR_CHILD = Reason("consent.not_your_child", "PL-09",
                        gettext_noop("Only who works with this child asks about it."), remedies=(ASK_COLLEAGUE,))
NOTHING_TO_ASK = Reason("consent.nothing_to_ask", "PL-09", gettext_noop("There is nothing to ask about this child here now."),
                        remedies=(KEEP_OUT,))
ASKED_LATELY = Reason("consent.asked_lately", "PL-09", gettext_noop("This was asked less than {days} days ago."),
                      remedies=(WAIT, KEEP_OUT))

MAY_ADOPT = Reason("consent.may_adopt", "PL-09", gettext_noop("The director puts the questions in force."))
NOT_THE_DIRECTOR = Reason("consent.not_the_director", "PL-09",
                          gettext_noop("Only the director puts questions in force."), remedies=(ASK_DIRECTOR,))
NO_SUCH_PLACE = Reason("consent.no_such_place", "PL-08",
                       gettext_noop("Pictures of one child alone are asked about for its own family, and nowhere else."),
                       remedies=(PICK_PLACE,))

FIRST_TIME = Reason("consent.ask_now", "PL-09", gettext_noop("A question waits and nobody told this person yet."))
REMIND_NOW = Reason("consent.remind_now", "PL-09", gettext_noop("A question still waits for an answer."))
NOTHING_WAITS = Reason("consent.nothing_waits", "PL-09", gettext_noop("Every question has an answer."))
TOO_SOON = Reason("consent.too_soon", "PL-09", gettext_noop("The last message about this is only just gone."))
NIGHT = Reason("consent.not_at_night", "PL-09", gettext_noop("People are told by day."))
ENOUGH = Reason("consent.enough_reminders", "PL-09",
                gettext_noop("Reminded often enough. No answer stays no."))


@dataclass(frozen=True, slots=True)
class DecidingFacts:
    """One answer to one question by one person. `in_force_from` is None when what was shown is not in force."""

    decider_as: DeciderAs
    has_authority: bool
    is_the_pupil: bool
    on: date
    decides_alone_on: date | None
    in_force_from: date | None
    how: How
    confirmed: bool
    entered_by_administrator: bool
    signed_on: date


@rule(decides="whether this answer, given in this way by this person, counts",
      norms=("OC-11", "PL-08", "OC-05", "LO-03"), since=date(2026, 8, 1))
def may_decide(facts: DecidingFacts) -> Verdict:
    found = [reason for reason in (_who(facts), _confirmed(facts)) if reason]
    if facts.in_force_from is None:
        found.append(TEXT_CHANGED)
    if found:
        return refuse(*found)
    return allow(PAPER_COUNTS if facts.how is How.PAPER_REGISTERED else MAY_DECIDE)


def _who(facts: DecidingFacts) -> Reason | None:
    alone_on = facts.decides_alone_on
    if facts.decider_as is DeciderAs.PUPIL:
        old_enough = is_old_enough(decides_alone_on=alone_on, on=facts.on)
        return None if facts.is_the_pupil and old_enough else NOT_OLD_ENOUGH.about(age=_age(facts.on))
    if not facts.has_authority:
        return NO_AUTHORITY
    return PUPIL_DECIDES.about(age=_age(facts.on)) if alone_on is not None and facts.on >= alone_on else None


def is_old_enough(*, decides_alone_on: date | None, on: date) -> bool:
    """This function will say whether a pupil may answer: from some weeks before it decides alone."""
    ahead = timedelta(days=int(parameter("age.ask_ahead_days", at=on)))
    return decides_alone_on is not None and on >= decides_alone_on - ahead


def _age(on: date) -> int:
    return int(parameter("age.decides_alone", at=on))


def _confirmed(facts: DecidingFacts) -> Reason | None:
    if facts.how is How.SIGNED_IN_KRING:
        return None if facts.confirmed else NOT_CONFIRMED
    if not facts.entered_by_administrator:
        return NOT_THE_OFFICE
    since = facts.in_force_from
    return None if since is None or since <= facts.signed_on <= facts.on else WRONG_PAPER_DATE


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """Who says it: the child, or somebody who works with the child's group today."""

    is_the_pupil: bool
    works_with_pupil: bool


@rule(decides="whether this person may record that a child says no itself, or takes it back",
      norms=("OC-15",), since=date(2026, 8, 1))
def may_speak_for_child(facts: ObjectionFacts) -> Verdict:
    return allow(CHILD_SAYS) if facts.is_the_pupil or facts.works_with_pupil else refuse(NOT_THE_CHILD)


@dataclass(frozen=True, slots=True)
class AftercareFacts:
    """Whether this person's last answer is a withdrawn yes, and whether it asked for removal before."""

    withdrawn: bool
    removed: bool


@rule(decides="whether this person may choose what becomes of pictures after withdrawing", norms=("PL-10",),
      since=date(2026, 8, 1))
def may_choose_aftercare(facts: AftercareFacts) -> Verdict:
    if not facts.withdrawn:
        return refuse(NOT_WITHDRAWN)
    return refuse(REMOVED_ALREADY) if facts.removed else allow(MAY_CHOOSE)


@dataclass(frozen=True, slots=True)
class AskingFacts:
    """A place that a director wants to ask about."""

    is_director: bool
    can_be_asked: bool


@rule(decides="whether this person may put a question about this place in force", norms=("PL-09", "PL-08"),
      since=date(2026, 8, 1))
def may_put_in_force(facts: AskingFacts) -> Verdict:
    if not facts.is_director:
        return refuse(NOT_THE_DIRECTOR)
    return allow(MAY_ADOPT) if facts.can_be_asked else refuse(NO_SUCH_PLACE)


BY_DAY = range(8, 20)  # hours in which a phone may buzz


@dataclass(frozen=True, slots=True)
class WaitingFacts:
    """Since when the newest unanswered question could be answered (None: none waits), and the days it was told."""

    since: date | None
    told_on: tuple[date, ...]
    on: date
    hour: int  # at school


@rule(decides="whether somebody is told now that a question about consent waits", norms=("PL-09",),
      since=date(2026, 8, 1))
def must_tell(facts: WaitingFacts) -> Verdict:
    if facts.since is None:
        return refuse(NOTHING_WAITS)
    if facts.hour not in BY_DAY:
        return refuse(NIGHT)
    told = [day for day in facts.told_on if day >= facts.since]
    if not told:
        return allow(FIRST_TIME)
    if len(told) > int(parameter("consent.reminders", at=facts.on)):
        return refuse(ENOUGH)
    pause = timedelta(days=int(parameter("consent.reminder_days", at=facts.on)))
    return allow(REMIND_NOW) if facts.on >= max(told) + pause else refuse(TOO_SOON)


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """One child and one place, for somebody who wants to ask. `waits`: nobody said no and a yes is still missing, be it of one or
    of all who decide. `asked_on` is the last day on which it was asked for this place."""

    works_with_pupil: bool
    waits: bool
    asked_on: date | None
    on: date


@rule(decides="whether those who decide about a child may be asked for an answer now", norms=("OC-14", "PL-09"),
      since=date(2026, 8, 1))
def may_ask_family(facts: FamilyFacts) -> Verdict:
    """Who said no is left in peace, and so is who was asked only just."""
    if not facts.works_with_pupil:
        return refuse(NOT_YOUR_CHILD)
    if not facts.waits:
        return refuse(NOTHING_TO_ASK)
    if was_asked_lately(asked_on=facts.asked_on, on=facts.on):
        return refuse(ASKED_LATELY.about(days=_pause(facts.on)))
    return allow(MAY_ASK_FAMILY)


def was_asked_lately(*, asked_on: date | None, on: date) -> bool:
    """This function will say whether it is too early to ask again."""
    return asked_on is not None and on < asked_on + timedelta(days=_pause(on))


def _pause(on: date) -> int:
    return int(parameter("consent.ask_again_days", at=on))
