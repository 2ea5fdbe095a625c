"""What a list of guardians does not say: a guardian who is not in it, an address that is not called protected any more.

Silence takes nothing away by itself: a person is asked.
"""

from collections.abc import Iterable
from uuid import UUID

from kring.domains.roster.rules.children import Child
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.pupils import MANY
from kring.domains.roster.terms.acts import EndCare, SetProtection
from kring.domains.roster.terms.changes import Access, Change
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, Phrase, Why
from kring.domains.roster.terms.known import KnownCare, KnownGuardian
from kring.ground.formats.naming import folded
from kring.norms import gettext_noop as _

NOTHING_NEW = _("Sees nothing of {pupil} any more. Kring tells nobody else.")

_ENDS = _("{guardian} is no guardian of {pupil} any more.")
_PROTECTED = _("{pupil} has a protected address.")
_PROTECTED_EFFECT = _("Kring shows {pupil} nowhere: no photo, no name, no list.")
_UNPROTECTED = _("{pupil} has no protected address any more.")
_UNPROTECTED_EFFECT = _("Kring shows {pupil} again where consent says so.")
_ASK_MISSING = _("{guardian}, guardian of {pupil}, is not in the file any more. It gives no reason.")
_ASK_MANY = _("{count} of {total} guardians are not in the file. Is this the whole list, or a part of it?")
_ASK_PROTECTION = _("The file says no more that the address of {pupil} is protected.")
_KEEP, _STOP = _("Look into it"), _("Access stops")
_KEEP_ALL, _STOP_ALL = _("A part: all keep access"), _("Access stops for all")
_STAYS_PROTECTED, _LIFT = _("Stays protected"), _("Not protected")


def compare_protection(draft: Draft, child: Child) -> None:
    flagged = any(row.protected_address for row in child.rows)
    if flagged and not child.protected:
        _protect(draft, child, protected=True)
    elif child.protected and child.rows and not flagged:
        answer = draft.ask(
            DoubtKind.PROTECTION_LIFTED,
            child.rows[0].pupil_key,
            who=child.name.full,
            text=Phrase(_ASK_PROTECTION, {"pupil": child.name.full}),
            choices=(("keep", Phrase(_STAYS_PROTECTED)), ("lift", Phrase(_LIFT))),
            line=child.rows[0].line,
        )
        if answer == "lift":
            _protect(draft, child, protected=False)


def _protect(draft: Draft, child: Child, *, protected: bool) -> None:
    params = {"pupil": child.name.full}
    draft.note(
        Change(
            kind=ChangeKind.PROTECTED if protected else ChangeKind.UNPROTECTED,
            who=child.name.full,
            text=Phrase(_PROTECTED if protected else _UNPROTECTED, params),
            effect=Phrase(_PROTECTED_EFFECT if protected else _UNPROTECTED_EFFECT, params),
            source=draft.source,
            line=child.rows[0].line,
            act=SetProtection(pupil=child.subject, protected=protected, on=draft.on),
            about=child.rows[0].pupil_key,
        )
    )


def ask_missing(draft: Draft, about: Iterable[Child], matched: set[UUID]) -> None:
    """Ask about each guardian with authority who is not in the file; of very many at once, ask about the file."""
    staying = {child.id: child for child in about if child.id and not child.leaves}
    held = _held(draft)
    all_of = [care for care in draft.as_is.cares if care.authority and care.pupil_id in staying]
    gone = [care for care in all_of if care.id not in matched and care.pupil_id not in held]
    if gone and len(gone) * MANY >= len(all_of) and len(gone) > 1:
        _ask_many(draft, gone, len(all_of), staying)
        return
    for care in gone:
        guardian, child = draft.guardian_of[care.guardian_id], staying[care.pupil_id]
        answer = draft.ask(
            DoubtKind.GUARDIAN_MISSING,
            f"{draft.key_of.get(care.pupil_id, '')}:{folded(guardian.name.full)}",
            who=child.name.full,
            text=Phrase(_ASK_MISSING, {"guardian": guardian.name.full, "pupil": child.name.full}),
            choices=(("keep", Phrase(_KEEP)), ("stop", Phrase(_STOP))),
        )
        if answer == "stop":
            _stop(draft, care, guardian, child)


def _held(draft: Draft) -> set[UUID]:
    """Pupils of whom a row waits for an answer: a guardian of theirs is not missing, only not certain."""
    open_names = [doubt for doubt in draft.doubts if doubt.kind is DoubtKind.OTHER_NAME and doubt.is_open]
    keys = {doubt.code.split(":")[1] for doubt in open_names}
    return {person_id for key, person_id in draft.as_is.pupil_keys.items() if key in keys}


def _ask_many(draft: Draft, gone: list[KnownCare], total: int, staying: dict[UUID, Child]) -> None:
    answer = draft.ask(
        DoubtKind.GUARDIANS_MISSING,
        f"{len(gone)}/{total}",
        who=draft.as_is.school_name,
        text=Phrase(_ASK_MANY, {"count": len(gone), "total": total}),
        choices=(("keep", Phrase(_KEEP_ALL)), ("stop", Phrase(_STOP_ALL))),
    )
    if answer == "stop":
        for care in gone:
            _stop(draft, care, draft.guardian_of[care.guardian_id], staying[care.pupil_id])


def _stop(draft: Draft, care: KnownCare, guardian: KnownGuardian, child: Child) -> None:
    params = {"guardian": guardian.name.full, "pupil": child.name.full}
    draft.note(
        Change(
            kind=ChangeKind.CARE_ENDS,
            who=guardian.name.full,
            text=Phrase(_ENDS, params),
            effect=Phrase(NOTHING_NEW, params),
            source=draft.source,
            loses=(Access(guardian=guardian.name.full, pupil=child.name.full),),
            act=EndCare(care_id=care.id, on=draft.on, why=Why.DECIDED),
            about=draft.key_of.get(care.pupil_id, ""),
        )
    )
