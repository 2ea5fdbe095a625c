"""Groups: a key lives one school year. In a new year all are new, and last year's are archived, never renamed."""

from uuid import UUID

from kring.domains.roster.rules.draft import Draft, group_words
from kring.domains.roster.terms.acts import ArchiveGroup, MakeGroup, NameGroup
from kring.domains.roster.terms.changes import Change
from kring.domains.roster.terms.kinds import ChangeKind, Phrase
from kring.ground.formats.records import Group, Roster
from kring.norms import gettext_noop as _

_NEW = _("{group} is new.")
_RENAMED = _("{old} is called {new} from now on.")
_SAME_GROUP = _("It stays the same group: posts and photos stay where they are.")
_ARCHIVED = _("{group} of {year} is closed.")
_KEEPS = _("Posts and photos of that year stay with the people who could see them then. Nothing new is placed.")


def compare_groups(draft: Draft, roster: Roster) -> None:
    """Note groups that come and that are called otherwise."""
    for group in (*roster.groups, *roster.composite_groups):
        known = draft.group_by_key.get(group.key)
        draft.group_name[group.key] = group.name
        if known is None:
            draft.note(_made(group))
        elif known.name != group.name:
            draft.note(
                Change(
                    kind=ChangeKind.GROUP_RENAMED,
                    who=known.name,
                    text=Phrase(_RENAMED, {"old": known.name, "new": group.name}),
                    effect=Phrase(_SAME_GROUP),
                    line=group.line,
                    act=NameGroup(group_id=known.id, name=group.name),
                    about=group.key,
                )
            )


def archive_groups(draft: Draft, roster: Roster, *, still_used: frozenset[UUID]) -> None:
    """Note groups that close: all of another year, and of this year those that the file lacks and nobody is in."""
    there = {group.key for group in (*roster.groups, *roster.composite_groups)}
    for group in draft.as_is.groups:
        this_year = group.school_year == draft.school_year
        if this_year and (group.key in there or group.id in still_used):
            continue
        draft.note(
            Change(
                kind=ChangeKind.GROUP_ARCHIVED,
                who=group.name,
                text=Phrase(_ARCHIVED, {"group": group.name, "year": group.school_year}),
                effect=Phrase(_KEEPS),
                act=ArchiveGroup(group_id=group.id, on=draft.turn_on),
                about=group.key,
            )
        )


def _made(group: Group) -> Change:
    return Change(
        kind=ChangeKind.GROUP_NEW,
        who=group.name,
        text=Phrase(_NEW, {"group": group_words(group.name)}),
        line=group.line,
        act=MakeGroup(key=group.key, name=group.name, composite=group.composite, year=group.year),
        about=group.key,
    )
