"""Where changes and questions are gathered while two files are read against what Kring knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kring.domains.people.terms import Name
from kring.domains.roster.terms.changes import Access, Change, Choice, Doubt
from kring.domains.roster.terms.kinds import DoubtKind, Phrase, Source
from kring.domains.roster.terms.known import AsIs, KnownCare, KnownGroup, KnownGuardian
from kring.norms import gettext_noop as _

_GROUP = _("group {name}")


@dataclass
class Draft:
    """One reading. ``choices`` are answers that people gave, by the code of the doubt."""

    as_is: AsIs
    choices: Mapping[str, str]
    school_year: str
    turn_on: date  # the day from which new groups hold: today, or the first day of a school year that is to come
    changes: list[Change] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    source: Source = Source.ROSTER

    def __post_init__(self) -> None:
        self.guardian_of: dict[UUID, KnownGuardian] = {one.id: one for one in self.as_is.guardians}
        self.key_of: dict[UUID, str] = {person_id: key for key, person_id in self.as_is.pupil_keys.items()}
        self.cares_of: dict[UUID, list[KnownCare]] = {}
        for care in self.as_is.cares:
            self.cares_of.setdefault(care.pupil_id, []).append(care)
        self.group_of: dict[UUID, KnownGroup] = {group.id: group for group in self.as_is.groups}
        self.group_by_key: dict[str, KnownGroup] = {
            group.key: group for group in self.as_is.groups if group.school_year == self.school_year
        }
        self.group_name: dict[str, str] = {key: group.name for key, group in self.group_by_key.items()}

    @property
    def on(self) -> date:
        return self.as_is.on

    @property
    def is_new_year(self) -> bool:
        return bool(self.as_is.school_year) and self.school_year != self.as_is.school_year

    def ask(
        self,
        kind: DoubtKind,
        about: str,
        *,
        who: str,
        text: Phrase,
        choices: Iterable[tuple[str, Phrase]],
        line: int = 0,
    ) -> str:
        """Put a question and return the answer that was given to it before, or "" while there is none."""
        code = f"{kind.value}:{about}"
        chosen = self.choices.get(code, "")
        doubt = Doubt(
            kind=kind,
            code=code,
            who=who,
            text=text,
            choices=tuple(Choice(code=name, label=label) for name, label in choices),
            chosen=chosen,
            source=self.source,
            line=line,
        )
        self.doubts.append(doubt)
        return "" if doubt.is_open else chosen

    def note(self, change: Change) -> None:
        self.changes.append(change)

    def losing(self, pupil_id: UUID, pupil: Name) -> tuple[Access, ...]:
        """Return who has access to a pupil now, and would lose it when the pupil leaves."""
        names = [self.guardian_of[care.guardian_id].name for care in self.cares_of.get(pupil_id, ()) if care.authority]
        return tuple(
            Access(guardian=name.full, pupil=pupil.full) for name in sorted(names, key=lambda name: name.sort_key)
        )

    def groups(self, keys: Iterable[str]) -> tuple[str | Phrase, ...]:
        return tuple(group_words(self.group_name[key]) for key in keys)


def group_words(name: str) -> str | Phrase:
    """Return a group's name as it stands inside a sentence: "groep 4", also when the file calls it "Groep 4" or "4"."""
    if name[:1].isdigit():
        return Phrase(_GROUP, {"name": name})
    return name[:1].lower() + name[1:] if name.lower().startswith("groep ") else name
