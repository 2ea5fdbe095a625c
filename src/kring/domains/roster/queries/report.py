"""A difference as lines of text: for the command line, for paper, and for whoever reviews what an import would do."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from kring.domains.roster.queries.words import say
from kring.domains.roster.terms.changes import Access, Difference


def report(difference: Difference) -> list[str]:
    """Return who gains and who loses sight of which child, then every change, then what only a person may decide."""
    lines = [*_access(gettext("Loses access"), difference.loses), *_access(gettext("Gets access"), difference.gains)]
    count = len(difference.changes)
    lines += [_title(ngettext("{count} change", "{count} changes", count).format(count=count))]
    lines += [f"- {say(change.text)} {say(change.effect)}".rstrip() for change in difference.changes]
    lines += list(_doubts(difference))
    if difference.unreached:
        title = gettext("Nobody with authority is known for")
        lines += [_title(f"{title} ({len(difference.unreached)})"), *(f"- {name}" for name in difference.unreached)]
    return lines


def _access(title: str, accesses: tuple[Access, ...]) -> list[str]:
    rows = [f"- {access.guardian} → {access.pupil}" for access in accesses] or [f"- {gettext('nobody')}"]
    return [_title(f"{title} ({len(accesses)})"), *rows]


def _doubts(difference: Difference) -> Iterator[str]:
    if not difference.doubts:
        return
    yield _title(gettext("Only a person may decide"))
    for doubt in difference.doubts:
        labels = {choice.code: say(choice.label) for choice in doubt.choices}
        answer = labels.get(doubt.chosen, " / ".join(labels.values()))
        yield f"- {say(doubt.text)} [{answer}]"


def _title(text: str) -> str:
    return f"\n{text}" if text else ""
