"""Who may place a message where, read it and take it back."""

from dataclasses import dataclass
from datetime import date, datetime

from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, refuse, rule

OFFER_DIRECTOR = Remedy("ask_director", gettext_noop("Ask the director to place it."))
OTHER_GROUP = Remedy("own_group", gettext_noop("Place it in a group of your own."))
WRITE = Remedy("write", gettext_noop("Write a line, or add a photo."))

NOT_YOUR_GROUP = Reason("posts.not_your_group", "OC-07", gettext_noop("You do not work with this group."),
                        remedies=(OTHER_GROUP,))
ONLY_DIRECTOR = Reason("posts.only_director", "OC-19",
                       gettext_noop("A message to the whole school is placed by the director."),
                       remedies=(OFFER_DIRECTOR,))
NOT_STAFF = Reason("posts.not_staff", "OC-07", gettext_noop("Messages in a group are placed by its teachers."))
GROUP_CLOSED = Reason("posts.group_closed", "OC-07",
                      gettext_noop("This group is of an earlier school year. Nothing new is placed in it."),
                      remedies=(OTHER_GROUP,))
EMPTY = Reason("posts.empty", "OC-17", gettext_noop("There is nothing in the message yet."), remedies=(WRITE,))
TOO_MANY = Reason("posts.too_many_photos", "OC-17",
                  gettext_noop("A message holds at most {most} photos."),
                  remedies=(Remedy("fewer", gettext_noop("Choose fewer photos, or make a second message.")),))
ENOUGH_ROOM = Reason("posts.enough_room", "OC-17", gettext_noop("The photos fit in one message."))
MAY_PLACE = Reason("posts.may_place", "OC-07", gettext_noop("You work with this group."))
MAY_PLACE_SCHOOL = Reason("posts.may_place_school", "OC-19", gettext_noop("You place for the whole school."))

NOT_FOR_YOU = Reason("posts.not_for_you", "OC-05", gettext_noop("This message is for the guardians of that group."))
RECALLED = Reason("posts.recalled", "BK-05", gettext_noop("This message was taken back."))
NOT_YET = Reason("posts.not_yet", "BK-05", gettext_noop("This message can still be taken back; it is not out yet."))
FOR_YOU = Reason("posts.for_you", "OC-05", gettext_noop("Your child was in this group when the message was placed."))
WORKS_HERE = Reason("posts.works_here", "OC-07", gettext_noop("You work with this group."))

NOT_YOURS = Reason("posts.not_yours", "OC-22", gettext_noop("Only who placed a message, or the director, takes it back."),
                   remedies=(OFFER_DIRECTOR,))
MAY_RECALL = Reason("posts.may_recall", "BK-05", gettext_noop("You may take this message back."))


@dataclass(frozen=True)
class PlaceFacts:
    """Where a message would go and who asks. `for_group` is False for the school page."""

    for_group: bool
    is_staff: bool
    works_with_group: bool
    is_director: bool
    group_open: bool
    has_content: bool
    on: date


@dataclass(frozen=True)
class PhotosFacts:
    photos: int
    most: int


@dataclass(frozen=True)
class ReadFacts:
    """One message and one reader at one moment. `works_with_group` is any group of the school for a message to all of it."""

    is_guardian: bool
    child_in_audience: bool
    child_still_here: bool
    is_staff: bool
    works_with_group: bool
    is_director: bool
    is_author: bool
    for_group: bool
    recalled: bool
    release_at: datetime
    at: datetime


@dataclass(frozen=True)
class RecallFacts:
    is_author: bool
    is_director: bool


@rule(decides="whether this person may place this message in this group or for the school",
      norms=("OC-07", "OC-17", "OC-19"), since=date(2026, 8, 1))
def may_place_post(facts: PlaceFacts) -> Verdict:
    if not facts.is_staff:
        return refuse(NOT_STAFF)
    if not facts.for_group and not facts.is_director:
        return refuse(ONLY_DIRECTOR)
    if facts.for_group and not (facts.works_with_group or facts.is_director):
        return refuse(NOT_YOUR_GROUP)
    if facts.for_group and not facts.group_open:
        return refuse(GROUP_CLOSED)
    if not facts.has_content:
        return refuse(EMPTY)
    return allow(MAY_PLACE if facts.for_group else MAY_PLACE_SCHOOL)


@rule(decides="whether a message may hold this many photos", norms=("OC-17",), since=date(2026, 8, 1))
def may_have_photos(facts: PhotosFacts) -> Verdict:
    if facts.photos > facts.most:
        return refuse(TOO_MANY.about(most=facts.most))
    return allow(ENOUGH_ROOM)


@rule(decides="whether this person may read this message now", norms=("OC-05", "OC-07", "BK-05"),
      since=date(2026, 8, 1))
def may_read(facts: ReadFacts) -> Verdict:
    if facts.recalled:
        return refuse(RECALLED)
    if facts.is_guardian:
        if not (facts.child_in_audience and facts.child_still_here):
            return refuse(NOT_FOR_YOU)
        return allow(FOR_YOU) if facts.release_at <= facts.at else refuse(NOT_YET)
    if not facts.is_staff or not (facts.works_with_group or facts.is_director):
        return refuse(NOT_FOR_YOU)
    if facts.release_at > facts.at and not facts.is_author:
        return refuse(NOT_YET)
    return allow(WORKS_HERE)


@rule(decides="whether this person may take this message back", norms=("BK-05", "OC-22"), since=date(2026, 8, 1))
def may_recall(facts: RecallFacts) -> Verdict:
    return allow(MAY_RECALL) if facts.is_author or facts.is_director else refuse(NOT_YOURS)
