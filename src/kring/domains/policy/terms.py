"""The knobs that a school has so far, each with its strict default and the norm it stands under."""

from dataclasses import dataclass

from kring.norms import gettext_noop


@dataclass(frozen=True)
class Knob:
    """One value that a school may set, by way of its council where the norm says so."""

    name: str
    norm: str
    default: bool | int | str
    says: str


KNOBS = (
    Knob("consent.whose_yes.closed_group", "PL-08", "every",
         gettext_noop("In the group: every guardian with authority says yes.")),
    Knob("consent.whose_yes.closed_school", "PL-08", "every",
         gettext_noop("For the whole school: every guardian with authority says yes.")),
    Knob("pictures.save_own_child", "BK-02", False,
         gettext_noop("Guardians cannot save pictures to their own device.")),
    Knob("pictures.alone_needs_asking", "BK-10", True,
         gettext_noop("A picture of one child, only for its own guardians, is asked for too.")),
    Knob("posts.min_per_week", "OC-20", 1, gettext_noop("A group gets at least one message in a school week.")),
    Knob("posts.max_per_week", "OC-20", 2, gettext_noop("A group gets at most two messages in a school week.")),
)
DEFAULTS = {knob.name: knob for knob in KNOBS}
