"""Who is who at Het Hoefblad: pupils, guardians, staff and the people around the school, always the same.

Here belong persons and the facts that an administration holds of them. Names stand in families.txt. What they
chose stands in stories.py; how the administration's files look stands in rosters.py.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import sha512
from pathlib import Path
from typing import TypeVar

from world.when import Period

T = TypeVar("T")

BOARD = "Stichting De Waterkant"
SCHOOL = "Het Hoefblad"
BRIN = "99KH"
PHONE = "0113 - 55 01 42"
GROUPS = {
    "g12a": "Groep 1/2 A", "g12b": "Groep 1/2 B", "g3": "Groep 3", "g4": "Groep 4",
    "g45": "Groep 4/5", "g6": "Groep 6", "g7": "Groep 7", "g8": "Groep 8",
}
COMPOSITES = {"sg-plus": "Plusgroep", "sg-raad": "Leerlingenraad", "sg-praktijk": "Praktijkgroep"}
YEAR_OF = {"g3": 3, "g4": 4, "g6": 6, "g7": 7, "g8": 8}
IN_COMPOSITE = {
    "sg-plus": ("Ming Lin", "Hidde Poelstra", "Sumaya Abdi", "Minh Tran", "Floor Timmer", "Vikram Kisoen",
                "Jamie Sewpersad", "Sofia Ouali"),
    "sg-raad": ("Inês Monteiro", "Tim Schouten", "Nina Sluis", "Younes Chaouch", "Soraya Doekhi", "Yassin Amrani",
                "Cas Verhagen", "Faith Adeyemi"),
}
RELATIONS = ("moeder", "vader", "voogd", "stiefouder", "verzorger")
MARKS = ("geen", "samen", "post")
PREFIX_WORDS = ("van", "de", "den", "der", "ter", "ten", "het", "'t")


@dataclass(frozen=True)
class Guardian:
    """One human who raises one or more pupils; `authority` is legal authority as the administration knows it."""

    name: str
    relation: str
    authority: bool
    language: str
    email: str
    phone: str = ""

    @property
    def given(self) -> str:
        return given_and_surname(name=self.name)[0]

    @property
    def surname(self) -> str:
        return given_and_surname(name=self.name)[1]


@dataclass(frozen=True)
class Pupil:
    """One child; `key` is the number of the administration, the same during the whole school career. `alone`: sixteen
    or older from the first day of the school year on, so that it decides itself."""

    key: str
    given: str
    surname: str
    boy: bool
    born: date
    group: str
    year: int
    guardians: tuple[Guardian, ...]
    composites: tuple[str, ...] = ()
    protected: bool = False
    alone: bool = False
    leaves_on: date | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    @property
    def eckid(self) -> str:
        """The chain number; an administration that uses a dummy key ("#017") has none to give."""
        if self.key.startswith("#"):
            return ""
        return "https://ketenid.nl/pilot/" + sha512(f"hoefblad/{self.key}".encode()).hexdigest()


@dataclass(frozen=True)
class Staff:
    """One member of staff; `called` is how children and parents say it; `days` are working days, Monday is 0."""

    key: str
    name: str
    called: str
    capacity: str
    roles: tuple[str, ...]
    groups: tuple[str, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    starts: str = "08:00"
    ends: str = "17:00"

    @property
    def email(self) -> str:
        return f"{slug(text=self.name)}@hoefblad.example"


@dataclass(frozen=True)
class Outsider:
    """Somebody around the school who is in no roster: mandated by the board, engaged for one thing, or a stranger."""

    name: str
    part: str
    email: str


@dataclass(frozen=True)
class Cast:
    year: Period
    pupils: tuple[Pupil, ...]
    staff: tuple[Staff, ...]
    outsiders: tuple[Outsider, ...] = field(default=())

    def pupil(self, name: str, *, group: str | None = None) -> Pupil:
        """This function will give the one pupil with this full name, or with this given name in the group."""
        return _one(name, [p for p in self.pupils if name == p.name or (name == p.given and group == p.group)])

    def guardian(self, name: str) -> Guardian:
        return _one(name, [g for g in self.guardians if g.name == name])

    def member(self, name: str) -> Staff:
        """This function will give the one member of staff with this name, or called so ("juf Sanne")."""
        return _one(name, [s for s in self.staff if name in (s.name, s.called)])

    def outsider(self, part: str) -> Outsider:
        return _one(part, [o for o in self.outsiders if o.part == part])

    def group(self, key: str) -> tuple[Pupil, ...]:
        return tuple(p for p in self.pupils if key == p.group or key in p.composites)

    @property
    def guardians(self) -> tuple[Guardian, ...]:
        """Every guardian once, in the order of the pupils."""
        return tuple(dict.fromkeys(g for p in self.pupils for g in p.guardians))

    def children_of(self, guardian: Guardian) -> tuple[Pupil, ...]:
        return tuple(p for p in self.pupils if guardian in p.guardians)


STAFF = (
    Staff("HB01", "Ingrid Vos", "mevrouw Vos", "director", ("DIR",)),
    Staff("HB02", "Hanneke Blom", "Hanneke", "administrator", ("ADM",), days=(0, 1, 3, 4), ends="15:30"),
    Staff("HB03", "Petra Willems", "juf Petra", "support", ("IB",), days=(0, 1, 3)),
    Staff("HB04", "Sanne Bergsma", "juf Sanne", "teacher", ("LRK",), ("g4",), days=(0, 1, 2)),
    Staff("HB05", "Joris van Dam", "meester Joris", "teacher", ("LRK",), ("g4",), days=(3, 4)),
    Staff("HB06", "Naima El Idrissi", "juf Naima", "teacher", ("LRK",), ("g7",)),
    Staff("HB07", "Wilma Hoekstra", "juf Wilma", "teacher", ("LRK",), ("g12a",)),
    Staff("HB08", "Chantal Pinas", "juf Chantal", "teacher", ("LRK",), ("g12b",)),
    Staff("HB09", "Lieke Verbeek", "juf Lieke", "teacher", ("LRK",), ("g3",), days=(0, 1, 2)),
    Staff("HB10", "Anneke de Boer", "juf Anneke", "teacher", ("LRK",), ("g3",), days=(3, 4)),
    Staff("HB11", "Metin Durmaz", "meester Metin", "teacher", ("LRK",), ("g45",)),
    Staff("HB12", "Ellen Doorn", "juf Ellen", "teacher", ("LRK",), ("g6", "sg-plus")),
    Staff("HB13", "Berend Kuijpers", "meester Berend", "teacher", ("LRK", "ADJ"), ("g8", "sg-raad")),
    Staff("HB14", "Gijs Molenaar", "meester Gijs", "teacher", ("LRK",), ("g6",), days=(3, 4)),
    Staff("HB15", "Thijs Wouda", "meester Thijs", "teacher", ("VAK",), ("g3", "g4", "g45", "g6", "g7", "g8", "sg-praktijk"),
          days=(1, 3)),
    Staff("HB16", "Samira Haddou", "juf Samira", "support", ("OWA",), ("g12a", "g12b"), ends="15:00"),
    Staff("HB17", "Iris Janssen", "Iris", "support", ("STA",), ("g4",), days=(1, 3)),
)
OUTSIDERS = (
    Outsider("Marit Haverkamp", "officer", "fg@dewaterkant.example"),
    Outsider("Wiebe Hartog", "counsellor", "wiebe.hartog@vertrouwen.example"),
    Outsider("Tom Verhage", "supervisor", "t.verhage@pabo.example"),
    Outsider("Roel Tamminga", "stranger", "roel.tamminga@post.example"),
)
COUNCIL = {
    "guardians": ("Karin Oosterhuis", "Rob Verhagen", "Hanan El Amin"),
    "staff": ("Lieke Verbeek", "Chantal Pinas", "Metin Durmaz"),
}
EX_TEACHER = "Gijs Molenaar"
DEPUTY = "Berend Kuijpers"


@cache
def load(*, year: Period) -> Cast:
    """This function will give the whole cast as it is at the start of a school year."""
    pupils: list[Pupil] = []
    for line in Path(__file__).with_name("families.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            pupils += _family(line, first=len(pupils), year=year)
    return Cast(year, tuple(pupils), STAFF, OUTSIDERS)


def slug(*, text: str) -> str:
    """This function will write a name as it stands in an e-mail address."""
    plain = text.replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return ".".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def given_and_surname(*, name: str) -> tuple[str, str]:
    """This function will cut a name as it is spoken after the given name, which may be double ("Jan Sipke")."""
    words = name.split()
    cut = 2 if words[:2] == ["Jan", "Sipke"] else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def prefix_and_core(*, surname: str) -> tuple[str, str]:
    """This function will part a surname as EDEXML does: "van der Wal" is "van der" and "Wal"."""
    words = surname.split()
    cut = next(i for i, w in enumerate(words) if w not in PREFIX_WORDS)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _family(line: str, *, first: int, year: Period) -> list[Pupil]:
    surname, children, adults = (part.strip() for part in line.split("|"))
    guardians = tuple(_guardian(text.split(), surname=surname) for text in adults.split(","))
    return [
        _pupil(text.split(), surname=surname, guardians=guardians, family=first, number=first + i, year=year)
        for i, text in enumerate(children.split(","))
    ]


def _guardian(words: list[str], *, surname: str) -> Guardian:
    at = next(i for i, w in enumerate(words) if w in RELATIONS)
    marks = words[at + 1:]
    name = " ".join(words[:at])
    if at == 1 or name == "Jan Sipke":
        name = f"{name} {surname}"
    address = "" if "post" in marks else slug(text=surname if "samen" in marks else name)
    language = next((m for m in marks if m not in MARKS), "nl")
    return Guardian(
        name=name, relation=words[at], authority="geen" not in marks, language=language,
        email=address and f"{address}@ouders.example", phone="" if address else "06-12345678",
    )


def _pupil(
    words: list[str], *, surname: str, guardians: tuple[Guardian, ...], family: int, number: int, year: Period
) -> Pupil:
    given, sex, place, *marks = words
    group, _, written_year = place.partition(":")
    in_year = int(written_year or YEAR_OF[group])
    key, name = str(24001 + number), f"{given} {surname}"
    return Pupil(
        key=key, given=given, surname=surname, boy=sex == "j", born=_birthday(family, in_year, year),
        group=group if group in GROUPS else "", year=in_year, guardians=guardians, protected="geheim" in marks,
        alone="zelf" in marks,
        composites=tuple(c for c in COMPOSITES if c == group or name in IN_COMPOSITE.get(c, ())),
    )


def _birthday(family: int, in_year: int, year: Period) -> date:
    """A child in year n turns n + 4 between 1 October and 30 September of the school year, roughly as in life; two
    of one family in one year are twins."""
    oldest = date(year.start.year - in_year - 4, 10, 1)
    return oldest + timedelta(days=int(sha512(f"{family}/{in_year}".encode()).hexdigest()[:6], 16) % 365)


def _one(wanted: str, found: list[T]) -> T:
    if len(found) != 1:
        raise LookupError(f"{wanted!r} names {len(found)} people of the cast")
    return found[0]
