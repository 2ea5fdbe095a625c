"""Words of consent: what for, where, what was said, what becomes of pictures that stand somewhere, and ready texts."""

from enum import StrEnum

from kring.norms import gettext_noop as _


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


class State(StrEnum):
    """What somebody is told about a place on their own page: their answer, and what holds."""

    OPEN = "open"
    OPEN_BUT_YES = "open_but_yes"  # one yes is enough here, and there is one
    YES = "yes"
    WAITS = "waits"
    YES_BUT_NO = "yes_but_no"
    NO = "no"


class Aftercare(StrEnum):
    """What becomes of pictures that stand somewhere when a yes is withdrawn."""

    COVER = "cover"
    REMOVE = "remove"


POLICY_PREFIX = "consent.whose_yes."


def policy_name(channel: Channel) -> str:
    """This function will name the policy value that says whose yes a channel needs."""
    return POLICY_PREFIX + channel.value


PURPOSE_LABELS = {
    Purpose.PICTURE_WITH_OTHERS: _("Photos"), Purpose.PICTURE_ALONE: _("Photos of the child alone"),
    Purpose.NAME: _("First name"),
}
CHANNEL_LABELS = {
    Channel.OWN_FAMILY: _("to the own parents"), Channel.CLOSED_GROUP: _("in the group"),
    Channel.CLOSED_SCHOOL: _("in the whole school"), Channel.CLOSED_WEBSITE: _("on the protected part of the website"),
    Channel.NEWSLETTER: _("in the newsletter"), Channel.WEBSITE: _("on the website"),
    Channel.SOCIAL_MEDIA: _("on social media"), Channel.PRINT: _("in the printed guide"), Channel.PRESS: _("in the newspaper"),
}
PLACES = tuple((purpose, channel) for channel in CHANNELS_BY_REACH for purpose in Purpose if can_be_asked(purpose, channel))

# Texts that a school can put in force as they are: the question and its explanation. "{child}" becomes the first name.
READY_TEXTS: dict[tuple[Purpose, Channel], tuple[str, str]] = {
    (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP): (
        _("May {child} be in photos and videos in the group?"),
        _("The parents of the children in the group see them. Not public.")),
    (Purpose.NAME, Channel.CLOSED_GROUP): (
        _("May the first name of {child} be in the group?"), _("For example on a birthday. Without a photo.")),
    (Purpose.PICTURE_ALONE, Channel.OWN_FAMILY): (
        _("May photos and videos of only {child} go to the child's own parents?"),
        _("Only the parents with authority see {child} there. Other children are there only where that is allowed for them.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_SCHOOL): (
        _("May {child} be in photos and videos that the whole school sees?"),
        _("All parents of the school see them, in Kring. Not public.")),
    (Purpose.NAME, Channel.CLOSED_SCHOOL): (
        _("May the first name of {child} be in messages to the whole school?"),
        _("All parents of the school see it, in Kring. Not public.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_WEBSITE): (
        _("May {child} be in photos on the protected part of the school's website?"),
        _("Only people with the school's password see them.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.NEWSLETTER): (
        _("May {child} be in photos in the newsletter?"),
        _("The newsletter goes to all parents. They can pass it on.")),
    (Purpose.NAME, Channel.NEWSLETTER): (
        _("May the first name of {child} be in the newsletter?"),
        _("The newsletter goes to all parents. They can pass it on.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.PRINT): (
        _("May {child} be in photos in the printed school guide?"),
        _("What is printed cannot be taken back by the school.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.WEBSITE): (
        _("May {child} be in photos on the school's website?"), _("Everybody sees them, also in search engines.")),
    (Purpose.NAME, Channel.WEBSITE): (
        _("May the first name of {child} be on the school's website?"), _("Everybody sees it, also in search engines.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.SOCIAL_MEDIA): (
        _("May {child} be in photos on the school's social media?"),
        _("Everybody sees them. Others can share them further.")),
    (Purpose.PICTURE_WITH_OTHERS, Channel.PRESS): (
        _("May {child} be in photos in the newspaper?"), _("Everybody sees them. The school cannot take them back.")),
}
