"""What is counted now, on the school's real data, under the norm that it shows.

Here belongs asking the domains and wording the answer. A norm without a count simply has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kring.ground import heartbeats, retention
from kring.ground.actor import Actor
from kring.web import moments


@dataclass(frozen=True)
class Count:
    """One count: the figure large, what it counts, and whether it is as it should be."""

    figure: str
    text: str
    fine: bool


def counts(*, actor: Actor, at: datetime) -> Mapping[str, tuple[Count, ...]]:
    """This function will return what can be counted now, by norm id."""
    return {"BK-09": (_erasing(at),)}


def listed(found: Mapping[str, tuple[Count, ...]]) -> list[Count]:
    """This function will put all counts in one row, in the order of the norms that they show."""
    return [count for counts_of_norm in found.values() for count in counts_of_norm]


def _erasing(at: datetime) -> Count:
    last = heartbeats.last(name=retention.HEARTBEAT)
    if last is None:
        return Count("–", _("Erasing what is past its term has not run here yet."), False)
    fine = not retention.overdue_alarm(at)
    text = _("Erasing ran. Nothing is kept past its term.") if fine else _("Erasing did not run for too long.")
    return Count(moments.near(last, at), text, fine)
