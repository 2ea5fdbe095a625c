"""Who a row names: somebody with that name and the same address or number, or somebody new. Never a ground for authority."""

from collections import defaultdict
from dataclasses import dataclass

from kring.domains.people.terms import Name
from kring.domains.roster.rules.children import Child
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.matching import name_of
from kring.domains.roster.terms.kinds import DoubtKind, Phrase, Subject
from kring.ground.formats.guardians_csv import GuardianRow
from kring.ground.formats.naming import folded
from kring.norms import gettext_noop as _

_ASK_SAME = _(
    "{guardian} stands with {pupil} and with {other}, without an address or number to tell. Is that one person?"
)
_ONE_PERSON, _TWO_PERSONS = _("One person"), _("Two persons")


@dataclass
class Human:
    """Somebody in the rows: known, or coming. ``subject`` is what a guardianship is given to."""

    subject: Subject
    name: Name
    email: str
    phone: str
    of: str  # the first pupil they stand with


class Humans:
    """Everybody who is a guardian already or comes by this file."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self._by_name: dict[str, list[Human]] = defaultdict(list)
        for one in draft.as_is.guardians:
            self._add(Human(one.id, one.name, one.email, one.phone, ""))

    def of(self, child: Child, row: GuardianRow) -> Human | None:
        """Return who a row names; None while that is a question."""
        alike = self._by_name[folded(name_of(row).full)]
        for one in alike:
            if (row.email and row.email == one.email) or (not row.email and row.phone and row.phone == one.phone):
                return one
        bare = [one for one in alike if not (row.email or row.phone) or not (one.email or one.phone)]
        if bare and (answer := self._ask(child, row, bare[0])) != "other":
            return bare[0] if answer == "same" else None
        new = Human(f"guardian|{pair(row)}", name_of(row), row.email or "", row.phone or "", child.name.full)
        self._add(new)
        return new

    def _add(self, one: Human) -> None:
        self._by_name[folded(one.name.full)].append(one)

    def _ask(self, child: Child, row: GuardianRow, other: Human) -> str:
        params = {"guardian": other.name.full, "pupil": child.name.full, "other": self._stands_with(other)}
        return self.draft.ask(
            DoubtKind.SAME_GUARDIAN,
            pair(row),
            who=name_of(row).full,
            text=Phrase(_ASK_SAME, params),
            choices=(("same", Phrase(_ONE_PERSON)), ("other", Phrase(_TWO_PERSONS))),
            line=row.line,
        )

    def _stands_with(self, human: Human) -> tuple[str, ...]:
        known = {pupil.id: pupil.name.full for pupil in self.draft.as_is.pupils}
        cares = [care for care in self.draft.as_is.cares if care.guardian_id == human.subject]
        return tuple(known[care.pupil_id] for care in cares if care.pupil_id in known) or (human.of,)


def pair(row: GuardianRow) -> str:
    """Name one guardian of one pupil in this file, so that an answer belongs to exactly that pair."""
    return f"{row.pupil_key}:{folded(name_of(row).full)}:{row.email or ''}"
