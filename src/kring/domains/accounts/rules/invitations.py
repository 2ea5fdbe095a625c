"""Who may be given a code, when a code works, and what its holder must show beside it."""

from dataclasses import dataclass
from datetime import date, datetime

from kring.domains.accounts.rules.sessions import ASK_DESK
from kring.domains.accounts.terms import Proof, Purpose
from kring.domains.people.rules import NOT_MANDATED
from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, parameter, refuse, rule

SINCE = date(2026, 8, 1)

NEW_LETTER = Remedy("ask_new_letter", gettext_noop("Ask the school for a new letter. The old code stops working then."))

MAY_INVITE = Reason("accounts.may_invite", "OC-06", gettext_noop("You add this person in the board's name."))
NOBODY_HERE = Reason("accounts.nobody_here", "OC-06",
                     gettext_noop("This person is no parent with authority and does not work here today."),
                     remedies=(Remedy("mend_roster", gettext_noop("Correct it in the administration and import again.")),))
IN_ALREADY = Reason("accounts.in_already", "OC-06", gettext_noop("This person signs in already."),
                    remedies=(Remedy("recover", gettext_noop("Is the way in lost? Then make a code to come back.")),))
NOT_IN_YET = Reason("accounts.not_in_yet", "OC-06", gettext_noop("This person never signed in, so there is nothing to come back to."),
                    remedies=(Remedy("invite", gettext_noop("Make a first letter.")),))
NOT_YOURSELF = Reason("accounts.not_yourself", "PL-02", gettext_noop("Nobody lets themselves in."),
                      remedies=(Remedy("ask_colleague", gettext_noop("Ask a colleague with the same mandate.")),))


@dataclass(frozen=True)
class InviteFacts:
    """Whether the asker is mandated and somebody else, and what the invited person is to the school today."""

    mandated: bool
    is_self: bool
    belongs: bool
    has_seat: bool
    purpose: Purpose


@rule(decides="whether this person may be given a code to come in with", norms=("OC-06", "PL-02"), since=SINCE)
def may_invite(facts: InviteFacts) -> Verdict:
    if not facts.mandated:
        return refuse(NOT_MANDATED)
    if facts.is_self:
        return refuse(NOT_YOURSELF)
    if not facts.belongs:
        return refuse(NOBODY_HERE)
    if facts.purpose is Purpose.NEW and facts.has_seat:
        return refuse(IN_ALREADY)
    if facts.purpose is Purpose.RECOVERY and not facts.has_seat:
        return refuse(NOT_IN_YET)
    return allow(MAY_INVITE)


MAY_APPROVE = Reason("accounts.may_approve", "PL-02", gettext_noop("You are the second person who agrees."))
NOT_WAITING = Reason("accounts.not_waiting", "PL-02", gettext_noop("Nothing waits for a second person here."),
                     remedies=(Remedy("look_again", gettext_noop("Look at the list again; somebody was first.")),))
SAME_PERSON = Reason("accounts.same_person", "PL-02", gettext_noop("Two different people must agree, and you were the first."),
                     remedies=(Remedy("ask_colleague", gettext_noop("Ask a colleague with the same mandate.")),))


@dataclass(frozen=True)
class ApproveFacts:
    is_leader: bool
    is_first: bool
    is_subject: bool
    waiting: bool


@rule(decides="whether somebody may agree, as the second, that a colleague comes back in", norms=("PL-02", "OC-06"), since=SINCE)
def may_approve(facts: ApproveFacts) -> Verdict:
    if not facts.is_leader:
        return refuse(NOT_MANDATED)
    if not facts.waiting:
        return refuse(NOT_WAITING)
    if facts.is_subject:
        return refuse(NOT_YOURSELF)
    return refuse(SAME_PERSON) if facts.is_first else allow(MAY_APPROVE)


MAY_STOP = Reason("accounts.may_stop", "PL-02", gettext_noop("You may end this code."))


@dataclass(frozen=True)
class StopFacts:
    is_open: bool
    is_subject: bool
    mandated: bool


@rule(decides="whether somebody may end a code that was made", norms=("PL-02", "OC-06"), since=SINCE)
def may_stop(facts: StopFacts) -> Verdict:
    if not facts.is_open:
        return refuse(NOT_WAITING)
    return allow(MAY_STOP) if facts.is_subject or facts.mandated else refuse(NOT_MANDATED)


CODE_HOLDS = Reason("accounts.code_holds", "OC-06", gettext_noop("This code is for one person, once, and it is still good."))
CODE_UNKNOWN = Reason("accounts.code_unknown", "OC-06", gettext_noop("We do not know this code. Look at the letter once more."),
                      remedies=(NEW_LETTER,))
CODE_USED = Reason("accounts.code_used", "OC-06", gettext_noop("This code was used already. It works once."), remedies=(NEW_LETTER,))
CODE_LATE = Reason("accounts.code_late", "OC-06", gettext_noop("This code has expired."), remedies=(NEW_LETTER,))
CODE_ENDED = Reason("accounts.code_ended", "OC-06", gettext_noop("This code no longer works. The school has made a newer one, or ended it."),
                    remedies=(NEW_LETTER,))
CODE_LOCKED = Reason("accounts.code_locked", "OC-06", gettext_noop("A wrong code was filled in too often. This invitation is locked."),
                     remedies=(NEW_LETTER,))
CODE_EARLY = Reason("accounts.code_early", "PL-02", gettext_noop("This code does not work yet. The time in between keeps an account safe."),
                    remedies=(Remedy("come_back", gettext_noop("Come back after the time in the letter.")),))
CODE_ELSEWHERE = Reason("accounts.code_elsewhere", "OC-06",
                        gettext_noop("This code is being used on another device. Is that not you? Tell the school at once."),
                        remedies=(Remedy("go_on_there", gettext_noop("Go on there on that device.")), NEW_LETTER))


@dataclass(frozen=True)
class CodeFacts:
    """The state of an invitation, and whether another browser than this one has proved to be its owner's."""

    used: bool
    revoked: bool
    belongs: bool
    opens_at: datetime | None
    expires_at: datetime
    tries: int
    elsewhere: bool
    at: datetime


@rule(decides="whether a letter's code may be used now, in this browser", norms=("OC-06", "PL-02"), since=SINCE)
def may_use_code(facts: CodeFacts | None) -> Verdict:
    if facts is None:
        return refuse(CODE_UNKNOWN)
    if facts.used:
        return refuse(CODE_USED)
    if facts.revoked or not facts.belongs:
        return refuse(CODE_ENDED)
    if facts.at >= facts.expires_at:
        return refuse(CODE_LATE)
    if facts.tries >= int(parameter("invitation.tries", at=facts.at)):
        return refuse(CODE_LOCKED)
    if facts.opens_at is None or facts.at < facts.opens_at:
        return refuse(CODE_EARLY)
    return refuse(CODE_ELSEWHERE) if facts.elsewhere else allow(CODE_HOLDS)


BY_MAIL = Reason("accounts.by_mail", "OC-06", gettext_noop("We send a code to the e-mail address that the school knows of you."))
BY_DESK = Reason("accounts.by_desk", "OC-06", gettext_noop("The school confirms in person that it is you."), remedies=(ASK_DESK,))


@dataclass(frozen=True)
class MailFacts:
    """Whether the address on file is the person's alone, and whether this is the way back in for staff."""

    has_address: bool
    shared: bool
    is_staff: bool
    purpose: Purpose


@rule(decides="whether a code by e-mail is proof enough beside the letter", norms=("OC-06", "PL-02"), since=SINCE)
def may_prove_by_mail(facts: MailFacts) -> Verdict:
    if facts.is_staff and facts.purpose is Purpose.RECOVERY:
        return refuse(BY_DESK)
    return allow(BY_MAIL) if facts.has_address and not facts.shared else refuse(BY_DESK)


MAY_CONFIRM = Reason("accounts.may_confirm", "OC-06", gettext_noop("You saw who this is, and the number is the same."))
WRONG_NUMBER = Reason("accounts.wrong_number", "OC-06", gettext_noop("On the screen of this person stands another number."),
                      remedies=(Remedy("compare_number", gettext_noop("Let the person read out the number once more.")),))


@dataclass(frozen=True)
class ConfirmFacts:
    mandated: bool
    is_subject: bool
    waiting: bool
    same_number: bool


@rule(decides="whether the desk may confirm that the holder of a code is who it was meant for", norms=("OC-06", "PL-02"), since=SINCE)
def may_confirm(facts: ConfirmFacts) -> Verdict:
    if not facts.mandated:
        return refuse(NOT_MANDATED)
    if facts.is_subject:
        return refuse(NOT_YOURSELF)
    if not facts.waiting:
        return refuse(NOT_WAITING)
    return allow(MAY_CONFIRM) if facts.same_number else refuse(WRONG_NUMBER)


MAY_ACCEPT = Reason("accounts.may_accept", "OC-06", gettext_noop("You showed that the letter was meant for you."))
NOT_PROVED = Reason("accounts.not_proved", "OC-06", gettext_noop("The letter alone is not enough: show first that it is you."),
                    remedies=(Remedy("prove", gettext_noop("Fill in the code from your e-mail, or go by the school.")),))


@rule(decides="whether the holder of a code may make an account with it", norms=("OC-06",), since=SINCE)
def may_accept(proof: Proof | None) -> Verdict:
    return allow(MAY_ACCEPT) if proof else refuse(NOT_PROVED)
