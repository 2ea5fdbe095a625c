"""Which pupil in the file is which pupil in Kring. A key decides; where there is none that lasts, a person does."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kring.domains.people.terms import Name
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.terms.kinds import DoubtKind, Phrase
from kring.domains.roster.terms.known import KnownPupil
from kring.ground.formats.guardians_csv import GuardianRow
from kring.ground.formats.naming import folded
from kring.ground.formats.records import Pupil, Roster, Staff
from kring.norms import gettext_noop as _

_DUMMY = _("The file has no lasting number for {pupil} ({key}). Kring knows {known}. Is that the same child?")
_DUMMY_NEW = _("The file has no lasting number for {pupil} ({key}), and Kring knows nobody of that name and birthday.")
_SAME = _(
    "The file has another number for {pupil}. Kring knows {known} with the same birthday, who is not in the file."
)
_SAME_UNSURE = _("The file has another number for {pupil}. Kring knows {known}, who is not in the file.")
_OTHER = _("The number of {pupil} belonged to {known} until now: another name and another birthday.")
_TWICE = _("{pupil} stands in the file twice, with the same birthday and two numbers.")
_BORN = _("{name} (born {day})")
_SAME_CHILD = _("Same child")
_OTHER_CHILD = _("Another child")
_NEW_CHILD = _("New child")
_LATER = _("Not yet")
_LEAVE_OUT = _("Leave out")
_TWO = _("Two children")
_ONE = _("One child")


Seen = dict[tuple[str, date | None], Pupil]  # pupils of the file above, by name and birthday


@dataclass(frozen=True, slots=True)
class Match:
    """One pupil of the file. ``known`` is the pupil of this school; ``person_id`` alone says that somebody comes back."""

    pupil: Pupil
    known: KnownPupil | None = None
    person_id: UUID | None = None
    new_key: bool = False


@dataclass
class Matches:
    found: list[Match] = field(default_factory=list)
    held: set[UUID] = field(default_factory=set)  # pupils whom an open question is about: nothing happens to them
    held_keys: set[str] = field(default_factory=set)
    missing: list[KnownPupil] = field(default_factory=list)


def name_of(record: Pupil | Staff | GuardianRow) -> Name:
    """Return the name of a pupil, guardian or member of staff in a file."""
    return Name(given=record.first_name, prefix=record.prefix, family=record.last_name)


def match(draft: Draft, roster: Roster) -> Matches:
    """Tell for each pupil of the file who it is, ask where that is not certain, and list who is not in the file."""
    known = {pupil.id: pupil for pupil in draft.as_is.pupils}
    by_key = _by_key(draft, roster, known)
    taken = {person_id for person_id in by_key.values() if person_id}
    matches = Matches()
    seen: Seen = {}
    for pupil in roster.pupils:
        if pupil.key in by_key:
            _take_known(draft, matches, pupil, by_key[pupil.key], known)
        elif not _is_doubled(draft, matches, pupil, seen):
            _take_new(draft, matches, pupil, [one for one in draft.as_is.pupils if one.id not in taken], taken)
        seen.setdefault(_identity(name_of(pupil), pupil.birth_on), pupil)
    gone = {one.known.id for one in matches.found if one.known} | matches.held | taken
    missing = [pupil for pupil in draft.as_is.pupils if pupil.id not in gone]
    matches.missing = sorted(missing, key=lambda pupil: pupil.name.sort_key)
    return matches


def _by_key(draft: Draft, roster: Roster, known: dict[UUID, KnownPupil]) -> dict[str, UUID]:
    """Keys that tell who somebody is: all that last, and a dummy key whose name and birthday still fit."""
    found = {}
    for pupil in roster.pupils:
        person_id = draft.as_is.pupil_keys.get(pupil.key)
        if person_id is None:
            continue
        there = known.get(person_id)
        fits = there is not None and _fits(there, pupil) and there.birth_on == pupil.birth_on
        if not pupil.has_dummy_key or fits:
            found[pupil.key] = person_id
    return found


def _take_known(draft: Draft, matches: Matches, pupil: Pupil, person_id: UUID, known: dict[UUID, KnownPupil]) -> None:
    there = known.get(person_id)
    if there is None or not _is_another(there, pupil):
        matches.found.append(Match(pupil, known=there, person_id=person_id))
        return
    answer = draft.ask(
        DoubtKind.OTHER_CHILD,
        pupil.key,
        who=name_of(pupil).full,
        text=Phrase(_OTHER, {"pupil": _born(pupil), "known": _born(there)}),
        choices=(("same", Phrase(_SAME_CHILD)), ("leave_out", Phrase(_LEAVE_OUT))),
        line=pupil.line,
    )
    if answer == "same":
        matches.found.append(Match(pupil, known=there, person_id=person_id))
    else:
        matches.held.add(there.id)
        matches.held_keys.add(pupil.key)


def _is_doubled(draft: Draft, matches: Matches, pupil: Pupil, seen: Seen) -> bool:
    """Tell whether a pupil with a new key is one that stands above already; a person may say that they are two."""
    twin = seen.get(_identity(name_of(pupil), pupil.birth_on))
    if twin is None or pupil.birth_on is None:
        return False
    answer = draft.ask(
        DoubtKind.DUPLICATE_PUPIL,
        f"{twin.key}:{pupil.key}",
        who=name_of(pupil).full,
        text=Phrase(_TWICE, {"pupil": name_of(pupil).full}),
        choices=(("two", Phrase(_TWO)), ("one", Phrase(_ONE))),
        line=pupil.line,
    )
    if answer != "two":
        matches.held_keys.add(pupil.key)
    return answer != "two"


def _take_new(draft: Draft, matches: Matches, pupil: Pupil, free: list[KnownPupil], taken: set[UUID]) -> None:
    """A key that Kring does not know: a new child, unless somebody of that name and birthday is otherwise missing."""
    alike = [one for one in free if _fits(one, pupil)]
    dummy = pupil.has_dummy_key and bool(draft.as_is.pupils)
    if not alike and not dummy:
        matches.found.append(Match(pupil))
        return
    answer = _ask_who(draft, pupil, alike, dummy=dummy)
    same = {f"same{place}" if place > 1 else "same": one for place, one in enumerate(alike, start=1)}
    if answer in same:
        taken.add(same[answer].id)
        matches.found.append(Match(pupil, known=same[answer], person_id=same[answer].id, new_key=True))
    elif answer == "other":
        matches.found.append(Match(pupil))
    else:
        matches.held.update(one.id for one in alike)
        matches.held_keys.add(pupil.key)


def _ask_who(draft: Draft, pupil: Pupil, alike: list[KnownPupil], *, dummy: bool) -> str:
    certain = all(one.birth_on and one.birth_on == pupil.birth_on for one in alike)
    text = (_DUMMY if alike else _DUMMY_NEW) if dummy else (_SAME if certain else _SAME_UNSURE)
    names = tuple(_born(one) if len(alike) > 1 else one.name.full for one in alike)
    same = [
        (
            "same" if place == 1 else f"same{place}",
            Phrase(_SAME_CHILD) if len(alike) == 1 else Phrase("{known}", {"known": name}),
        )
        for place, name in enumerate(names, start=1)
    ]
    other = ("other", Phrase(_OTHER_CHILD if alike else _NEW_CHILD))
    return draft.ask(
        DoubtKind.DUMMY_KEY if dummy else DoubtKind.SAME_CHILD,
        f"{pupil.key}:{folded(name_of(pupil).full)}:{pupil.birth_on or ''}",
        who=name_of(pupil).full,
        text=Phrase(text, {"pupil": name_of(pupil).full, "key": pupil.key, "known": names}),
        choices=(*same, other, *([("later", Phrase(_LATER))] if dummy else [])),
        line=pupil.line,
    )


def _identity(name: Name, birth_on: date | None) -> tuple[str, date | None]:
    return folded(name.full), birth_on


def _fits(known: KnownPupil, pupil: Pupil) -> bool:
    same_birth = known.birth_on is None or pupil.birth_on is None or known.birth_on == pupil.birth_on
    return same_birth and folded(known.name.full) == folded(name_of(pupil).full)


def _is_another(known: KnownPupil, pupil: Pupil) -> bool:
    """Tell whether a key seems to have gone to another child: nothing of the name and the birthday is the same."""
    name = name_of(pupil)
    births = known.birth_on is not None and pupil.birth_on is not None and known.birth_on != pupil.birth_on
    return (
        births and folded(known.name.given) != folded(name.given) and folded(known.name.family) != folded(name.family)
    )


def _born(one: KnownPupil | Pupil) -> Phrase:
    name = one.name if isinstance(one, KnownPupil) else name_of(one)
    return (
        Phrase(_BORN, {"name": name.full, "day": one.birth_on})
        if one.birth_on
        else Phrase("{name}", {"name": name.full})
    )
