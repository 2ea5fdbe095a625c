"""Guardians: who gains or loses authority over which child. Losing applies at once; gaining is a person's decision.

Authority is only ever what a row says; a name or an address tells at most that two rows are about one human.
"""

from dataclasses import dataclass, field
from uuid import UUID

from kring.domains.roster.rules.absent import NOTHING_NEW, ask_missing, compare_protection
from kring.domains.roster.rules.children import Child, children
from kring.domains.roster.rules.draft import Draft
from kring.domains.roster.rules.humans import Human, Humans, pair
from kring.domains.roster.rules.matching import Matches, name_of
from kring.domains.roster.rules.pupils import Present
from kring.domains.roster.terms.acts import GiveCare, Reach
from kring.domains.roster.terms.changes import Access, Change
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, Phrase
from kring.domains.roster.terms.known import KnownCare, KnownGuardian
from kring.ground.formats.guardians_csv import Authority, GuardianFile, GuardianRow
from kring.ground.formats.naming import folded
from kring.norms import gettext_noop as _

_COMES = _("{guardian} is added as guardian of {pupil}.")
_COMES_WITHOUT = _("{guardian} is added with {pupil}, without authority.")
_GETS_LETTER = _("Can see {pupil} after signing in. Invite this guardian with a letter.")
_SEES_CHILD = _("Sees {pupil} from now on.")
_SEES_NOTHING = _("Sees nothing of {pupil}.")
_GAINED = _("{guardian} has authority over {pupil} from now on.")
_LOST = _("{guardian} has no authority over {pupil} any more.")
_CONTACT = _("{guardian} has another address or number.")
_CONTACT_EFFECT = _("Messages go there from now on.")
_ASK_GAINED_NEW = _(
    "The file names {guardian} as guardian with authority over {pupil}. Kring does not know this guardian yet."
)
_ASK_GAINED_CHILD = _("{pupil} comes to school. The file names {guardian} as guardian with authority.")
_ASK_GAINED = _("The file says that {guardian} has authority over {pupil} now. Until now that was not so.")
_ASK_UNKNOWN = _("The file does not say whether {guardian} has authority over {pupil}.")
_YES, _NO, _LATER = _("Has authority"), _("No authority"), _("Not yet")
_INVITE = _("Invite")


def compare_guardians(draft: Draft, file: GuardianFile, present: list[Present] | None, matches: Matches | None) -> int:
    """Note what changes for guardians. Return how many the one decision of a first import covers."""
    reading, about = _Reading(draft), children(draft, file, present, matches)
    for child in about:
        compare_protection(draft, child)
        for row in child.rows:
            reading.row(child, row)
    ask_missing(draft, about, reading.matched)
    return reading.batch


@dataclass
class _Reading:
    draft: Draft
    batch: int = 0
    matched: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.humans = Humans(self.draft)

    # ── one row ──────────────────────────────────────────────────────────────────────────────────────────────────

    def row(self, child: Child, row: GuardianRow) -> None:
        care = self._care_of(child, row)
        if care is not None:
            self.matched.add(care.id)
            self._compare_care(child, row, care)
        elif not child.leaves:
            self._new_care(child, row)

    def _care_of(self, child: Child, row: GuardianRow) -> KnownCare | None:
        """Return the guardianship that a row is about: the same name, and of two the same address."""
        if child.id is None:
            return None
        named = [
            (care, guardian)
            for care in self.draft.cares_of.get(child.id, ())
            if care.id not in self.matched
            and folded((guardian := self.draft.guardian_of[care.guardian_id]).name.full) == folded(name_of(row).full)
        ]
        named.sort(key=lambda found: found[1].email != (row.email or ""))
        return named[0][0] if named else None

    def _compare_care(self, child: Child, row: GuardianRow, care: KnownCare) -> None:
        guardian = self.draft.guardian_of[care.guardian_id]
        self._contact(row, guardian)
        if row.authority is Authority.NO and care.authority:
            self._loses(child, row, care, guardian)
        elif row.authority is Authority.YES and not care.authority:
            human = Human(guardian.id, guardian.name, guardian.email, guardian.phone, child.name.full)
            if self._is_granted(child, row, human, _ASK_GAINED, invite=False):
                self._give(child, row, human, authority=True, replaces=care.id)

    def _loses(self, child: Child, row: GuardianRow, care: KnownCare, guardian: KnownGuardian) -> None:
        human = Human(guardian.id, guardian.name, guardian.email, guardian.phone, child.name.full)
        params = {"guardian": guardian.name.full, "pupil": child.name.full}
        self.draft.note(
            Change(
                kind=ChangeKind.AUTHORITY_LOST,
                who=guardian.name.full,
                text=Phrase(_LOST, params),
                effect=Phrase(NOTHING_NEW, params),
                source=self.draft.source,
                line=row.line,
                loses=(Access(guardian=guardian.name.full, pupil=child.name.full),),
                act=self._care(child, row, human, authority=False, replaces=care.id),
                about=row.pupil_key,
            )
        )

    def _new_care(self, child: Child, row: GuardianRow) -> None:
        human = self.humans.of(child, row)
        if human is None:
            return
        if row.authority is Authority.NO:
            self._give(child, row, human, authority=False)
        elif row.authority is Authority.UNKNOWN:
            self._ask_authority(child, row, human)
        elif self.draft.as_is.is_first_of_guardians:
            self.batch += 1
            self._give(child, row, human, authority=True)
        else:
            text = _ASK_GAINED_CHILD if child.is_new else _ASK_GAINED_NEW
            if self._is_granted(child, row, human, text, invite=True):
                self._give(child, row, human, authority=True)

    def _ask_authority(self, child: Child, row: GuardianRow, human: Human) -> None:
        answer = self.draft.ask(
            DoubtKind.AUTHORITY_UNKNOWN,
            pair(row),
            who=child.name.full,
            text=Phrase(_ASK_UNKNOWN, {"guardian": human.name.full, "pupil": child.name.full}),
            choices=(("yes", Phrase(_YES)), ("no", Phrase(_NO)), ("later", Phrase(_LATER))),
            line=row.line,
        )
        if answer in ("yes", "no"):
            self._give(child, row, human, authority=answer == "yes", decided=True)

    def _is_granted(self, child: Child, row: GuardianRow, human: Human, text: str, *, invite: bool) -> bool:
        answer = self.draft.ask(
            DoubtKind.AUTHORITY_GAINED,
            pair(row),
            who=child.name.full,
            text=Phrase(text, {"guardian": human.name.full, "pupil": child.name.full}),
            choices=(("yes", Phrase(_INVITE if invite else _YES)), ("later", Phrase(_LATER))),
            line=row.line,
        )
        return answer == "yes"

    # ── what is written ──────────────────────────────────────────────────────────────────────────────────────────

    def _give(
        self, child: Child, row: GuardianRow, human: Human, *, authority: bool, replaces: UUID | None = None,
        decided: bool = False,
    ) -> None:  # fmt: skip
        params = {"guardian": human.name.full, "pupil": child.name.full}
        known = isinstance(human.subject, UUID)
        text = _GAINED if replaces else _COMES if authority else _COMES_WITHOUT
        effect = _SEES_NOTHING if not authority else _SEES_CHILD if known else _GETS_LETTER
        by_hand = decided or (authority and not self.draft.as_is.is_first_of_guardians)
        self.draft.note(
            Change(
                kind=ChangeKind.AUTHORITY_GAINED if replaces else ChangeKind.GUARDIAN_COMES,
                who=human.name.full,
                text=Phrase(text, params),
                effect=Phrase(effect, params),
                source=self.draft.source,
                line=row.line,
                gains=(Access(guardian=human.name.full, pupil=child.name.full),) if authority else (),
                act=self._care(child, row, human, authority=authority, replaces=replaces, by_hand=by_hand),
                about=row.pupil_key,
            )
        )

    def _care(
        self,
        child: Child,
        row: GuardianRow,
        human: Human,
        *,
        authority: bool,
        replaces: UUID | None,
        by_hand: bool = False,
    ) -> GiveCare:
        kind = DoubtKind.AUTHORITY_UNKNOWN if row.authority is Authority.UNKNOWN else DoubtKind.AUTHORITY_GAINED
        return GiveCare(
            pupil=child.subject,
            guardian=human.subject,
            name=human.name,
            email=row.email or human.email,
            phone=row.phone or human.phone,
            language=row.language,
            relation=row.relation,
            authority=authority,
            from_on=self.draft.on,
            replaces=replaces,
            decided=f"{kind.value}:{pair(row)}" if by_hand else "",
        )

    def _contact(self, row: GuardianRow, guardian: KnownGuardian) -> None:
        """An address that is empty in the file is not erased: the file may just not know it."""
        email, phone = row.email or guardian.email, row.phone or guardian.phone
        if (email, phone) == (guardian.email, guardian.phone):
            return
        act = Reach(person_id=guardian.id, email=email, phone=phone)
        if any(change.act == act for change in self.draft.changes):
            return
        self.draft.note(
            Change(
                kind=ChangeKind.CONTACT_CHANGED,
                who=guardian.name.full,
                text=Phrase(_CONTACT, {"guardian": guardian.name.full}),
                effect=Phrase(_CONTACT_EFFECT),
                source=self.draft.source,
                line=row.line,
                act=act,
                about=row.pupil_key,
            )
        )
