"""Which pupil a row about a guardian is about. The number decides; where the name beside it is another, a person does."""

from dataclasses import dataclass, field
from uuid import UUID

from kring.domains.people.terms import Name
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.matching import Matches, name_of
from kring.domains.roster.rules.pupils import Present
from kring.domains.roster.terms.kinds import DoubtKind, Phrase, Subject
from kring.ground.formats.guardians_csv import GuardianFile, GuardianRow
from kring.ground.formats.naming import folded
from kring.norms import gettext_noop as _

_ASK_UNKNOWN_PUPIL = _("The list of guardians has {count} rows for pupil number {key}. Nobody has that number.")
_ASK_NAME = _("The list of guardians calls the pupil with this number {given}. In the file of pupils it is {pupil}.")
_LEAVE_OUT, _RIGHT = _("Leave out"), _("The number is right")


@dataclass
class Child:
    """A pupil with the rows about them."""

    subject: Subject
    name: Name
    known_names: tuple[str, ...]
    is_new: bool
    leaves: bool
    protected: bool
    rows: list[GuardianRow] = field(default_factory=list)

    @property
    def id(self) -> UUID | None:
        return self.subject if isinstance(self.subject, UUID) else None


def children(draft: Draft, file: GuardianFile, present: list[Present] | None, matches: Matches | None) -> list[Child]:
    """Return the pupils at school, each with the rows that are about them for certain."""
    by_key = _known_children(draft) if present is None else {one.pupil.key: _child(one) for one in present}
    silent = _silent(draft, present, matches)
    strangers: dict[str, list[GuardianRow]] = {}
    for row in file.rows:
        child = by_key.get(row.pupil_key)
        if child is None:
            if row.pupil_key not in silent:
                strangers.setdefault(row.pupil_key, []).append(row)
        elif _is_about(draft, child, row):
            child.rows.append(row)
    for key, rows in strangers.items():
        _ask_stranger(draft, key, rows)
    return list(by_key.values())


def _silent(draft: Draft, present: list[Present] | None, matches: Matches | None) -> set[str]:
    """Keys about which nothing need be asked: pupils who left, who leave by this file, or who are a question."""
    known = set(draft.as_is.pupil_keys)
    if matches is None or present is None:
        return known
    return known | matches.held_keys | {found.pupil.key for found in matches.found}


def _ask_stranger(draft: Draft, key: str, rows: list[GuardianRow]) -> None:
    draft.ask(
        DoubtKind.UNKNOWN_PUPIL,
        key,
        who=_called(rows[0]) or key,
        text=Phrase(_ASK_UNKNOWN_PUPIL, {"count": len(rows), "key": key}),
        choices=(("leave_out", Phrase(_LEAVE_OUT)),),
        line=rows[0].line,
    )


def _is_about(draft: Draft, child: Child, row: GuardianRow) -> bool:
    given = _called(row)
    if not given or any(_same_child(row, name) for name in child.known_names) or _is_known_pair(draft, child, row):
        return True
    answer = draft.ask(
        DoubtKind.OTHER_NAME,
        f"{row.pupil_key}:{folded(given)}:{folded(child.name.full)}:{folded(name_of(row).full)}",
        who=name_of(row).full,
        text=Phrase(_ASK_NAME, {"given": given, "pupil": child.name.full}),
        choices=(("right", Phrase(_RIGHT)), ("leave_out", Phrase(_LEAVE_OUT))),
        line=row.line,
    )
    return answer == "right"


def _is_known_pair(draft: Draft, child: Child, row: GuardianRow) -> bool:
    """A list may still call a child as before: then the guardian whom Kring knows with it says that it is the one."""
    cares = draft.cares_of.get(child.id, ()) if child.id else ()
    known = [draft.guardian_of[care.guardian_id] for care in cares]
    name = folded(name_of(row).full)
    return any(folded(one.name.full) == name and one.email == (row.email or "") for one in known)


def _child(one: Present) -> Child:
    name = name_of(one.pupil)
    names = (name.full, one.known.name.full) if one.known else (name.full,)
    return Child(
        subject=one.known.id if one.known else one.pupil.key,
        name=name,
        known_names=names,
        is_new=one.is_new,
        leaves=one.leaves_on is not None,
        protected=bool(one.known and one.known.protected),
    )


def _known_children(draft: Draft) -> dict[str, Child]:
    known = {pupil.id: pupil for pupil in draft.as_is.pupils}
    return {
        key: Child(
            subject=person_id,
            name=known[person_id].name,
            known_names=(known[person_id].name.full,),
            is_new=False,
            leaves=known[person_id].leaves_on is not None,
            protected=known[person_id].protected,
        )
        for key, person_id in draft.as_is.pupil_keys.items()
        if person_id in known
    }


def _called(row: GuardianRow) -> str:
    return " ".join(part for part in (row.pupil_first_name, row.pupil_last_name) if part)


def _same_child(row: GuardianRow, name: str) -> bool:
    """Tell whether a row calls the pupil by this name: the first word of the calling name is enough of it."""
    first = row.pupil_first_name.split(" ")[0] if row.pupil_first_name else ""
    whole = folded(name)
    return folded(_called(row)) == whole or (bool(first) and whole.startswith(folded(first)) and (
        not row.pupil_last_name or whole.endswith(folded(row.pupil_last_name.split(" ")[-1]))
    ))  # fmt: skip
