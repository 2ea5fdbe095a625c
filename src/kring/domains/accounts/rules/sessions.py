"""What a session may do: come in, act, act freshly, wear a cap, change how its owner signs in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kring.domains.accounts.terms import SECOND_FACTORS, Method
from kring.norms import Reason, Remedy, Verdict, all_of, allow, gettext_noop, parameter, refuse, rule

SINCE = date(2026, 8, 1)

SET_UP = Remedy("set_up_second_factor", gettext_noop("Add a passkey or an authenticator app."))
SIGN_IN_AGAIN = Remedy("sign_in_again", gettext_noop("Sign in again with your passkey or code."))
ASK_DESK = Remedy("ask_desk", gettext_noop("Ask the school's administration."))

PROVED = Reason("accounts.proved", "PL-02", gettext_noop("You showed who you are."))
SECOND_FACTOR_MISSING = Reason(
    "accounts.second_factor_missing", "PL-02",
    gettext_noop("A password alone is not enough to come in here."), remedies=(SET_UP,))
SECOND_FACTOR_NOT_USED = Reason(
    "accounts.second_factor_not_used", "PL-02",
    gettext_noop("You came in without your second step. That is needed for this."), remedies=(SIGN_IN_AGAIN,))


@dataclass(frozen=True)
class SessionFacts:
    """How this session showed who is there, and whether the account has something stronger than a password."""

    is_staff: bool
    methods: frozenset[Method]
    has_second_factor: bool


@rule(decides="whether a session proved enough to do anything", norms=("PL-02",), since=SINCE)
def may_act(facts: SessionFacts) -> Verdict:
    enough = SECOND_FACTORS | {Method.DEMO} | (frozenset() if facts.is_staff else {Method.MAIL})
    if facts.is_staff and not facts.has_second_factor and Method.DEMO not in facts.methods:
        return refuse(SECOND_FACTOR_MISSING)
    if facts.methods & enough:
        return allow(PROVED)
    return refuse(SECOND_FACTOR_NOT_USED if facts.has_second_factor else SECOND_FACTOR_MISSING)


FRESH = Reason("accounts.fresh", "PL-02", gettext_noop("You showed a moment ago who you are."))
NOT_FRESH = Reason("accounts.not_fresh", "PL-02", gettext_noop("For this you show once more who you are."),
                   remedies=(SIGN_IN_AGAIN,))


@dataclass(frozen=True)
class FreshFacts:
    """When this session last showed a second factor, if it did."""

    proved_at: datetime | None
    at: datetime
    demo: bool = False


@rule(decides="whether a proof of identity is fresh enough for a page that asks for one", norms=("PL-02",), since=SINCE)
def is_fresh(facts: FreshFacts) -> Verdict:
    return _recent(facts, timedelta(minutes=int(parameter("session.step_up_minutes", at=facts.at))))


def _recent(facts: FreshFacts, term: timedelta) -> Verdict:
    if facts.demo or (facts.proved_at is not None and facts.at - facts.proved_at < term):
        return allow(FRESH)
    return refuse(NOT_FRESH)


HAS_CAP = Reason("accounts.has_cap", "OC-09", gettext_noop("You have this role today."))
NO_CAP = Reason("accounts.no_cap", "BK-08", gettext_noop("You do not have this role today."), remedies=(ASK_DESK,))


@dataclass(frozen=True)
class WearFacts:
    """Whether the role is held today, whether it is a school's, and how fresh the proof is."""

    held: bool
    is_staff: bool
    fresh: FreshFacts


@rule(decides="whether somebody may act in this role from now on", norms=("OC-09", "BK-08", "PL-02"), since=SINCE)
def may_wear(facts: WearFacts) -> Verdict:
    if not facts.held:
        return refuse(NO_CAP)
    if not facts.is_staff:
        return allow(HAS_CAP)
    idle = timedelta(minutes=int(parameter("session.staff.idle_minutes", at=facts.fresh.at)))
    return all_of(allow(HAS_CAP), _recent(facts.fresh, idle))


LIVING_ROLE = Reason("accounts.living_role", "BK-08", gettext_noop("You belong to a school today."))
NO_ROLE = Reason("accounts.no_role", "BK-08", gettext_noop("You have no role at a school at the moment."),
                 remedies=(ASK_DESK,))


@rule(decides="whether an account may be signed in to", norms=("BK-08",), since=SINCE)
def may_sign_in(roles: int) -> Verdict:
    return allow(LIVING_ROLE) if roles else refuse(NO_ROLE)


MAY_CHANGE = Reason("accounts.may_change", "PL-02", gettext_noop("You may change how you sign in."))


@dataclass(frozen=True)
class ChangeFacts:
    """Whether the account has a second factor that could have been shown, and when it was."""

    has_second_factor: bool
    fresh: FreshFacts


@rule(decides="whether a session may change how its owner signs in", norms=("PL-02",), since=SINCE)
def may_change_sign_in(facts: ChangeFacts) -> Verdict:
    return all_of(allow(MAY_CHANGE), is_fresh(facts.fresh)) if facts.has_second_factor else allow(MAY_CHANGE)


LAST_ONE = Reason("accounts.last_factor", "PL-02", gettext_noop("This is your only second step. Without it you could not come in."),
                  remedies=(Remedy("add_other", gettext_noop("Add another first, then remove this one.")),))


@dataclass(frozen=True)
class RemoveFacts:
    """What would be left: other second factors, a password; and whether the owner works at a school."""

    others: int
    has_password: bool
    is_staff: bool


@rule(decides="whether a second factor may be removed", norms=("PL-02",), since=SINCE)
def may_remove_factor(facts: RemoveFacts) -> Verdict:
    if facts.others or (facts.has_password and not facts.is_staff):
        return allow(MAY_CHANGE)
    return refuse(LAST_ONE)
