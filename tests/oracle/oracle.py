"""What the norms ask about consent, pictures and messages, said a second time; the product is held against it.

Written from the norms, the design and the threat model alone, before its writer read one rule or query of the product.
It imports nothing but the standard library (a test says so), keeps facts in plain lists and computes each answer anew
from all of them, so that it can be slow and must be plain. It knows nothing of rows, epochs, renditions or sessions.

Read as: a `World` is what is true; `World.on(at)` is a `View` of it at one moment, which answers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")
# Everything that can be asked: together, alone, a name (OC-11, BK-11), each on its own channel (PL-08, OC-16).
TOGETHER, ALONE, NAME = "picture_with_others", "picture_alone", "name"
# PL-08: only for these may the council let one yes be enough. All others stand open to the world or leave the school.
CLOSED = ("own_family", "closed_group", "closed_school", "closed_website")
YES, NO, WITHDRAWN, SILENT = "yes", "no", "withdrawn", "unanswered"
TEACHING = ("teacher", "support")
COVERED, ABSENT = "covered", "absent"
# PL-08: from this birthday only the pupil decides.
DECIDES_ALONE_AT = 16


@dataclass(frozen=True)
class Period:
    """From a day on, until and without another."""

    start: date
    end: date | None = None

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


@dataclass
class Care:
    pupil: str
    guardian: str
    authority: bool
    period: Period


@dataclass
class Stay:
    pupil: str
    group: str
    period: Period


@dataclass
class Work:
    """Somebody's role at the school, or with one group of it."""

    person: str
    role: str
    period: Period
    group: str | None = None


@dataclass(frozen=True)
class Said:
    """One answer by one person, to one meaning of one question (`line`)."""

    pupil: str
    by: str
    line: str
    answer: str
    at: datetime


@dataclass
class OwnNo:
    """A child's own no: in general, or to one picture."""

    pupil: str
    start: datetime
    picture: str | None = None
    end: datetime | None = None


@dataclass
class Question:
    """A meaning that is asked about one purpose on one channel, from a day on, until the next one for it."""

    line: str
    purpose: str
    channel: str
    start: date


@dataclass
class Placing:
    """One picture in one message. `cleared` says of a child that it is covered in what is served, or not in view.

    `members` are the children who may be in it untold: all who were in the group while the message was written.
    `marked` are covered children whose own guardians may see them after all; `made` are the sets of them of which there is a
    version with exactly these uncovered: one for what each guardian has of them when it is placed or covered further.
    """

    picture: str
    group: str | None
    by: str
    release: datetime
    members: frozenset[str]
    cleared: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    made: set[frozenset[str]] = field(default_factory=set)
    ended: datetime | None = None

    @property
    def channel(self) -> str:
        return "closed_school" if self.group is None else "closed_group"


@dataclass
class World:
    groups: list[str] = field(default_factory=list)
    born: dict[str, date] = field(default_factory=dict)
    cares: list[Care] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    own_noes: list[OwnNo] = field(default_factory=list)
    protected: list[tuple[str, Period]] = field(default_factory=list)
    one_is_enough: set[str] = field(default_factory=set)  # channels, by the council's consent

    def on(self, at: datetime) -> "View":
        return View(self, at)


@dataclass(frozen=True)
class Standing:
    """What holds for one child on one place; `why` is one word for it."""

    is_yes: bool
    why: str


@dataclass(frozen=True)
class Open:
    """Whose faces are open to somebody: all of `to_all`, of `own` (covered for others) none but these, and at least so many.

    Mostly `at_least` is all of `own`. It is fewer where somebody came to care for a combination of children only after the
    versions were made: then the largest that was made is promised, and never more than the norms allow.
    """

    to_all: frozenset[str]
    own: frozenset[str]
    at_least: int

    def is_what(self, faces: set[str]) -> bool:
        seen = faces - self.to_all
        return self.to_all <= faces and seen <= self.own and len(seen) >= self.at_least


def birthday(born: date, years: int) -> date:
    """The day on which somebody has this age; a child of 29 February on 1 March where the year has no such day."""
    year = born.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else date(year, born.month, born.day)


@dataclass(frozen=True)
class View:
    """The world at one moment."""

    world: World
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(LOCAL).date()

    # ── who ─────────────────────────────────────────────────────────────────────────────

    def with_authority(self, pupil: str) -> set[str]:
        return {c.guardian for c in self.world.cares if c.pupil == pupil and c.authority and c.period.holds(self.today)}

    def children_of(self, guardian: str) -> set[str]:
        return {c.pupil for c in self.world.cares if guardian in self.with_authority(c.pupil)}

    def pupils(self, group: str | None, on: date | None = None) -> set[str]:
        day = on or self.today
        return {s.pupil for s in self.world.stays if group in (None, s.group) and s.period.holds(day)}

    def decides_alone(self, pupil: str) -> bool:
        born = self.world.born.get(pupil)
        return born is not None and birthday(born, DECIDES_ALONE_AT) <= self.today

    def is_protected(self, pupil: str) -> bool:
        return any(p == pupil and period.holds(self.today) for p, period in self.world.protected)

    def works_as(self, person: str, role: str) -> bool:
        return any(w.person == person and w.role == role and w.group is None and w.period.holds(self.today)
                   for w in self.world.works)

    def works_with(self, person: str, group: str | None) -> bool:
        return any(w.person == person and w.group == group and group is not None and w.period.holds(self.today)
                   for w in self.world.works)

    # ── what holds for a child ──────────────────────────────────────────────────────────

    def standing(self, pupil: str, purpose: str, channel: str, picture: str | None = None) -> Standing:
        """May this child be shown (or named) there? A no goes before every yes; silence is no (PL-08, PL-09, OC-15)."""
        if self.is_protected(pupil):
            return Standing(False, "protected")
        if self.says_no_itself(pupil, None if purpose == NAME else picture):
            return Standing(False, "child says no")
        line = self.asked_now(purpose, channel)
        if line is None:
            return Standing(False, "never asked")
        own = self.last(pupil, pupil, line)
        if self.decides_alone(pupil):
            return Standing(own == YES, f"pupil: {own}")
        # Precedence: a child's no goes before every yes, at any age and in whatever form it came.
        return Standing(False, "child says no") if own in (NO, WITHDRAWN) else self.guardians_say(pupil, line, channel)

    def says_no_itself(self, pupil: str, picture: str | None) -> bool:
        return any(
            n.pupil == pupil and n.start <= self.at and (n.end is None or self.at < n.end)
            and (n.picture is None or n.picture == picture) for n in self.world.own_noes)

    def asked_now(self, purpose: str, channel: str) -> str | None:
        """The meaning that is asked about now: a yes to another one does not count."""
        there = [q for q in self.world.questions if (q.purpose, q.channel) == (purpose, channel) and q.start <= self.today]
        return max(there, key=lambda q: q.start).line if there else None

    def last(self, pupil: str, by: str, line: str) -> str:
        answers = [s for s in self.world.said if (s.pupil, s.by, s.line) == (pupil, by, line) and s.at <= self.at]
        return answers[-1].answer if answers else SILENT

    def guardians_say(self, pupil: str, line: str, channel: str) -> Standing:
        answers = [self.last(pupil, guardian, line) for guardian in self.with_authority(pupil)]
        if any(a in (NO, WITHDRAWN) for a in answers):
            return Standing(False, "a guardian says no")
        if not answers:
            return Standing(False, "nobody decides")
        enough = any if channel in CLOSED and channel in self.world.one_is_enough else all
        return Standing(enough(a == YES for a in answers), "guardians answered" if YES in answers else "silence")

    def may_be_in(self, group: str | None, since: date, until: date | None = None) -> set[str]:
        """Who may be in a picture of a group, taken while a message was written: whoever was in it on one of these days.
        A day counts as a whole: who left on it, or came on it, may have been there."""
        return {s.pupil for s in self.world.stays if group in (None, s.group) and s.period.start <= (until or self.today)
                and (s.period.end is None or since <= s.period.end)}

    def restricted(self, group: str | None, purpose: str, channel: str, since: date | None = None) -> set[str]:
        """The children of the question to the sender: no standing yes, unanswered included (OC-14)."""
        there = self.may_be_in(group, since or self.today)
        return {p for p in there if not self.standing(p, purpose, channel).is_yes}

    def against(self, picture: str) -> set[str]:
        """The children who say no to this very picture."""
        return {n.pupil for n in self.world.own_noes if n.picture == picture and self.says_no_itself(n.pupil, picture)}

    # ── placing ─────────────────────────────────────────────────────────────────────────

    def may_place(self, person: str, group: str | None) -> bool:
        """Teachers in their own groups; the director, or in the director's name, for the whole school (OC-07, OC-19).

        Our choice, where the norms are silent: who supports the teaching of a group counts as its teacher, and the director,
        who answers for all groups, places in each of them too.
        """
        if self.works_as(person, "director"):
            return True
        if group is None:
            return self.works_as(person, "deputy")
        return any(self.works_as(person, role) for role in TEACHING) and self.works_with(person, group)

    def pictures_may_go(self, *, group: str | None, asked: set[str], answer: str, seen: dict[str, bool],
                        picture: str, since: date | None = None, marked: set[str] = frozenset()) -> str:
        """May a picture go out? `seen`: children pointed out in it, and whether covered. "yes", "ask" or "no".

        A child pointed out may be covered, or in view with a yes; nobody is in view who was not asked about (OC-14). Whoever
        says no to this very picture is in it, and must be covered (OC-15). Of `marked`, covered children whom their own guardians
        are to see, each needs its yes for that.
        """
        channel = "closed_school" if group is None else "closed_group"
        in_view = {p for p, is_covered in seen.items() if not is_covered}
        covered = seen.keys() - in_view
        if any(not self.standing(p, TOGETHER, channel, picture).is_yes for p in in_view) or self.against(picture) - covered:
            return "no"
        if any(not self.may_go_to_family(p, picture) for p in marked):
            return "no"
        if answer == "" or not self.restricted(group, TOGETHER, channel, since) <= asked:
            return "ask"
        return "ask" if answer == YES and not seen else "yes"

    def may_go_to_family(self, pupil: str, picture: str) -> bool:
        """May the own guardians see a child in a picture in which others do not? By a yes for exactly that, now (OC-14, BK-11)."""
        return self.standing(pupil, ALONE, "own_family", picture).is_yes

    def may_mark(self, person: str, group: str | None, pupil: str, picture: str) -> bool:
        """May somebody let a covered child be seen by its own guardians? Whoever places there, while it is a draft, with a yes."""
        return self.may_place(person, group) and self.may_go_to_family(pupil, picture)

    def for_each_family(self, placing: Placing) -> set[frozenset[str]]:
        """What each guardian with authority today has of the marked children of a picture."""
        guardians = {c.guardian for c in self.world.cares}
        return {frozenset(placing.marked & self.children_of(g)) for g in guardians} - {frozenset()}

    def covered_further(self, placing: Placing) -> set[frozenset[str]]:
        """Of which sets a version is made when a picture that stands is covered further: from what is kept, which uncovers no more."""
        return {one for one in self.for_each_family(placing) if any(one <= kept for kept in placing.made)}

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def may_read(self, person: str, cap: str, group: str | None, release: datetime, by: str = "") -> bool:
        """May somebody read a message, under one cap? Nobody but its writer before it is out (OC-05, OC-07, OC-09, BK-05).

        Our choice, where the norms are silent: the guardians of a child who left the school read nothing of it any more, and
        of the staff only who works with a group, and the director, reads the page of the school.
        """
        if self.at < release and person != by:
            return False
        if cap == "guardian":
            there = self.pupils(group, release.astimezone(LOCAL).date()) & self.pupils(None)
            return bool(self.children_of(person) & there)
        if cap == "director":
            return self.works_as(person, "director")
        groups = [group] if group else self.world.groups
        return cap in TEACHING and self.works_as(person, cap) and any(self.works_with(person, g) for g in groups)

    def may_take_back(self, person: str, by: str) -> bool:
        """The sender, or the director (BK-05, OC-22)."""
        return person == by or self.works_as(person, "director")

    def recipients(self, group: str | None, release: datetime) -> set[str]:
        """Who is told of a message: the guardians, with authority now, of who was in the group at its release (BK-05)."""
        there = self.pupils(group, release.astimezone(LOCAL).date()) & self.pupils(None)
        return set().union(*(self.with_authority(p) for p in there), set())

    def unaccounted(self, placing: Placing) -> set[str]:
        """The children who keep a picture from being served: no yes now, and neither covered nor known to be absent.

        Whoever was in the group when it was written and placed may be in view; whoever was pointed out, or says no to it, is.
        """
        day = placing.release.astimezone(LOCAL).date()
        may_be_in = placing.members | self.may_be_in(placing.group, day, day) | placing.shown | self.against(placing.picture)
        return {p for p in may_be_in if p not in placing.cleared
                and not self.standing(p, TOGETHER, placing.channel, placing.picture).is_yes}

    def state(self, placing: Placing, *, person: str, cap: str) -> str:
        """What somebody gets of a picture: "shown", "checking" (its place, without the picture) or "nothing"."""
        if placing.ended is not None and placing.ended <= self.at:
            return "nothing"
        if not self.may_read(person, cap, placing.group, placing.release, placing.by):
            return "nothing"
        return "checking" if self.unaccounted(placing) else "shown"

    def open_faces(self, placing: Placing, *, person: str, cap: str) -> Open | None:
        """Which of the children pointed out in a picture are uncovered for somebody; None where it is not shown at all.

        Everybody sees the same, but for who looks as a guardian, with authority today: of the children that are marked the own
        ones, each with a yes for it now.
        """
        if self.state(placing, person=person, cap=cap) != "shown":
            return None
        covered = {p for p, how in placing.cleared.items() if how == COVERED}
        own = {p for p in placing.marked & covered & self.children_of(person)
               if cap == "guardian" and self.may_go_to_family(p, placing.picture)}
        return Open(frozenset(placing.shown - covered), frozenset(own),
                    max((len(m) for m in placing.made if m <= own), default=0))
