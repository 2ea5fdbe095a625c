"""Words of pictures: where one comes from, how far it is, what was done to it, and how a child is accounted for."""

from enum import StrEnum


class Origin(StrEnum):
    """OC-12: what was made with an own device is for communication with parents and nothing else."""

    SCHOOL_DEVICE = "school_device"
    OWN_DEVICE = "own_device"


class AssetState(StrEnum):
    RECEIVED = "received"
    READY = "ready"
    UNREADABLE = "unreadable"
    ERASED = "erased"


class VersionKind(StrEnum):
    ORIGINAL = "original"
    COVERED = "covered"
    FAMILY = "family"  # a child is covered for all but its own guardians, and this is theirs


class Size(StrEnum):
    FULL = "full"
    SCREEN = "screen"
    THUMB = "thumb"


class FaceSource(StrEnum):
    FOUND = "found"
    DRAWN = "drawn"


class FaceState(StrEnum):
    OPEN = "open"
    COVERED = "covered"
    CUT = "cut"


# Nobody is recognisable by such a face.
AWAY_STATES = (FaceState.COVERED, FaceState.CUT)


class How(StrEnum):
    """How a placing accounts for a child: in view, covered in the pixels (or cut off; the face says which), or not in it."""

    SHOWN = "shown"
    COVERED = "covered"
    ABSENT = "absent"


class Ended(StrEnum):
    """Why a picture no longer stands somewhere."""

    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left_out"
    RETENTION = "retention"


class Touch(StrEnum):
    """What is done to the faces of a picture."""

    POINT_OUT = "point_out"
    COVER = "cover"
    UNCOVER = "uncover"
    CUT = "cut"
    SHOW_WHOLE = "show_whole"
    SHOW_FAMILY = "show_family"
    DRAW = "draw"


class Job(StrEnum):
    """The work that is done after an act, by name."""

    PROCESS = "media.process"
    RENDER = "media.render"
    DESTROY_KEYS = "media.destroy_keys"
