"""The files of De Lindeboom as records, and small changes to them, so that each case shows its one difference."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from kring.domains.roster.rules.difference import difference
from kring.domains.roster.terms.changes import Difference, Doubt
from kring.domains.roster.terms.known import AsIs
from kring.domains.roster.tests.pure import LINDEBOOM, after
from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.guardians_csv import GuardianFile, GuardianRow
from kring.ground.formats.records import Pupil, Roster, Staff

SEPTEMBER, NOVEMBER, AUGUST = date(2026, 9, 1), date(2026, 11, 3), date(2027, 8, 24)


@cache
def roster(folder: Path, name: str) -> Roster:
    return edexml.read((folder / f"edexml/generated/lindeboom-{name}.xml").read_bytes())


@cache
def guardians(folder: Path) -> GuardianFile:
    return guardians_csv.read((folder / "ouders/lindeboom-ouders.csv").read_bytes())


def compare(as_is: AsIs, new: Roster | None, rows: GuardianFile | None = None, choices=None) -> Difference:
    return difference(as_is=as_is, roster=new, guardians=rows, choices=choices or {})


def settled(
    as_is: AsIs, new: Roster | None, rows: GuardianFile | None = None, pick: Callable[[Doubt], str] | None = None
) -> Difference:
    """The difference once every doubt has an answer; without ``pick`` the last, most careful one."""
    choices: dict[str, str] = {}
    while True:
        found = compare(as_is, new, rows, choices)
        if not found.open_doubts:
            return found
        choices |= {doubt.code: pick(doubt) if pick else doubt.choices[-1].code for doubt in found.open_doubts}


@dataclass(frozen=True)
class Begun:
    """The school after its first import, in November."""

    as_is: AsIs
    start: Roster
    rows: GuardianFile

    def compare(self, new: Roster | None = None, rows: GuardianFile | None = None, choices=None) -> Difference:
        kept = {"staff_gained:LK115:johannanijmeijer:sg-plus": "none", "staff_gained:LK116:mariajanssen:g3": "none"}
        return compare(self.as_is, new or self.start, rows or self.rows, {**kept, **(choices or {})})


def begun(folder: Path) -> Begun:
    start, rows = roster(folder, "1-start"), guardians(folder)
    first = settled(LINDEBOOM, start, rows)
    return Begun(after(LINDEBOOM, first, on=NOVEMBER), start, rows)


def with_pupil(base: Roster, key: str, /, **change) -> Roster:
    return replace(base, pupils=tuple(replace(one, **change) if one.key == key else one for one in base.pupils))


def without_pupils(base: Roster, *keys: str) -> Roster:
    return replace(base, pupils=tuple(one for one in base.pupils if one.key not in keys))


def plus_pupil(base: Roster, **given) -> Roster:
    default = {
        "key": "19999", "first_name": "Julia", "prefix": "", "last_name": "Nowak", "birth_on": date(2020, 2, 9),
        "year": "3", "group_keys": ("g3",), "line": 212,
    }  # fmt: skip
    return replace(base, pupils=(*base.pupils, Pupil(**{**default, **given})))


def with_staff(base: Roster, key: str, /, **change) -> Roster:
    return replace(base, staff=tuple(replace(one, **change) if one.key == key else one for one in base.staff))


def plus_staff(base: Roster, **given) -> Roster:
    default = {
        "key": "LK900",
        "first_name": "Gijs",
        "prefix": "",
        "last_name": "Vos",
        "email": None,
        "group_keys": ("g3",),
    }
    return replace(base, staff=(*base.staff, Staff(**{**default, **given})))


def with_row(base: GuardianFile, key: str, name: str, **change) -> GuardianFile:
    """Change the row of the guardian with this first name at this pupil."""
    return replace(
        base,
        rows=tuple(replace(r, **change) if (r.pupil_key, r.first_name) == (key, name) else r for r in base.rows),
    )


def without_rows(base: GuardianFile, drop: Callable[[GuardianRow], bool]) -> GuardianFile:
    return replace(base, rows=tuple(row for row in base.rows if not drop(row)))


def plus_row(base: GuardianFile, like: str, **change) -> GuardianFile:
    """Add a row like the first one of this pupil."""
    model = next(row for row in base.rows if row.pupil_key == like)
    return replace(base, rows=(*base.rows, replace(model, **change)))
