"""The cast as the door shows it: those who have an account here, in groups, each with what there is to try."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kring.domains.accounts.queries import directory

ORDER = ("guardian", "teacher", "support", "director", "administrator", "officer", "pupil")


@dataclass(frozen=True)
class Card:
    """One person to be; `name` is what stands before the first comma of the label, `note` what comes after."""

    username: str
    role: str
    name: str
    note: str
    tries: str

    @property
    def is_staff(self) -> bool:
        return self.role not in ("guardian", "pupil")


@dataclass(frozen=True)
class Group:
    title: str
    cards: tuple[Card, ...]


TRIES = {
    "guardian": gettext_lazy("See what happened in the group, decide about pictures, take a yes back."),
    "teacher": gettext_lazy("Place something in the group, with a photo in which not everybody may be seen."),
    "support": gettext_lazy("Look along with several groups, and see what stays closed to you."),
    "director": gettext_lazy("Put the agreements in force, and see what waits for you."),
    "administrator": gettext_lazy("Read a new roster in, print letters, confirm who stands at the desk."),
    "officer": gettext_lazy("Follow each rule from its text to the line that holds it."),
    "pupil": gettext_lazy("Decide for yourself, from the sixteenth birthday on."),
}
AT_HOME = pgettext_lazy("demo", "At home")
AT_SCHOOL = pgettext_lazy("demo", "At school")


def groups(cast: Iterable[Mapping[str, str]], *, language: str) -> list[Group]:
    """This function will put the cast in two groups, at home and at school, in the order of their roles."""
    there = directory.names_in_use(names=[row["username"] for row in cast])
    cards = [_card(row, language) for row in cast if row["username"] in there]
    home = tuple(card for card in cards if not card.is_staff)
    school = tuple(sorted((card for card in cards if card.is_staff), key=lambda card: ORDER.index(card.role)))
    return [Group(str(title), rows) for title, rows in ((AT_HOME, home), (AT_SCHOOL, school)) if rows]


def _card(row: Mapping[str, str], language: str) -> Card:
    label = row["label_nl"] if language.startswith("nl") else row["label_en"]
    name, _comma, note = label.partition(",")
    tries = row.get(f"try_{language[:2]}") or str(TRIES[row["role"]])
    return Card(row["username"], row["role"], name.strip(), note.strip() or _("of the school"), tries)
