"""What is counted now, on the real data, under the norm that it shows.

Here belongs asking the domains and wording the answer. A norm without a count simply has none. `quick` counts cost a
statement or two; `pictures` walks every picture that stands, and so has an address of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kring.domains.media.queries import accountability as media
from kring.ground import heartbeats, retention
from kring.ground.actor import Actor
from kring.web import moments

PICTURES = "OC-14"


@dataclass(frozen=True)
class Count:
    """One count: the figure large, what it counts, and whether it is as it should be."""

    figure: str
    text: str
    fine: bool


def quick(*, at: datetime) -> Mapping[str, tuple[Count, ...]]:
    """This function will return what can be counted at once, by norm id."""
    return {"BK-09": (_erasing(at),)}


def pictures(*, actor: Actor, at: datetime) -> Mapping[str, tuple[Count, ...]]:
    """This function will count the pictures that are shown now by what they rest on, by norm id."""
    found = media.accountability_counts(board_id=actor.board_id, at=at)
    seen = found.with_consent + found.resting_on_an_answer + found.without
    without = _("pictures with a child without a yes, of %(n)s looked at") % {"n": seen}
    return {
        PICTURES: (
            Count(str(found.without), without, found.without == 0),
            Count(str(found.with_consent), _("pictures rest on a yes for every child"), True),
            Count(str(found.resting_on_an_answer), _("pictures rest on somebody who looked, and covered or missed the others"), True),
            Count(str(found.being_checked), _("pictures are being checked and shown to nobody"), True),
        )
    }


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
