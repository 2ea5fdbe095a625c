"""What apply writes, in batches: the number of statements grows with kinds and days, not with pupils.

Only the new names and addresses of people who are known are written one by one: they are few.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from django.db import connection

from kring.domains.people import actions as people
from kring.domains.people import queries as people_queries
from kring.domains.people.actions import NewCare, NewPerson
from kring.domains.roster.models import Listing
from kring.domains.roster.queries.as_is import listing_key
from kring.domains.roster.queries.imports import answer_index
from kring.domains.roster.terms import acts
from kring.domains.roster.terms.changes import Difference
from kring.domains.roster.terms.kinds import PersonKind, Subject, Why
from kring.domains.roster.terms.known import AsIs
from kring.domains.school import actions as schools
from kring.domains.school.actions import NewGroup
from kring.domains.school.terms import GroupKind
from kring.ground import capabilities, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring

Kind = TypeVar("Kind")
FIRST_DAY = (8, 1)


class StillThere(Exception):
    """Access that should have ended did not: nothing of this application may stand."""


@dataclass
class Writing:
    """One application. ``settlers`` tells who decided which doubt; all else is decided by the actor."""

    actor: Actor
    school_id: UUID
    known: AsIs
    difference: Difference
    ring: Ring
    at: datetime
    settlers: Mapping[bytes, UUID]

    def __post_init__(self) -> None:
        self.board_id = self.actor.board_id
        self.on = clock.today(self.at)
        self.by_kind: dict[type, list] = defaultdict(list)
        for change in self.difference.changes:
            self.by_kind[type(change.act)].append(change.act)
        year = self.difference.school_year
        self.groups: dict[str, UUID] = {g.key: g.id for g in self.known.groups if g.school_year == year}
        self.people: dict[Subject, UUID] = {}

    def each(self, kind: type[Kind]) -> list[Kind]:
        return self.by_kind[kind]

    def write(self) -> None:
        """This function will write every change; the caller has decided and holds the transaction."""
        self._groups()
        self._register()
        self._pupils()
        self._leavers()
        self._places()
        self._people()
        self._cares()
        self._staff()
        self._archive()
        self._cut()

    # ── groups and people ────────────────────────────────────────────────────────────────────────────────────────

    def _groups(self) -> None:
        made = [
            NewGroup(roster_key=act.key, name=act.name, year=act.year,
                     kind=GroupKind.COMPOSITE if act.composite else GroupKind.BASE)
            for act in self.each(acts.MakeGroup)
        ]  # fmt: skip
        for act in self.each(acts.NameGroup):
            schools.rename_group(board_id=self.board_id, group_id=act.group_id, name=act.name)
        if not made:
            return
        label = self.difference.school_year
        first = int(label[:4])
        year_id = schools.open_year(
            board_id=self.board_id,
            school_id=self.school_id,
            label=label,
            from_on=date(first, *FIRST_DAY),
            to_on=date(first + 1, *FIRST_DAY),
        )
        scope = {"board_id": self.board_id, "school_id": self.school_id, "school_year_id": year_id}
        self.groups |= schools.make_groups(**scope, groups=made)

    def _register(self) -> None:
        """Register everybody who is new in one go: pupils, guardians and staff."""
        new: dict[Subject, NewPerson] = {}
        for act in self.each(acts.ListPupil):
            if act.person_id is None:
                new[act.key] = NewPerson(
                    act.name, born_on=act.birth_on, is_pupil=True, roster_key=self._key("pupil", act.key)
                )
        for act in self.each(acts.GiveCare):
            if isinstance(act.guardian, str):
                language = {"language": act.language} if act.language else {}
                new.setdefault(act.guardian, NewPerson(act.name, email=act.email, phone=act.phone, **language))
        for act in self.each(acts.ListStaff):
            if act.person_id is None:
                new[f"staff:{act.key}"] = NewPerson(act.name, email=act.email, roster_key=self._key("staff", act.key))
        if new:
            ids = people.register_persons(
                board_id=self.board_id, ring=self.ring, persons=list(new.values()), on=self.on
            )
            self.people = dict(zip(new, ids, strict=True))
        self.people |= {act.key: act.person_id for act in self.each(acts.ListPupil) if act.person_id}
        self._list()

    def _key(self, kind: str, key: str) -> str:
        return f"{self.school_id}:{kind}:{key}"

    def _list(self) -> None:
        """Keep who is known under which key; a key that moves to somebody else or comes back is the same row."""
        rows = [(PersonKind.PUPIL, act.key, self._pupil_id(act)) for act in self.each(acts.ListPupil)]
        rows += [(PersonKind.STAFF, act.key, self._staff_id(act)) for act in self.each(acts.ListStaff)]
        rows += [(act.kind, act.key, act.person_id) for act in self.each(acts.KeyPerson)]
        if not rows:
            return
        values = []
        for kind, key, person_id in rows:
            index = listing_key(board_id=self.board_id, school_id=self.school_id, kind=kind, key=key)
            values += [uuid7(), self.board_id, self.school_id, person_id, kind.value, index, self.on]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, NULL)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO roster_listing (id, board_id, school_id, person_id, kind, key, from_on, to_on) "
                f"VALUES {places} ON CONFLICT (board_id, school_id, kind, key) "
                "DO UPDATE SET person_id = excluded.person_id, from_on = excluded.from_on, to_on = NULL",
                values,
            )

    def _pupil_id(self, act: acts.ListPupil) -> UUID:
        return self.people[act.key]

    def _staff_id(self, act: acts.ListStaff) -> UUID:
        return act.person_id or self.people[f"staff:{act.key}"]

    def _subject(self, subject: Subject) -> UUID:
        return subject if isinstance(subject, UUID) else self.people[subject]

    # ── pupils ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _pupils(self) -> None:
        rows = [
            (act.from_on, (self._pupil_id(act), self.school_id, self.groups[key]))
            for act in self.each(acts.ListPupil)
            for key in act.group_keys
        ]
        rows += [
            (act.from_on, (act.pupil_id, self.school_id, group_id))
            for act in self.each(acts.KeepPupil)
            for group_id in act.group_ids
        ]
        self._enrol(rows)
        self._keep_cares()

    def _enrol(self, rows: Iterable[tuple[date, tuple[UUID, UUID, UUID]]]) -> None:
        for on, enrolments in _by_first(rows).items():
            people.enrol(board_id=self.board_id, rows=enrolments, from_on=on)

    def _keep_cares(self) -> None:
        """Guardianships that would end with a pupil who stays after all go on from that day."""
        kept = {care_id: act.from_on for act in self.each(acts.KeepPupil) for care_id in act.care_ids}
        pupils = [act.pupil_id for act in self.each(acts.KeepPupil)]
        if not pupils:
            return
        cares = people_queries.cares(board_id=self.board_id, pupil_ids=pupils)
        people.give_care(
            board_id=self.board_id,
            at=self.at,
            cares=[
                NewCare(pupil_id=care.pupil_id, guardian_id=care.guardian_id, relation=care.relation,
                        authority=care.authority, source=care.source, from_on=kept[care.id],
                        decided_by=self.actor.person_id)
                for care in cares
                if care.id in kept
            ],
        )  # fmt: skip
        self._unlist(PersonKind.PUPIL, pupils, None)

    def _leavers(self) -> None:
        kept = {act.pupil_id for act in self.each(acts.KeepPupil)}
        fresh = self._running_cares(kept)
        leavers = self.each(acts.UnlistPupil)
        for (on, why), leaving in _by_first(((act.on, act.why), act) for act in leavers).items():
            pupils = [act.pupil_id for act in leaving]
            people.end_enrolments(board_id=self.board_id, pupil_ids=pupils, on=on)
            care_ids = [care_id for act in leaving for care_id in fresh.get(act.pupil_id, act.care_ids)]
            self._end_cares(care_ids, on, why)
            self._unlist(PersonKind.PUPIL, pupils, on)
        self._check_leavers(leavers)

    def _running_cares(self, pupils: set[UUID]) -> dict[UUID, list[UUID]]:
        """Guardianships that were just prolonged: a pupil who stays longer still leaves one day."""
        if not pupils:
            return {}
        cares = people_queries.cares(board_id=self.board_id, pupil_ids=sorted(pupils))
        return _by_first((care.pupil_id, care.id) for care in cares if care.to_on is None)

    def _check_leavers(self, leavers: list[acts.UnlistPupil]) -> None:
        """Nobody may go on seeing a pupil after the day on which this said that it ends."""
        if not leavers:
            return
        ends = {act.pupil_id: act.on for act in leavers}
        rows = people_queries.enrolments(board_id=self.board_id, pupil_ids=sorted(ends), school_id=self.school_id)
        cares = people_queries.cares(board_id=self.board_id, pupil_ids=sorted(ends))
        if any(row.to_on is None or row.to_on > max(ends[row.pupil_id], row.from_on) for row in (*rows, *cares)):
            raise StillThere

    def _unlist(self, kind: PersonKind, person_ids: list[UUID], on: date | None) -> None:
        rows = Listing.objects.filter(board_id=self.board_id, school_id=self.school_id, kind=kind)
        rows.filter(person_id__in=person_ids).update(to_on=on)

    def _places(self) -> None:
        """Who leaves groups, group by group: two pupils may leave different groups and stay in each other's."""
        placed = self.each(acts.PlacePupil)
        leaving = (((act.on, group_id), act.pupil_id) for act in placed for group_id in act.leave_ids)
        for (on, group_id), pupils in _by_first(leaving).items():
            people.end_enrolments(board_id=self.board_id, pupil_ids=pupils, group_ids=[group_id], on=on)
        self._enrol(
            (act.on, (act.pupil_id, self.school_id, self.groups[key])) for act in placed for key in act.enter_keys
        )

    def _people(self) -> None:
        for act in self.each(acts.NamePerson):
            people.rename(board_id=self.board_id, ring=self.ring, person_id=act.person_id, name=act.name)
        for act in self.each(acts.Reach):
            people.change_contact(
                board_id=self.board_id, ring=self.ring, person_id=act.person_id, email=act.email, phone=act.phone
            )
        for on, protected in _by_first((act.on, act) for act in self.each(acts.SetProtection)).items():
            pupils = [self._subject(act.pupil) for act in protected if act.protected]
            if pupils:
                by = self.actor.person_id
                people.protect(board_id=self.board_id, pupil_ids=pupils, from_on=on, by=by, at=self.at)
            for act in protected:
                if not act.protected:
                    people.end_protection(board_id=self.board_id, pupil_id=self._subject(act.pupil), on=on)

    # ── guardians ────────────────────────────────────────────────────────────────────────────────────────────────

    def _cares(self) -> None:
        for (on, why), ids in _by_first(((act.on, act.why), act.care_id) for act in self.each(acts.EndCare)).items():
            self._end_cares(ids, on, why)
        given = self.each(acts.GiveCare)
        replaced = (
            (Why.AUTHORITY if act.authority else Why.NO_AUTHORITY, act.replaces) for act in given if act.replaces
        )
        for why, ids in _by_first(replaced).items():
            self._end_cares(ids, self.on, why)
        if given:
            people.give_care(board_id=self.board_id, at=self.at, cares=[self._care(act) for act in given])

    def _care(self, act: acts.GiveCare) -> NewCare:
        """The batch is decided by who applies; a doubt by who settled it, who looked at this child."""
        settler = self.settlers.get(answer_index(board_id=self.board_id, code=act.decided)) if act.decided else None
        as_of = self.difference.as_of or self.on
        return NewCare(
            pupil_id=self._subject(act.pupil),
            guardian_id=self._subject(act.guardian),
            relation=act.relation,
            authority=act.authority,
            source=f"administration, export of {as_of.isoformat()}",
            from_on=act.from_on,
            decided_by=settler or self.actor.person_id,
            checked_on=self.on if settler else None,
        )

    def _end_cares(self, care_ids: list[UUID], on: date, why: Why) -> None:
        if care_ids:
            by = self.actor.person_id
            people.end_care(board_id=self.board_id, care_ids=care_ids, on=on, by=by, at=self.at, why=why.value)

    # ── staff, and what ends ─────────────────────────────────────────────────────────────────────────────────────

    def _staff(self) -> None:
        scope = {"board_id": self.board_id, "school_id": self.school_id}
        for act in self.each(acts.ListStaff):
            if act.role:
                people.appoint(**scope, person_id=self._staff_id(act), role=act.role, from_on=act.from_on, at=self.at,
                               by=self._settler_of(act) or self.actor.person_id)  # fmt: skip
        for act in self.each(acts.UnlistStaff):
            people.end_appointments(**scope, person_id=act.person_id, on=act.on, at=self.at)
        leaving = [act.person_id for act in self.each(acts.UnlistStaff)]
        if leaving:
            self._unlist(PersonKind.STAFF, leaving, self.on)
        placed = self.each(acts.PlaceStaff)
        for on, rows in _by_first(
            (act.on, (act.person_id, group)) for act in placed for group in act.leave_ids
        ).items():
            people.end_duties(board_id=self.board_id, rows=rows, on=on)
        entering = [
            (act.from_on, (self._staff_id(act), self.groups[key]))
            for act in self.each(acts.ListStaff)
            for key in act.group_keys
        ]
        entering += [(act.on, (act.person_id, self.groups[key])) for act in placed for key in act.enter_keys]
        for on, rows in _by_first(entering).items():
            people.assign(board_id=self.board_id, rows=rows, from_on=on)

    def _settler_of(self, act: acts.ListStaff) -> UUID | None:
        return self.settlers.get(answer_index(board_id=self.board_id, code=act.decided)) if act.decided else None

    def _archive(self) -> None:
        """A group of last year closes at the moment at which the new one begins to hold."""
        for on, ids in _by_first((act.on, act.group_id) for act in self.each(acts.ArchiveGroup)).items():
            moment = self.at if on <= self.on else datetime.combine(on, time(), tzinfo=clock.SCHOOL_ZONE)
            schools.archive_groups(board_id=self.board_id, group_ids=ids, at=moment)

    def _cut(self) -> None:
        """Open pages were cut with what ended; who has nothing left loses every right that they carry too."""
        staff = [act.person_id for act in self.each(acts.UnlistStaff)]
        guardians = self._losing_guardians()
        still = {
            care.guardian_id
            for care in people_queries.cares(board_id=self.board_id, on=self.on, guardian_ids=guardians)
            if care.authority
        }
        for person_id in [*staff, *(one for one in guardians if one not in still)]:
            capabilities.revoke_for(
                board_id=self.board_id, person_id=person_id, by=self.actor.person_id, why="roster", at=self.at
            )

    def _losing_guardians(self) -> list[UUID]:
        ended = {act.care_id for act in self.each(acts.EndCare)}
        ended |= {act.replaces for act in self.each(acts.GiveCare) if act.replaces and not act.authority}
        ended |= {care_id for act in self.each(acts.UnlistPupil) for care_id in act.care_ids}
        return sorted({care.guardian_id for care in self.known.cares if care.id in ended and care.authority})


def _by_first(pairs: Iterable[tuple]) -> dict:
    """Return {first: all seconds}, in the order of appearance."""
    found = defaultdict(list)
    for first, second in pairs:
        found[first].append(second)
    return dict(found)
