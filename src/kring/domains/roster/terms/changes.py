"""What files would change, sentence by sentence, and what only a person may decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kring.domains.people.terms import MandateKind
from kring.domains.roster.terms.acts import Act
from kring.domains.roster.terms.kinds import ABOUT_AUTHORITY, ChangeKind, DoubtKind, Phrase, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One guardian and one child: who gains or loses sight of it."""

    guardian: str
    pupil: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sentence, what people notice of it, where the file says it, and what is written when it is applied."""

    kind: ChangeKind
    who: str
    text: Phrase
    effect: Phrase | None = None
    source: Source = Source.ROSTER
    line: int = 0
    gains: tuple[Access, ...] = ()
    loses: tuple[Access, ...] = ()
    act: Act | None = None
    about: str = ""  # the key that the file uses, for matching and for tests; never shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    code: str
    label: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One question for a named person. ``code`` names it, so that an answer can be kept; ``chosen`` is that answer."""

    kind: DoubtKind
    code: str
    who: str
    text: Phrase
    choices: tuple[Choice, ...]
    chosen: str = ""
    source: Source = Source.ROSTER
    line: int = 0

    @property
    def is_open(self) -> bool:
        return self.chosen not in {choice.code for choice in self.choices}

    @property
    def needs(self) -> MandateKind:
        return MandateKind.GUARDIANSHIP if self.kind in ABOUT_AUTHORITY else MandateKind.ROSTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that two files would change at one school on one day, with these answers to the doubts."""

    school_year: str
    is_new_year: bool
    is_first: bool
    as_of: date | None
    made_at: datetime | None
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    unreached: tuple[str, ...]  # pupils for whom nobody with authority is known
    dropped: Mapping[str, int]
    batch: int = 0  # guardians whose authority the one decision of the first import covers

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.is_open)

    @property
    def gains(self) -> tuple[Access, ...]:
        return tuple(dict.fromkeys(access for change in self.changes for access in change.gains))

    @property
    def loses(self) -> tuple[Access, ...]:
        return tuple(dict.fromkeys(access for change in self.changes for access in change.loses))
