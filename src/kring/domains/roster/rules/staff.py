"""Staff: who comes and leaves, and with which groups they work. What the administration calls them gives no right."""

from uuid import UUID

from kring.domains.people.terms import Role
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.matching import name_of
from kring.domains.roster.rules.pupils import MANY
from kring.domains.roster.terms.acts import Act, KeyPerson, ListStaff, NamePerson, PlaceStaff, Reach, UnlistStaff
from kring.domains.roster.terms.changes import Change
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, PersonKind, Phrase
from kring.domains.roster.terms.known import KnownStaff
from kring.ground.formats.naming import folded
from kring.ground.formats.records import Roster, Staff
from kring.norms import gettext_noop as _

# The one role that says no more than being listed with a group already does.
PLAIN_ROLES = frozenset({"LRK"})

# What a role code of EDEXML means, in the words of the schema.
_ROLES = {
    "ADJ": _("deputy head"),
    "ADM": _("administrative assistant"),
    "CON": _("caretaker"),
    "DIR": _("head of school"),
    "IB": _("internal counsellor"),
    "ICT": _("ICT coordinator"),
    "KLA": _("class assistant"),
    "LOC": _("head of a location"),
    "LOS": _("teaching support"),
    "OUD": _("parent"),
    "OWA": _("teaching assistant"),
    "RT": _("remedial teacher"),
    "SMW": _("school social worker"),
    "STA": _("trainee"),
    "TAL": _("test supervisor"),
    "VAK": _("subject teacher"),
}

_COMES = _("{member} comes, as teacher of {groups}.")
_COMES_SUPPORT = _("{member} comes, as support with {groups}.")
_LISTED = _("{member} is listed as staff.")
_NO_RIGHTS = _("Sees nothing yet: the file gives no rights. Give an appointment if that is needed.")
_SIGNS_IN = _("Can sign in as staff after an invitation and sees these groups.")
_LEAVES = _("{member} is not in the file any more.")
_OUT = _("Cannot come in at this school any more.")
_MOVES = _("{member} works with {groups} from now on.")
_MOVES_NOWHERE = _("{member} works with no group from now on.")
_OLD_GROUPS = _("Sees nothing new of groups that are not named here.")
_KNOWN = _("{member} works here already and stands in the file from now on.")
_RENAMED = _("{old} is called {new} from now on.")
_CONTACT = _("{member} has another e-mail address.")
_ASK_ROLE = _("The file lists {member} with {groups}, as {roles}. What is this person at school?")
_ASK_NEW = _("{member} is new, with {groups}. What is this person at school?")
_ASK_MISSING = _("{count} of {total} members of staff are not in the file. Is this the whole team, or a part of it?")
_ASK_DUMMY = _("The file has no lasting number for {member} ({key}), with {groups}. What is this person at school?")
_TEACHER, _SUPPORT, _NONE = _("Teacher"), _("Support"), _("No access")
_PARTIAL, _LEFT = _("A part: nobody leaves"), _("They have left")


def compare_staff(draft: Draft, roster: Roster) -> None:
    """Note what changes for staff. A file without staff says nothing about them."""
    if not roster.staff:
        return
    known = {member.id: member for member in draft.as_is.staff}
    there = {}
    for member in roster.staff:
        person_id = draft.as_is.staff_keys.get(member.key) or _by_address(draft, member)
        there[member.key] = found = known.get(person_id) if person_id else None
        if found is None:
            _comes(draft, member)
        else:
            _compare(draft, member, found)
    _compare_missing(draft, {found.id for found in there.values() if found})


def _by_address(draft: Draft, member: Staff) -> UUID | None:
    """Somebody who was appointed by hand before the first file: the same name and the same address of the school."""
    if not member.email:
        return None
    by_hand = [one for one in draft.as_is.staff if not one.listed and one.email == member.email]
    return next((one.id for one in by_hand if folded(one.name.full) == folded(name_of(member).full)), None)


def _compare(draft: Draft, member: Staff, known: KnownStaff) -> None:
    if not known.listed:
        key = KeyPerson(person_id=known.id, kind=PersonKind.STAFF, key=member.key)
        _note(draft, ChangeKind.KEY_CHANGED, member, Phrase(_KNOWN, {"member": known.name.full}), None, key)
    if name_of(member) != known.name:
        text = Phrase(_RENAMED, {"old": known.name.full, "new": name_of(member).full})
        name = NamePerson(person_id=known.id, name=name_of(member))
        _note(draft, ChangeKind.STAFF_RENAMED, member, text, None, name)
    if member.email and member.email != known.email:
        text = Phrase(_CONTACT, {"member": name_of(member).full})
        reach = Reach(person_id=known.id, email=member.email, phone=known.phone)
        _note(draft, ChangeKind.CONTACT_CHANGED, member, text, None, reach)
    if known.appointed:
        _moves(draft, member, known)
    elif member.group_keys:
        _comes(draft, member, known)


def _comes(draft: Draft, member: Staff, known: KnownStaff | None = None) -> None:
    plain = _is_plain(draft, member)
    role = (Role.TEACHER if plain else _asked_role(draft, member)) if member.group_keys else None
    if known and role is None:
        return
    name = name_of(member).full
    act = ListStaff(
        key=member.key,
        person_id=known.id if known else None,
        name=name_of(member),
        email=member.email or "",
        group_keys=member.group_keys if role else (),
        role=role,
        from_on=draft.on,
        decided="" if plain or role is None else _code(member),
    )
    text = {None: _LISTED, Role.TEACHER: _COMES, Role.SUPPORT: _COMES_SUPPORT}[role]
    effect = Phrase(_SIGNS_IN if role else _NO_RIGHTS)
    params = {"member": name, "groups": draft.groups(member.group_keys)}
    _note(draft, ChangeKind.STAFF_COMES, member, Phrase(text, params), effect, act)


def _is_plain(draft: Draft, member: Staff) -> bool:
    """Of a first file the plain teachers are covered by its one decision."""
    return draft.as_is.is_first_of_staff and set(member.roles) <= PLAIN_ROLES and not member.has_dummy_key


def _asked_role(draft: Draft, member: Staff) -> Role | None:
    name, given = name_of(member).full, [role for role in member.roles if role not in PLAIN_ROLES]
    roles = tuple(Phrase(_ROLES[role]) if role in _ROLES else role for role in given)
    text = _ASK_ROLE if roles else _ASK_DUMMY if member.has_dummy_key else _ASK_NEW
    kind, _colon, about = _code(member).partition(":")
    answer = draft.ask(
        DoubtKind(kind),
        about,
        who=name,
        text=Phrase(
            text, {"member": name, "groups": draft.groups(member.group_keys), "roles": roles, "key": member.key}
        ),
        choices=(("teacher", Phrase(_TEACHER)), ("support", Phrase(_SUPPORT)), ("none", Phrase(_NONE))),
        line=member.line,
    )
    return Role(answer) if answer in ("teacher", "support") else None


def _code(member: Staff) -> str:
    kind = DoubtKind.STAFF_DUMMY_KEY if member.has_dummy_key else DoubtKind.STAFF_GAINED
    return f"{kind.value}:{member.key}:{folded(name_of(member).full)}:{'+'.join(sorted(member.group_keys))}"


def _moves(draft: Draft, member: Staff, known: KnownStaff) -> None:
    wanted = {key: draft.group_by_key.get(key) for key in member.group_keys}
    there = {group.id for group in wanted.values() if group}
    enter = tuple(key for key, group in wanted.items() if group is None or group.id not in known.group_ids)
    leave = tuple(group.id for group in draft.as_is.groups if group.id in known.group_ids and group.id not in there)
    if not enter and not leave:
        return
    text = Phrase(
        _MOVES if member.group_keys else _MOVES_NOWHERE,
        {"member": name_of(member).full, "groups": draft.groups(member.group_keys)},
    )
    act = PlaceStaff(person_id=known.id, leave_ids=leave, enter_keys=enter, on=draft.turn_on)
    _note(draft, ChangeKind.STAFF_MOVES, member, text, Phrase(_OLD_GROUPS), act)


def _compare_missing(draft: Draft, there: set[UUID]) -> None:
    """Who was listed and is not any more has left; who was never listed (appointed by hand) stays."""
    appointed = [member for member in draft.as_is.staff if member.appointed and member.listed]
    gone = [member for member in appointed if member.id not in there]
    if len(gone) > 1 and len(gone) * MANY >= len(appointed):
        answer = draft.ask(
            DoubtKind.STAFF_MISSING,
            f"{len(gone)}/{len(appointed)}",
            who=draft.as_is.school_name,
            text=Phrase(_ASK_MISSING, {"count": len(gone), "total": len(appointed)}),
            choices=(("partial", Phrase(_PARTIAL)), ("left", Phrase(_LEFT))),
        )
        gone = gone if answer == "left" else []
    for member in gone:
        draft.note(
            Change(
                kind=ChangeKind.STAFF_LEAVES,
                who=member.name.full,
                text=Phrase(_LEAVES, {"member": member.name.full}),
                effect=Phrase(_OUT),
                act=UnlistStaff(person_id=member.id, on=draft.on),
                about=str(member.id),
            )
        )


def _note(draft: Draft, kind: ChangeKind, member: Staff, text: Phrase, effect: Phrase | None, act: Act) -> None:
    name = name_of(member).full
    draft.note(Change(kind=kind, who=name, text=text, effect=effect, line=member.line, act=act, about=member.key))
