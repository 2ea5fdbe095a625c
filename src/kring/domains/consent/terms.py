"""Words of consent: what for, where, what was said, and what becomes of pictures that stand somewhere already."""

from enum import StrEnum


class Purpose(StrEnum):
    """What is asked. Together and alone are two questions (BK-11); a name is a third (OC-11)."""

    PICTURE_WITH_OTHERS = "picture_with_others"
    PICTURE_ALONE = "picture_alone"
    NAME = "name"


class Channel(StrEnum):
    """Where. Each channel is asked about apart (PL-08, OC-16)."""

    OWN_FAMILY = "own_family"  # only the child's own guardians; for pictures of the child alone
    CLOSED_GROUP = "closed_group"
    CLOSED_SCHOOL = "closed_school"
    CLOSED_WEBSITE = "closed_website"  # the protected part of the school's website, not Kring itself
    NEWSLETTER = "newsletter"
    WEBSITE = "website"
    SOCIAL_MEDIA = "social_media"
    PRINT = "print"
    PRESS = "press"


# From narrow to wide: who can see it. A wider channel is never easier.
CHANNELS_BY_REACH = (
    Channel.OWN_FAMILY, Channel.CLOSED_GROUP, Channel.CLOSED_SCHOOL, Channel.CLOSED_WEBSITE, Channel.NEWSLETTER,
    Channel.PRINT, Channel.WEBSITE, Channel.SOCIAL_MEDIA, Channel.PRESS,
)
CLOSED = frozenset({Channel.OWN_FAMILY, Channel.CLOSED_GROUP, Channel.CLOSED_SCHOOL, Channel.CLOSED_WEBSITE})


def can_be_asked(purpose: Purpose, channel: Channel) -> bool:
    """This function will say whether purpose and channel make a question: alone goes to the own family and nowhere else."""
    return (purpose is Purpose.PICTURE_ALONE) == (channel is Channel.OWN_FAMILY)


class Said(StrEnum):
    """The answer of one who decides, as it stands. UNANSWERED is never stored."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class WhoseYes(StrEnum):
    """Whose yes a channel needs: every guardian's, or one's while nobody says no."""

    EVERY = "every"
    ONE = "one"


class DeciderAs(StrEnum):
    GUARDIAN = "guardian"
    PUPIL = "pupil"


class How(StrEnum):
    """How a decision was confirmed in writing."""

    SIGNED_IN_KRING = "signed_in_kring"
    PAPER_REGISTERED = "paper_registered"


class ObjectionScope(StrEnum):
    """A child's own no: to everything, or to one picture."""

    GENERAL = "general"
    PICTURE = "picture"


class Aftercare(StrEnum):
    """What becomes of pictures that stand somewhere when a yes is withdrawn."""

    COVER = "cover"
    REMOVE = "remove"


POLICY_PREFIX = "consent.deciders."


def policy_name(channel: Channel) -> str:
    """This function will name the policy value that says whose yes a channel needs."""
    return POLICY_PREFIX + channel.value
