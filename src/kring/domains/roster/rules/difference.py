"""The whole difference: two files read against what Kring knows, with the answers that people gave so far."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.groups import archive_groups, compare_groups
from kring.domains.roster.rules.guardians import compare_guardians
from kring.domains.roster.rules.matching import Matches, match, name_of
from kring.domains.roster.rules.pupils import Present, compare_pupils
from kring.domains.roster.rules.staff import compare_staff
from kring.domains.roster.terms.acts import EndCare, GiveCare, PlacePupil, UnlistPupil
from kring.domains.roster.terms.changes import Difference
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, Phrase, Source, Subject
from kring.domains.roster.terms.known import AsIs, KnownPupil
from kring.ground.formats.guardians_csv import GuardianFile
from kring.ground.formats.records import Roster
from kring.norms import gettext_noop as _

_ASK_SCHOOL = _("The file does not say of which school it is ({key}). Is it the file of {school}?")
_OURS = _("Yes, of our school")
# A school year begins on 1 August (Wet op het primair onderwijs, art. 1).
FIRST_MONTH, FIRST_DAY = 8, 1

_CHANGE_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}
_DOUBT_ORDER = {kind: place for place, kind in enumerate(DoubtKind)}


def difference(
    *, as_is: AsIs, roster: Roster | None, guardians: GuardianFile | None, choices: Mapping[str, str]
) -> Difference:
    """Return all that the files would change at this school today, and all that only a person may decide."""
    year = roster.school_year if roster else as_is.school_year
    draft = Draft(as_is=as_is, choices=choices, school_year=year, turn_on=_turn_on(as_is.on, year))
    present, matches = (None, None) if roster is None else _compare_roster(draft, roster)
    batch = 0
    if guardians is not None:
        draft.source = Source.GUARDIANS
        batch = compare_guardians(draft, guardians, present, matches)
    dropped = Counter(roster.dropped if roster else {}) + Counter(guardians.dropped if guardians else {})
    return Difference(
        school_year=year,
        is_new_year=draft.is_new_year,
        is_first=as_is.is_first_of_pupils and as_is.is_first_of_guardians,
        as_of=roster.as_of if roster else None,
        made_at=roster.made_at if roster else None,
        counts=_counts(roster, guardians, as_is, present),
        changes=tuple(sorted(draft.changes, key=lambda change: _CHANGE_ORDER[change.kind])),
        doubts=tuple(sorted(draft.doubts, key=lambda doubt: _DOUBT_ORDER[doubt.kind])),
        unreached=_unreached(draft, present) if guardians or as_is.cares else (),
        dropped=dict(dropped),
        batch=batch,
    )


def _compare_roster(draft: Draft, roster: Roster) -> tuple[list[Present], Matches]:
    if not roster.brin or not draft.as_is.brin:
        draft.ask(
            DoubtKind.SCHOOL_UNSURE,
            f"{roster.brin}:{roster.school_key}",
            who=draft.as_is.school_name,
            text=Phrase(_ASK_SCHOOL, {"school": draft.as_is.school_name, "key": roster.school_key or roster.brin}),
            choices=(("ours", Phrase(_OURS)),),
        )
    compare_groups(draft, roster)
    matches = match(draft, roster)
    present = compare_pupils(draft, roster, matches)
    compare_staff(draft, roster)
    archive_groups(draft, roster, still_used=_still_used(draft))
    return present, matches


def _turn_on(on: date, school_year: str) -> date:
    """Return the day from which groups of a school year hold: today, or its first day when that is to come."""
    if not school_year:
        return on
    return max(on, date(int(school_year[:4]), FIRST_MONTH, FIRST_DAY))


def _still_used(draft: Draft) -> frozenset[UUID]:
    """Groups of this year in which known pupils stay after all changes."""
    acts = [change.act for change in draft.changes]
    left = {(act.pupil_id, group) for act in acts if isinstance(act, PlacePupil) for group in act.leave_ids}
    gone = {act.pupil_id for act in acts if isinstance(act, UnlistPupil)}
    return frozenset(
        group
        for pupil in draft.as_is.pupils
        if pupil.id not in gone
        for group in pupil.group_ids
        if (pupil.id, group) not in left
    )


def _counts(
    roster: Roster | None, guardians: GuardianFile | None, as_is: AsIs, present: list[Present] | None
) -> dict[str, int]:
    return {
        "pupils": len(roster.pupils) if roster else 0,
        "present": len(present) if present is not None else len(as_is.pupils),
        "groups": len(roster.groups) + len(roster.composite_groups) if roster else 0,
        "staff": len(roster.staff) if roster else 0,
        "guardian_rows": len(guardians.rows) if guardians else 0,
    }


def _unreached(draft: Draft, present: list[Present] | None) -> tuple[str, ...]:
    """Pupils at school for whom nobody with authority is known once the changes are applied."""
    ended = {change.act.care_id for change in draft.changes if isinstance(change.act, EndCare)}
    given = [change.act for change in draft.changes if isinstance(change.act, GiveCare)]
    ended |= {act.replaces for act in given if act.replaces}
    reached: set[Subject] = {care.pupil_id for care in draft.as_is.cares if care.authority and care.id not in ended}
    reached |= {act.pupil for act in given if act.authority}
    return tuple(name for subject, name in _subjects(draft, present) if subject not in reached)


def _subjects(draft: Draft, present: list[Present] | None) -> list[tuple[object, str]]:
    if present is None:
        return [(pupil.id, _full(pupil)) for pupil in draft.as_is.pupils]
    return [
        (one.known.id, _full(one.known)) if one.known else (one.pupil.key, name_of(one.pupil).full) for one in present
    ]


def _full(pupil: KnownPupil) -> str:
    return pupil.name.full
