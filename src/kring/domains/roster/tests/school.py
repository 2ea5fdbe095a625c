"""De Lindeboom on real PostgreSQL: a school with an administrator who holds the board's mandates, and others who do not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from lxml import etree

from kring.domains.people import actions as people
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.roster.actions import applying, reading, settling
from kring.domains.roster.actions.reading import Upload
from kring.domains.roster.queries import imports
from kring.domains.roster.terms.changes import Difference, Doubt
from kring.domains.school import actions as schools
from kring.ground.actor import Actor
from kring.ground.formats import guardians_csv
from kring.ground.formats.guardians_csv import GuardianRow
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring

FEW = frozenset(str(number) for number in (*range(10001, 10015), 10057))
SEPTEMBER = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
AUGUST = datetime(2027, 8, 24, 10, 0, tzinfo=UTC)


@dataclass
class School:
    """One school; ``administrator`` may do all, ``clerk`` holds the roster's mandate only, ``teacher`` holds none."""

    folder: Path
    board_id: UUID = field(init=False)
    id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.board_id = schools.found_board(name="Stichting Test", at=SEPTEMBER)
        self.id = schools.found_school(board_id=self.board_id, name="De Lindeboom", slug="lindeboom", brin="99XA")
        self.administrator = self.member(
            "Hanneke", "Blom", Role.ADMINISTRATOR, MandateKind.ROSTER, MandateKind.GUARDIANSHIP
        )
        self.clerk = self.member("Kees", "Kool", Role.ADMINISTRATOR, MandateKind.ROSTER)
        self.teacher = self.member("Sanne", "Bergsma", Role.TEACHER)

    def member(self, given: str, family: str, role: Role, *mandates: MandateKind) -> Actor:
        on = date(2020, 1, 1)
        scope = {"board_id": self.board_id, "from_on": on, "at": SEPTEMBER, "by": None}
        ring = Ring(self.board_id)
        new = people.NewPerson(Name(given, "", family), email=f"{given.lower()}@school.example")
        one = people.register_persons(board_id=self.board_id, ring=ring, on=on, persons=[new])[0]
        people.appoint(**scope, person_id=one, school_id=self.id, role=role)
        for kind in mandates:
            people.give_mandate(**scope, person_id=one, kind=kind, school_id=self.id)
        return Actor(board_id=self.board_id, person_id=one, capacity=role.value, school_id=self.id)

    def count(self, model) -> int:
        return model.objects.filter(board_id=self.board_id).count()

    def file(self, name: str) -> Upload:
        return Upload(Path(name).name, (self.folder / name).read_bytes())

    def edexml(self, name: str) -> Upload:
        return self.file(f"edexml/generated/lindeboom-{name}.xml")

    def few(self, name: str) -> Upload:
        """The same file with a handful of its pupils, for what does not depend on how many there are."""
        root = etree.fromstring(self.edexml(name).data)
        for pupil in root.findall("leerlingen/leerling"):
            if pupil.get("key") not in FEW:
                pupil.getparent().remove(pupil)
        return Upload(f"{name}.xml", etree.tostring(root, encoding="UTF-8", xml_declaration=True))

    @property
    def guardians(self) -> Upload:
        return self.file("ouders/lindeboom-ouders.csv")

    @property
    def few_guardians(self) -> Upload:
        return self.table(lambda row: row)

    def table(self, change: Callable[[GuardianRow], GuardianRow | None]) -> Upload:
        """The table of guardians of the few, with each row changed, or left out where that gives none."""
        rows = guardians_csv.read(self.guardians.data).rows
        kept = [new for row in rows if row.pupil_key in FEW and (new := change(row))]
        return Upload("ouders.csv", guardians_csv.write(kept))

    def upload(
        self, roster: Upload | None, guardians: Upload | None = None, *, at: datetime = SEPTEMBER, by=None
    ) -> UUID:
        return reading.upload(
            actor=by or self.administrator, school_id=self.id, roster=roster, guardians=guardians, key=uuid7(), at=at
        )

    def seen(self, import_id: UUID) -> Difference:
        row = imports.find(actor=self.administrator, import_id=import_id)
        return imports.snapshot(row=row, ring=Ring(self.board_id)).difference

    def digest(self, import_id: UUID) -> str:
        return imports.find(actor=self.administrator, import_id=import_id).digest

    def name_of(self, doubt: Doubt) -> str:
        return imports.doubt_name(board_id=self.board_id, code=doubt.code)

    def settle(self, import_id: UUID, pick, *, at: datetime = SEPTEMBER, by=None) -> None:
        """Answer every doubt, also those that answers bring up."""
        while open_doubts := self.seen(import_id).open_doubts:
            choices = {self.name_of(doubt): pick(doubt) for doubt in open_doubts}
            settling.settle(actor=by or self.administrator, import_id=import_id, choices=choices, at=at)

    def apply(self, import_id: UUID, *, at: datetime = SEPTEMBER, by=None, key: UUID | None = None) -> dict[str, int]:
        return applying.apply(
            actor=by or self.administrator, import_id=import_id, seen=self.digest(import_id), key=key or uuid7(), at=at
        )

    def take_in(
        self, roster: Upload | None, guardians: Upload | None = None, *, at: datetime = SEPTEMBER, pick=None
    ) -> UUID:
        """Read files in, answer the doubts and apply: a whole import."""
        import_id = self.upload(roster, guardians, at=at)
        self.settle(import_id, pick or last, at=at)
        self.apply(import_id, at=at)
        return import_id


def first(doubt: Doubt) -> str:
    return doubt.choices[0].code


def last(doubt: Doubt) -> str:
    return doubt.choices[-1].code


def later(moment: datetime, **distance: float) -> datetime:
    return moment + timedelta(**distance)
