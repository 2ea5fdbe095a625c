"""Who may read a file in, settle a doubt, and apply what was seen."""

from dataclasses import dataclass
from datetime import date, datetime

from kring.domains.people.rules import DecidesOnMembers, may_decide_on_members
from kring.domains.people.terms import MandateKind
from kring.domains.roster.terms.kinds import State
from kring.norms import Reason, Remedy, Verdict, all_of, allow, gettext_noop, refuse, rule

CHOOSE_OURS = Remedy("choose_ours", gettext_noop("Choose the export of {school}."))
CHOOSE_NEWER = Remedy("choose_newer", gettext_noop("Make a new export and choose that."))
READ_AGAIN = Remedy("read_again", gettext_noop("Read the files in again: then you see what changes now."))
SETTLE = Remedy("settle", gettext_noop("Choose an answer for each doubt. ‘Not yet’ is an answer too."))
LOOK_AGAIN = Remedy("look_again", gettext_noop("Look at the page again and apply what you see now."))

OTHER_SCHOOL = Reason(
    "roster.other_school",
    "BK-05",
    gettext_noop("This is the file of another school ({file}). {school} is {ours}."),
    remedies=(CHOOSE_OURS,),
)
OLDER = Reason(
    "roster.older",
    "OC-05",
    gettext_noop("A newer export was applied already. With this one, access that ended would come back."),
    remedies=(CHOOSE_NEWER,),
)
OPEN_DOUBTS = Reason(
    "roster.open_doubts",
    "OC-05",
    gettext_noop("There are doubts that nobody has decided yet: {count}."),
    remedies=(SETTLE,),
)
CHANGED = Reason(
    "roster.changed",
    "BK-05",
    gettext_noop("Since you looked, something has changed: what would be applied is not what you saw."),
    remedies=(LOOK_AGAIN,),
)
NOT_WAITING = Reason(
    "roster.not_waiting",
    "BK-05",
    gettext_noop("These files are not waiting any more: they were applied or put away."),
    remedies=(READ_AGAIN,),
)
SEEN = Reason("roster.seen", "BK-05", gettext_noop("What is applied is what you saw."))
OURS = Reason("roster.ours", "BK-05", gettext_noop("The file is of this school, or a person says that it is."))
CURRENT = Reason("roster.current", "OC-05", gettext_noop("No newer export was applied before."))
WAITING = Reason("roster.waiting", "BK-05", gettext_noop("The files wait for somebody to look."))
DECIDED = Reason("roster.decided", "OC-05", gettext_noop("Every doubt was decided by a person."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """Who asks, which school the file is of and how old it is. Empty where the file or Kring does not say."""

    mandates: frozenset[MandateKind]
    on: date
    school_name: str
    brin: str
    branch: str
    school_year: str
    file_brin: str = ""
    file_branch: str = ""
    file_year: str = ""
    file_made_at: datetime | None = None
    file_as_of: date | None = None
    last_made_at: datetime | None = None
    last_as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFacts:
    mandates: frozenset[MandateKind]
    on: date
    needs: MandateKind
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFacts:
    """``seen`` and ``now`` are digests of the difference: what the asker looked at, and what it is on locked rows."""

    imported: ImportFacts
    state: State
    open_doubts: int
    seen: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardFacts:
    mandates: frozenset[MandateKind]
    on: date
    state: State


@rule(
    decides="whether these files may be read in at this school by this person",
    norms=("OC-06", "BK-05", "OC-05"),
    since=date(2026, 8, 1),
)
def may_import(facts: ImportFacts) -> Verdict:
    return all_of(_mandate(facts.mandates, facts.on), _school(facts), _age(facts))


@rule(
    decides="whether this person may decide this doubt",
    norms=("OC-06", "OC-05", "BK-05"),
    since=date(2026, 8, 1),
)
def may_settle(facts: SettleFacts) -> Verdict:
    return all_of(_waiting(facts.state), _mandate(facts.mandates, facts.on, kind=facts.needs))


@rule(
    decides="whether what these files change may be applied now by this person",
    norms=("OC-06", "OC-05", "BK-05"),
    since=date(2026, 8, 1),
)
def may_apply(facts: ApplyFacts) -> Verdict:
    if facts.state is not State.SEEN:
        return _waiting(facts.state)
    doubts = refuse(OPEN_DOUBTS.about(count=facts.open_doubts)) if facts.open_doubts else allow(DECIDED)
    same = allow(SEEN) if facts.seen == facts.now else refuse(CHANGED)
    imported = facts.imported
    return all_of(_mandate(imported.mandates, imported.on), _school(imported), _age(imported), doubts, same)


@rule(
    decides="whether this person may put away files that wait",
    norms=("OC-06", "BK-05"),
    since=date(2026, 8, 1),
)
def may_discard(facts: DiscardFacts) -> Verdict:
    return all_of(_waiting(facts.state), _mandate(facts.mandates, facts.on))


def _mandate(mandates: frozenset[MandateKind], on: date, *, kind: MandateKind = MandateKind.ROSTER) -> Verdict:
    return may_decide_on_members(DecidesOnMembers(mandated=kind in mandates, on=on))


def _waiting(state: State) -> Verdict:
    return allow(WAITING) if state is State.SEEN else refuse(NOT_WAITING)


def _school(facts: ImportFacts) -> Verdict:
    """A code that both sides know must be the same; where one side knows none, a doubt asks."""
    ours, theirs = _full_code(facts.brin, facts.branch), _full_code(facts.file_brin, facts.file_branch)
    if facts.brin and facts.file_brin and ours != theirs:
        remedy = CHOOSE_OURS.about(school=facts.school_name)
        reason = OTHER_SCHOOL.about(file=theirs, school=facts.school_name, ours=ours).offering(remedy)
        return refuse(reason)
    return allow(OURS)


def _age(facts: ImportFacts) -> Verdict:
    older_year = bool(facts.file_year and facts.school_year) and facts.file_year < facts.school_year
    older_day = _is_before(facts.file_as_of, facts.last_as_of)
    older_moment = not older_day and facts.file_as_of == facts.last_as_of and _is_before(
        facts.file_made_at, facts.last_made_at
    )  # fmt: skip
    return refuse(OLDER) if older_year or older_day or older_moment else allow(CURRENT)


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def _full_code(brin: str, branch: str) -> str:
    return f"{brin}{branch or '00'}"
