"""Sources, states, kinds of change and doubt, and phrases: sentences that are said in the reader's language later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

Subject = UUID | str  # a person or group that is there (its id), or one that comes (its key in the file)


class Source(StrEnum):
    ROSTER = "roster"
    GUARDIANS = "guardians"


class State(StrEnum):
    SEEN = "seen"  # the dry run: nothing has changed
    APPLIED = "applied"
    DISCARDED = "discarded"


class PersonKind(StrEnum):
    PUPIL = "pupil"
    STAFF = "staff"


class ChangeKind(StrEnum):
    """In the order in which a page shows them: first who loses access, last what nobody notices."""

    AUTHORITY_LOST = "authority_lost"
    CARE_ENDS = "care_ends"
    PUPIL_LEAVES = "pupil_leaves"
    STAFF_LEAVES = "staff_leaves"
    PROTECTED = "protected"
    AUTHORITY_GAINED = "authority_gained"
    UNPROTECTED = "unprotected"
    GUARDIAN_COMES = "guardian_comes"
    PUPIL_COMES = "pupil_comes"
    PUPIL_STAYS = "pupil_stays"
    STAFF_COMES = "staff_comes"
    STAFF_MOVES = "staff_moves"
    PUPIL_MOVES = "pupil_moves"
    PUPIL_ADVANCES = "pupil_advances"
    COMPOSITE_JOINED = "composite_joined"
    COMPOSITE_LEFT = "composite_left"
    PUPIL_RENAMED = "pupil_renamed"
    KEY_CHANGED = "key_changed"
    CONTACT_CHANGED = "contact_changed"
    STAFF_RENAMED = "staff_renamed"
    GROUP_NEW = "group_new"
    GROUP_RENAMED = "group_renamed"
    GROUP_ARCHIVED = "group_archived"


class DoubtKind(StrEnum):
    """What a file cannot decide. The order is that of the page."""

    SCHOOL_UNSURE = "school_unsure"
    MANY_MISSING = "many_missing"
    GROUP_MISSING = "group_missing"
    GUARDIANS_MISSING = "guardians_missing"
    STAFF_MISSING = "staff_missing"
    DUMMY_KEY = "dummy_key"
    SAME_CHILD = "same_child"
    OTHER_CHILD = "other_child"
    DUPLICATE_PUPIL = "duplicate_pupil"
    TWO_GROUPS = "two_groups"
    PUPIL_STAYS = "pupil_stays"
    UNKNOWN_PUPIL = "unknown_pupil"
    OTHER_NAME = "other_name"
    SAME_GUARDIAN = "same_guardian"
    AUTHORITY_UNKNOWN = "authority_unknown"
    AUTHORITY_GAINED = "authority_gained"
    GUARDIAN_MISSING = "guardian_missing"
    PROTECTION_LIFTED = "protection_lifted"
    STAFF_DUMMY_KEY = "staff_dummy_key"
    STAFF_GAINED = "staff_gained"


# Decisions about authority over one child need that mandate; the others that of the roster.
ABOUT_AUTHORITY = frozenset(
    {
        DoubtKind.AUTHORITY_UNKNOWN,
        DoubtKind.AUTHORITY_GAINED,
        DoubtKind.GUARDIAN_MISSING,
        DoubtKind.GUARDIANS_MISSING,
        DoubtKind.PROTECTION_LIFTED,
        DoubtKind.SAME_GUARDIAN,
        DoubtKind.OTHER_NAME,
    }
)

# What holds for the next file too. What was put off ("later", "keep") is asked again.
LASTING = frozenset({"right", "leave_out", "ours", "none"})


class Why(StrEnum):
    """Why a guardianship or an enrolment ends; kept with the row that ends."""

    LEFT = "left_school"
    MISSING = "missing_from_file"
    NO_AUTHORITY = "no_authority"
    AUTHORITY = "authority"
    DECIDED = "decided"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English source sentence with {places}. A value may be text, a number, a day, a Phrase, or a tuple of these."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
