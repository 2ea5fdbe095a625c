"""Who may put the school's agreements in force, and what a school needs before anything is placed."""

from dataclasses import dataclass
from datetime import date

from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, refuse, rule

ADOPT_FIRST = Remedy("adopt", gettext_noop("The director records the adoption with the minute of the council."))
ASK_DIRECTOR = Remedy("ask_director", gettext_noop("Ask the director."))
NOT_ADOPTED = Reason(
    "policy.not_adopted", "PL-14",
    gettext_noop("The school has not adopted its agreements yet."), remedies=(ADOPT_FIRST,),
)
IN_FORCE = Reason("policy.in_force", "PL-14", gettext_noop("The school adopted its agreements."))
NOT_THE_DIRECTOR = Reason(
    "policy.not_the_director", "PL-14",
    gettext_noop("Only the director records that the school adopts its agreements."), remedies=(ASK_DIRECTOR,),
)
NO_MINUTE = Reason(
    "policy.no_minute", "PL-14",
    gettext_noop("The council's consent is missing: name the minute and its day."),
    remedies=(Remedy("name_minute", gettext_noop("Fill in which minute holds the council's consent.")),),
)
NOT_YET = Reason(
    "policy.minute_ahead", "PL-14", gettext_noop("The day of the minute still has to come."),
    remedies=(Remedy("wait_for_council", gettext_noop("Record the adoption once the council has decided.")),),
)
MAY_ADOPT = Reason("policy.may_adopt", "PL-14", gettext_noop("The director adopts with the council's consent."))


@dataclass(frozen=True)
class AdoptionFacts:
    is_director: bool
    council_minute: str
    council_on: date | None
    on: date


@dataclass(frozen=True)
class InForceFacts:
    adopted: bool


@rule(decides="whether this person may record that the school adopts its agreements", norms=("PL-14",),
      since=date(2026, 8, 1))
def may_adopt(facts: AdoptionFacts) -> Verdict:
    if not facts.is_director:
        return refuse(NOT_THE_DIRECTOR)
    if not facts.council_minute.strip() or facts.council_on is None:
        return refuse(NO_MINUTE)
    if facts.council_on > facts.on:
        return refuse(NOT_YET)
    return allow(MAY_ADOPT)


@rule(decides="whether the school's agreements are in force, so that anything may be placed", norms=("PL-14",),
      since=date(2026, 8, 1))
def must_have_adopted(facts: InForceFacts) -> Verdict:
    return allow(IN_FORCE) if facts.adopted else refuse(NOT_ADOPTED)
