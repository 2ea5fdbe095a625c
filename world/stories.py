"""What happened in the last six weeks: who placed what when, what families answered, and what changed since.

The words stand in stories.txt. Everything hangs on a moment that is given, and nothing lies after it. Here does not belong
how it is done in the product; that is play.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from world.cast import Cast, Guardian, Pupil
from world.when import STORY_WEEKS, ZONE, story_weeks, week_of_story

DAYS = ("ma", "di", "wo", "do", "vr")
SCHOOL_PAGE = "school"
LONG_AGO = timedelta(days=7)
YES, NO, SILENT = "yes", "no", "unanswered"
# What is asked, from near to far: purpose and channel as the product calls them.
QUESTIONS = (
    ("picture_alone", "own_family"), ("picture_with_others", "closed_group"), ("name", "closed_group"),
    ("picture_with_others", "closed_school"), ("picture_with_others", "website"), ("picture_with_others", "social_media"),
    ("picture_with_others", "print"),
)
GROUP_PHOTOS = ("picture_with_others", "closed_group")
SCHOOL_PHOTOS = ("picture_with_others", "closed_school")
# How willing families are, in parts of a hundred, per question: yes, no, and the rest did not answer yet.
WILLING = {
    ("picture_alone", "own_family"): (94, 2), GROUP_PHOTOS: (91, 4), ("name", "closed_group"): (88, 6), SCHOOL_PHOTOS: (84, 9),
    ("picture_with_others", "website"): (55, 33), ("picture_with_others", "social_media"): (31, 55),
    ("picture_with_others", "print"): (68, 18),
}


@dataclass(frozen=True)
class Story:
    """One message: in which group, at what moment, by whom (as they are called), with which pictures."""

    group: str
    at: datetime
    by: str
    title: str
    body: str
    pictures: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True)
class OwnNo:
    """A pupil that says no itself to one picture, and when its teacher covered it there."""

    pupil: str
    picture: str
    teacher: str
    at: datetime
    covered_at: datetime


@dataclass(frozen=True)
class Withdrawal:
    """A family that takes its yes for photos in the group back."""

    pupil: str
    guardian: str
    at: datetime


def told(*, at: datetime, last: int = STORY_WEEKS) -> tuple[Story, ...]:
    """This function will give every message of the last weeks that was placed, or still waits to be, by a moment; oldest first."""
    found = []
    for block in _blocks():
        head, title, *lines = block
        mark, rest = head[:3], head[3:]
        group, when, by, *pictures = (part.strip() for part in rest.split("|"))
        moment = _moment(when, at, last)
        if moment and mark == "-- " and not moment <= at < moment + LONG_AGO:
            # Somebody is always in the middle of something, and nobody for weeks: what waits that long is erased.
            moment = _yesterday(at, moment.timetz())
        if moment and moment <= at:
            names = tuple(name.strip() for name in pictures[0].split(",")) if pictures else ()
            found.append(Story(group, moment, by, title, "\n".join(lines).strip(), names, waits=mark == "-- "))
    return tuple(sorted(found, key=lambda story: story.at))


def starts(*, at: datetime) -> datetime:
    """This function will give the moment on which the school begins with Kring: the Friday before the first message."""
    return datetime.combine(story_weeks(at=at)[0] - timedelta(days=3), time(9, 0), tzinfo=ZONE)


def withdrawal(*, at: datetime, last: int = STORY_WEEKS) -> Withdrawal | None:
    """This function will give the one yes that was taken back, on a Thursday evening two weeks ago."""
    moment = _moment("4 do 19:04", at, last)
    return Withdrawal("Sem Postma", "Hilde Postma", moment) if moment and moment <= at else None


def own_no(*, at: datetime, last: int = STORY_WEEKS) -> OwnNo | None:
    """This function will give the picture that a pupil that decides alone did not want to be seen in, and had covered at once."""
    said, covered = _moment("5 do 08:25", at, last), _moment("5 do 08:50", at, last)
    return OwnNo("Imke Bouwman", "soep-koken", "meester Thijs", said, covered) if said and covered and covered <= at else None


def own_answer(*, pupil: Pupil, question: tuple[str, str]) -> str:
    """This function will give what a pupil that decides alone answered about itself at the start."""
    return OWN[pupil.name].get(question, YES)


def answer(*, pupil: Pupil, guardian: Guardian, question: tuple[str, str]) -> str:
    """This function will give what a guardian answered to a question about a child at the start."""
    fixed = FIXED.get((pupil.name, guardian.given), FIXED.get((pupil.name, "")))
    if fixed is not None:
        return fixed.get(question, fixed.get(None, YES))
    if pupil.protected:
        return NO
    if pupil.group == "g4" and question == GROUP_PHOTOS:
        return YES
    # Two guardians of one child say the same, and a family that is open to one thing mostly is to the next.
    mood, whim = _draw(f"{pupil.surname}/{pupil.guardians[0].name}"), _draw(f"{pupil.key}/{'/'.join(question)}")
    chance = mood if whim < 70 else whim
    yes, no = WILLING[question]
    return YES if chance < yes else NO if chance < yes + no else SILENT


# Families whose answers are part of the story; None stands for every other question.
FIXED: dict[tuple[str, str], dict] = {
    ("Ali Bouzid", ""): {None: SILENT},
    ("Noor van Leeuwen", "Marloes"): {None: YES, ("picture_with_others", "social_media"): NO},
    ("Noor van Leeuwen", "Jeroen"): {None: NO, ("picture_alone", "own_family"): YES},
    ("Sem Postma", ""): {None: YES, ("picture_with_others", "social_media"): NO},
    ("Yara Amrani", ""): {None: YES, ("picture_with_others", "social_media"): SILENT},
    ("Yassin Amrani", ""): {None: YES, ("picture_with_others", "print"): SILENT, ("picture_with_others", "social_media"): SILENT},
    ("Danylo Kovalenko", ""): {None: YES, ("picture_with_others", "website"): NO, ("picture_with_others", "social_media"): NO},
    ("Sumaya Abdi", ""): {None: YES, ("picture_with_others", "website"): NO, ("picture_with_others", "social_media"): NO},
    ("Amanuel Tesfay", ""): {None: SILENT, GROUP_PHOTOS: YES, ("picture_alone", "own_family"): YES},
}

# Covered in the photos of her group, and sent to her own parents uncovered: they say no to the one and yes to the other.
SEEN_AT_HOME = "Noor van Leeuwen"

# What pupils of sixteen and older chose themselves; a yes to all the rest.
OWN: dict[str, dict] = {
    "Imke Bouwman": {("picture_with_others", "website"): NO, ("picture_with_others", "social_media"): NO},
}


def willing_in_the_group(*, cast: Cast) -> dict[str, bool]:
    """This function will say of every child whether who decides about it said yes to photos in the group: all its guardians
    with authority, or a pupil of sixteen or older alone."""
    return {
        pupil.name: own_answer(pupil=pupil, question=GROUP_PHOTOS) == YES if pupil.alone else
        all(answer(pupil=pupil, guardian=g, question=GROUP_PHOTOS) == YES for g in deciders(pupil=pupil))
        for pupil in cast.pupils
    }


def deciders(*, pupil: Pupil) -> tuple[Guardian, ...]:
    """This function will give the guardians who answer about a child: those with authority, until it decides alone."""
    return () if pupil.alone else with_authority(pupil=pupil)


def with_authority(*, pupil: Pupil) -> tuple[Guardian, ...]:
    return tuple(g for g in pupil.guardians if g.authority)


def _blocks() -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in Path(__file__).with_name("stories.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(("== ", "-- ")):
            blocks.append([line])
        elif blocks and not line.startswith("#"):
            blocks[-1].append(line)
    return blocks


def _moment(when: str, at: datetime, last: int) -> datetime | None:
    """Week 6 is the week of now; None when it lies before the last weeks that are asked for."""
    week, day, clock = when.split()
    if int(week) <= STORY_WEEKS - last:
        return None
    monday = week_of_story(number=int(week), weeks=story_weeks(at=at))
    return datetime.combine(monday + timedelta(days=DAYS.index(day)), time.fromisoformat(clock), tzinfo=ZONE)


def _yesterday(at: datetime, clock: time) -> datetime:
    return datetime.combine(at.astimezone(ZONE).date() - timedelta(days=1), clock)


def _draw(text: str) -> int:
    return int(sha256(text.encode()).hexdigest()[:8], 16) % 100
