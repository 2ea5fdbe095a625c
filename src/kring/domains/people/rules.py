"""Who may decide about people: additions to groups and authority over a child are decisions by a mandated person."""

from dataclasses import dataclass
from datetime import date

from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, refuse, rule

ASK_MANDATED = Remedy("ask_mandated", gettext_noop("Ask somebody whom the board has given this task."))
NOT_MANDATED = Reason(
    "people.not_mandated", "OC-06",
    gettext_noop("Only somebody with a mandate of the board decides who is added."), remedies=(ASK_MANDATED,),
)
MANDATED = Reason("people.mandated", "OC-06", gettext_noop("You have the board's mandate for this."))


@dataclass(frozen=True)
class DecidesOnMembers:
    """Whether the asker holds the mandate on this day."""

    mandated: bool
    on: date


@rule(decides="whether this person may decide who is added to a group and who has authority over a child",
      norms=("OC-06",), since=date(2026, 8, 1))
def may_decide_on_members(facts: DecidesOnMembers) -> Verdict:
    return allow(MANDATED) if facts.mandated else refuse(NOT_MANDATED)
