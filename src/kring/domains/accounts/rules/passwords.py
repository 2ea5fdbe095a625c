"""What may be tried, and what may be chosen as a password or a name."""

from dataclasses import dataclass
from datetime import date

from kring.domains.accounts.terms import USERNAME
from kring.norms import Reason, Remedy, Verdict, all_of, allow, gettext_noop, parameter, refuse, rule

SINCE = date(2026, 8, 1)

WAIT = Remedy("wait", gettext_noop("Wait a quarter of an hour, or sign in on a device that you used before."))
CHOOSE_OTHER = Remedy("choose_other_password", gettext_noop("Choose another: for example four words that do not belong together."))

TRY = Reason("accounts.may_try", "PL-02", gettext_noop("Few tries were made lately."))
TOO_OFTEN = Reason("accounts.too_often", "PL-02", gettext_noop("This was tried too often. It works again in a quarter of an hour."),
                   remedies=(WAIT,))


@dataclass(frozen=True)
class TryFacts:
    """Tries of late, the present one included: of this name from this place, and of any name from this place."""

    here: int
    place: int
    on: date


@rule(decides="whether a password or code may be tried now", norms=("PL-02",), since=SINCE)
def may_try(facts: TryFacts) -> Verdict:
    within = facts.here <= int(parameter("signin.tries", at=facts.on))
    return allow(TRY) if within and facts.place <= int(parameter("signin.place_tries", at=facts.on)) else refuse(TOO_OFTEN)


GOOD_PASSWORD = Reason("accounts.good_password", "PL-02", gettext_noop("This password is long enough and not known."))
TOO_SHORT = Reason("accounts.password_short", "PL-02", gettext_noop("This password has {length} characters. At least {least} are needed."),
                   remedies=(CHOOSE_OTHER,))
LEAKED = Reason("accounts.password_known", "PL-02",
                gettext_noop("This password stands in lists that burglars use, or is close to one in them."), remedies=(CHOOSE_OTHER,))
ABOUT_YOU = Reason("accounts.password_about_you", "PL-02", gettext_noop("This password looks like your name or e-mail address."),
                   remedies=(CHOOSE_OTHER,))


@dataclass(frozen=True)
class PasswordFacts:
    """What is known of a chosen password. `known`: it, or what is left of it without ornament, stands in a list."""

    length: int
    known: bool
    about_owner: bool
    on: date


@rule(decides="whether this may be somebody's password", norms=("PL-02",), since=SINCE)
def may_be_password(facts: PasswordFacts) -> Verdict:
    least = int(parameter("password.length", at=facts.on))
    if facts.length < least:
        return refuse(Reason(TOO_SHORT.code, TOO_SHORT.norm, TOO_SHORT.text, {"length": facts.length, "least": least}, TOO_SHORT.remedies))
    found = [refuse(reason) for is_so, reason in ((facts.known, LEAKED), (facts.about_owner, ABOUT_YOU)) if is_so]
    return all_of(*found) if found else allow(GOOD_PASSWORD)


GOOD_NAME = Reason("accounts.good_name", "PL-02", gettext_noop("This name is free."))
NAME_TAKEN = Reason("accounts.name_taken", "PL-02", gettext_noop("This name cannot be chosen."),
                    remedies=(Remedy("choose_name", gettext_noop("Choose another: small letters, figures, dot or dash, three or more.")),))


@dataclass(frozen=True)
class NameFacts:
    name: str
    taken: bool


@rule(decides="whether this may be a sign-in name", norms=("PL-02",), since=SINCE)
def may_be_name(facts: NameFacts) -> Verdict:
    good = USERNAME.fullmatch(facts.name) is not None and not facts.taken
    return allow(GOOD_NAME) if good else refuse(NAME_TAKEN)
