"""Pupils: who comes, who leaves and who then sees nothing any more, who changes group or is called otherwise."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.domains.roster.rules.draft import Draft, group_words
from kring.domains.roster.rules.matching import Match, Matches, name_of
from kring.domains.roster.terms.acts import KeepPupil, KeyPerson, ListPupil, NamePerson, PlacePupil, UnlistPupil
from kring.domains.roster.terms.changes import Access, Change
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, PersonKind, Phrase, Why
from kring.domains.roster.terms.known import KnownGroup, KnownPupil
from kring.ground.formats.records import Pupil, Roster
from kring.norms import gettext_noop as _

# A quarter or more of a school (or of its guardians, or staff) that is not in a file is a question, not a fact.
MANY = 4
# From this size on, a whole group that is not in a file is a question too.
GROUP_OF = 3

_COMES = _("{pupil} comes into {groups}.")
_COMES_ON = _("{pupil} begins on {day} in {groups}.")
_COMES_NOWHERE = _("{pupil} comes to school. The file names no group yet.")
_COMES_BACK = _("{pupil} is back, in {groups}.")
_GUARDIANS_LATER = _("Guardians see a group after an invitation, from somebody who decides on authority.")
_MISSING = _("{pupil} is not in the file any more.")
_LEFT = _("{pupil} has left school.")
_LEAVES_ON = _("{pupil} leaves school on {day}.")
_NOBODY_LOSES = _("No guardian has access to {pupil} in Kring.")
_ONE_LOSES = _("The guardian {guardians} can then see nothing of {pupil} any more.")
_MORE_LOSE = _("The guardians {guardians} can then see nothing of {pupil} any more.")
_MOVES = _("{pupil} goes from {old} to {new}.")
_ENTERS = _("{pupil} comes into {new}.")
_EXITS = _("{pupil} is in no group any more.")
_SEES_NEW = _("The guardians see {new} from then on, and nothing new of {old}.")
_SEES = _("The guardians see {new} from then on.")
_SEES_NO_GROUP = _("The guardians see no group any more.")
_ADVANCES = _("{pupil} goes to {new} in {year}.")
_JOINS = _("{pupil} is in {new} too from now on.")
_QUITS = _("{pupil} is not in {old} any more.")
_RENAMED = _("{old} is called {new} from now on.")
_SAME_PERSON = _("Consent, photos and messages stay with this child.")
_NEW_KEY = _("The number of {pupil} in the administration has changed.")
_MANY_MISSING = _("{count} of {total} pupils are not in the file. Is this the whole school, or a part of it?")
_GROUP_MISSING = _("All {count} pupils of {group} are not in the file. Have they left, or is a group missing?")
_TWO_GROUPS = _("{pupil} stands in more than one group: {groups}. In which group does this child belong?")
_STAYS = _("{pupil} would leave on {day}. The file does not say so any more.")
_STAYS_LONGER = _("{pupil} would leave on {day}. The file now says {new}.")
_STAYS_AFTER_ALL = _("{pupil} stays at school after {day} too.")
_PARTIAL = _("A part: nobody leaves")
_ALL_LEFT = _("They have left")
_IT_STAYS = _("Stays")
_IT_LEAVES = _("Leaves")


@dataclass(frozen=True, slots=True)
class Present:
    """A pupil who is at school after this file: the person, or the key of one who comes."""

    pupil: Pupil
    known: KnownPupil | None
    is_new: bool
    leaves_on: date | None


def compare_pupils(draft: Draft, roster: Roster, matches: Matches) -> list[Present]:
    """Note what changes for pupils and return those who are at school afterwards."""
    present = [one for found in matches.found if (one := _compare(draft, found))]
    _compare_missing(draft, matches)
    return present


def _compare(draft: Draft, found: Match) -> Present | None:
    pupil, known = found.pupil, found.known
    if pupil.has_left(on=draft.on):
        if known and not (known.leaves_on and known.leaves_on <= draft.on):
            _leaves(draft, known, Phrase(_LEFT, {"pupil": known.name.full}), draft.on, Why.LEFT, pupil.line, pupil.key)
        return None
    groups = _groups_of(draft, pupil)
    if known is None:
        _comes(draft, found, groups)
        return Present(pupil, None, True, pupil.leaves_on)
    if found.new_key:
        _takes_key(draft, known, pupil)
    _is_renamed(draft, known, pupil)
    _moves(draft, known, pupil, groups)
    _leaves_later(draft, known, pupil)
    return Present(pupil, known, False, pupil.leaves_on)


def _groups_of(draft: Draft, pupil: Pupil) -> tuple[str, ...] | None:
    """Return the base group of a pupil (or none); None while it is a question."""
    if len(pupil.group_keys) < 2:
        return pupil.group_keys
    keys = {f"group{place}": key for place, key in enumerate(pupil.group_keys, start=1)}
    answer = draft.ask(
        DoubtKind.TWO_GROUPS,
        f"{pupil.key}:{'+'.join(pupil.group_keys)}",
        who=name_of(pupil).full,
        text=Phrase(_TWO_GROUPS, {"pupil": name_of(pupil).full, "groups": draft.groups(pupil.group_keys)}),
        choices=[(code, Phrase("{group}", {"group": draft.group_name[key]})) for code, key in keys.items()],
        line=pupil.line,
    )
    return (keys[answer],) if answer else None


def _comes(draft: Draft, found: Match, groups: tuple[str, ...] | None) -> None:
    pupil, name = found.pupil, name_of(found.pupil)
    keys = (groups or ()) + pupil.composite_keys
    later = pupil.enters_on is not None and pupil.enters_on > draft.turn_on
    from_on = pupil.enters_on if later and pupil.enters_on else draft.turn_on
    text = _COMES_ON if later else _COMES_BACK if found.person_id else _COMES
    if not keys:
        text = _COMES_NOWHERE
    draft.note(
        Change(
            kind=ChangeKind.PUPIL_COMES,
            who=name.full,
            text=Phrase(text, {"pupil": name.full, "groups": draft.groups(keys)} | ({"day": from_on} if later else {})),
            effect=None if draft.as_is.is_first_of_pupils else Phrase(_GUARDIANS_LATER),
            line=pupil.line,
            act=ListPupil(
                key=pupil.key,
                person_id=found.person_id,
                name=name,
                birth_on=pupil.birth_on,
                group_keys=keys,
                from_on=from_on,
            ),
            about=pupil.key,
        )
    )


def _compare_missing(draft: Draft, matches: Matches) -> None:
    """Who is not in the file leaves, unless so many are not there that the file may be a part of the school."""
    missing = matches.missing
    if missing and len(missing) * MANY >= len(draft.as_is.pupils):
        answer = draft.ask(
            DoubtKind.MANY_MISSING,
            f"{len(missing)}/{len(draft.as_is.pupils)}",
            who=draft.as_is.school_name,
            text=Phrase(_MANY_MISSING, {"count": len(missing), "total": len(draft.as_is.pupils)}),
            choices=(("partial", Phrase(_PARTIAL)), ("left", Phrase(_ALL_LEFT))),
        )
        missing = missing if answer == "left" else []
    elif not draft.is_new_year:
        missing = _without_missing_groups(draft, missing)
    for pupil in missing:
        if not (pupil.leaves_on and pupil.leaves_on <= draft.on):
            text = Phrase(_MISSING, {"pupil": pupil.name.full})
            _leaves(draft, pupil, text, draft.turn_on, Why.MISSING, 0, draft.key_of.get(pupil.id, ""))


def _without_missing_groups(draft: Draft, missing: list[KnownPupil]) -> list[KnownPupil]:
    """Leave out the pupils of a base group of which nobody is in the file, until somebody says that they left."""
    kept = list(missing)
    for group in draft.as_is.groups:
        members = [pupil for pupil in draft.as_is.pupils if group.id in pupil.group_ids]
        gone = [pupil for pupil in missing if group.id in pupil.group_ids]
        if group.composite or len(members) < GROUP_OF or len(gone) < len(members):
            continue
        answer = draft.ask(
            DoubtKind.GROUP_MISSING,
            f"{group.key}:{len(gone)}",
            who=group.name,
            text=Phrase(_GROUP_MISSING, {"count": len(gone), "group": group_words(group.name)}),
            choices=(("partial", Phrase(_PARTIAL)), ("left", Phrase(_ALL_LEFT))),
        )
        if answer != "left":
            kept = [pupil for pupil in kept if pupil not in gone]
    return kept


def _leaves_later(draft: Draft, known: KnownPupil, pupil: Pupil) -> None:
    """A day of leaving that comes or comes nearer ends access; one that goes or moves away needs a person."""
    if pupil.leaves_on == known.leaves_on:
        return
    later = known.leaves_on and (not pupil.leaves_on or pupil.leaves_on > known.leaves_on)
    if later and known.leaves_on and not _stays(draft, known, pupil, known.leaves_on):
        return
    if pupil.leaves_on:
        text = Phrase(_LEAVES_ON, {"pupil": name_of(pupil).full, "day": pupil.leaves_on})
        _leaves(draft, known, text, pupil.leaves_on, Why.LEFT, pupil.line, pupil.key)


def _stays(draft: Draft, known: KnownPupil, pupil: Pupil, leaves_on: date) -> bool:
    text = _STAYS_LONGER if pupil.leaves_on else _STAYS
    answer = draft.ask(
        DoubtKind.PUPIL_STAYS,
        f"{pupil.key}:{leaves_on}:{pupil.leaves_on or ''}",
        who=known.name.full,
        text=Phrase(text, {"pupil": known.name.full, "day": leaves_on, "new": pupil.leaves_on or ""}),
        choices=(("stays", Phrase(_IT_STAYS)), ("leaves", Phrase(_IT_LEAVES))),
        line=pupil.line,
    )
    if answer != "stays":
        return False
    draft.note(
        Change(
            kind=ChangeKind.PUPIL_STAYS,
            who=known.name.full,
            text=Phrase(_STAYS_AFTER_ALL, {"pupil": known.name.full, "day": leaves_on}),
            line=pupil.line,
            gains=draft.losing(known.id, known.name),
            act=KeepPupil(
                pupil_id=known.id,
                group_ids=tuple(sorted(known.group_ids)),
                care_ids=_care_ids(draft, known.id),
                from_on=leaves_on,
            ),
            about=pupil.key,
        )
    )
    return True


def _leaves(draft: Draft, known: KnownPupil, text: Phrase, on: date, why: Why, line: int, key: str) -> None:
    loses = draft.losing(known.id, known.name)
    draft.note(
        Change(
            kind=ChangeKind.PUPIL_LEAVES,
            who=known.name.full,
            text=text,
            effect=_lose_words(known.name.full, loses),
            line=line,
            loses=loses,
            act=UnlistPupil(pupil_id=known.id, on=on, care_ids=_care_ids(draft, known.id), why=why),
            about=key,
        )
    )


def _lose_words(pupil: str, loses: tuple[Access, ...]) -> Phrase:
    text = (_NOBODY_LOSES, _ONE_LOSES)[len(loses)] if len(loses) < 2 else _MORE_LOSE
    return Phrase(text, {"pupil": pupil, "guardians": tuple(access.guardian for access in loses)})


def _moves(draft: Draft, known: KnownPupil, pupil: Pupil, groups: tuple[str, ...] | None) -> None:
    if groups is None:
        return
    wanted = {key: draft.group_by_key.get(key) for key in groups + pupil.composite_keys}
    there = {group.id for group in wanted.values() if group}
    enter = [key for key, group in wanted.items() if group is None or group.id not in known.group_ids]
    leave = [group for group in draft.as_is.groups if group.id in known.group_ids and group.id not in there]
    if draft.is_new_year:
        _advances(draft, known, pupil, tuple(enter), tuple(group.id for group in leave))
        return
    base_in = [key for key in enter if key in groups]
    base_out = [group for group in leave if not group.composite]
    if base_in or base_out:
        _changes_base(draft, known, pupil, base_in, base_out)
    for key in enter:
        if key not in groups:
            text = Phrase(_JOINS, {"pupil": known.name.full, "new": group_words(draft.group_name[key])})
            _place(draft, ChangeKind.COMPOSITE_JOINED, known, pupil, text, None, (), (key,))
    for group in leave:
        if group.composite:
            text = Phrase(_QUITS, {"pupil": known.name.full, "old": group_words(group.name)})
            _place(draft, ChangeKind.COMPOSITE_LEFT, known, pupil, text, None, (group.id,), ())


def _changes_base(
    draft: Draft, known: KnownPupil, pupil: Pupil, base_in: list[str], base_out: list[KnownGroup]
) -> None:
    new = group_words(draft.group_name[base_in[0]]) if base_in else ""
    old = group_words(base_out[0].name) if base_out else ""
    params = {"pupil": known.name.full, "old": old, "new": new}
    text, effect = (_MOVES, _SEES_NEW) if old and new else (_ENTERS, _SEES) if new else (_EXITS, _SEES_NO_GROUP)
    ids = tuple(group.id for group in base_out)
    _place(
        draft, ChangeKind.PUPIL_MOVES, known, pupil, Phrase(text, params), Phrase(effect, params), ids, tuple(base_in)
    )


def _advances(draft: Draft, known: KnownPupil, pupil: Pupil, enter: tuple[str, ...], leave: tuple[UUID, ...]) -> None:
    params = {"pupil": known.name.full, "new": draft.groups(enter), "year": draft.school_year}
    text = Phrase(_ADVANCES if enter else _EXITS, params)
    _place(draft, ChangeKind.PUPIL_ADVANCES, known, pupil, text, None, leave, enter)


def _place(
    draft: Draft, kind: ChangeKind, known: KnownPupil, pupil: Pupil, text: Phrase, effect: Phrase | None,
    leave: tuple[UUID, ...], enter: tuple[str, ...],
) -> None:  # fmt: skip
    act = PlacePupil(pupil_id=known.id, leave_ids=leave, enter_keys=enter, on=draft.turn_on)
    draft.note(
        Change(kind=kind, who=known.name.full, text=text, effect=effect, line=pupil.line, act=act, about=pupil.key)
    )


def _is_renamed(draft: Draft, known: KnownPupil, pupil: Pupil) -> None:
    name = name_of(pupil)
    if name != known.name:
        draft.note(
            Change(
                kind=ChangeKind.PUPIL_RENAMED,
                who=known.name.full,
                text=Phrase(_RENAMED, {"old": known.name.full, "new": name.full}),
                effect=Phrase(_SAME_PERSON),
                line=pupil.line,
                act=NamePerson(person_id=known.id, name=name),
                about=pupil.key,
            )
        )


def _takes_key(draft: Draft, known: KnownPupil, pupil: Pupil) -> None:
    draft.note(
        Change(
            kind=ChangeKind.KEY_CHANGED,
            who=known.name.full,
            text=Phrase(_NEW_KEY, {"pupil": known.name.full}),
            effect=Phrase(_SAME_PERSON),
            line=pupil.line,
            act=KeyPerson(person_id=known.id, kind=PersonKind.PUPIL, key=pupil.key),
            about=pupil.key,
        )
    )


def _care_ids(draft: Draft, pupil_id: UUID) -> tuple[UUID, ...]:
    return tuple(care.id for care in draft.cares_of.get(pupil_id, ()))
