"""Reading in from the command line: an operator sees what files would change; somebody with a mandate decides at the desk."""

from datetime import datetime
from uuid import UUID

from kring.domains.roster.actions.reading import NothingToRead, Upload, upload
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.report import report
from kring.domains.roster.rules.difference import difference
from kring.ground import clock
from kring.ground.actor import Actor, system
from kring.ground.formats import edexml, guardians_csv
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring


def show(
    *, board_id: UUID, school_id: UUID, roster: Upload | None, guardians: Upload | None, at: datetime
) -> list[str]:
    """This function will return what files would change, line by line, and keep nothing of them.

    Raises: Unreadable, NothingToRead.
    """
    if roster is None and guardians is None:
        raise NothingToRead
    new, rows = roster and edexml.read(roster.data), guardians and guardians_csv.read(guardians.data)
    scope = {"actor": system(board_id), "school_id": school_id, "roster": new}
    known = imports.known_to(**scope, guardians=rows, on=clock.today(at), ring=Ring(board_id))
    given = imports.answers(board_id=board_id, school_id=school_id, import_id=None)
    return report(difference(as_is=known, roster=new, guardians=rows, choices=given))


def keep_for(
    *,
    board_id: UUID,
    school_id: UUID,
    person_id: UUID,
    roster: Upload | None,
    guardians: Upload | None,
    at: datetime,
) -> UUID:
    """This function will keep files for an administrator, who then decides and applies at the desk; returns the import's id.

    Refuses: roster.may_import, for that person.   Raises: Unreadable, NothingToRead, NoSpace.
    """
    actor = Actor(board_id=board_id, person_id=person_id, capacity="administrator", school_id=school_id)
    return upload(actor=actor, school_id=school_id, roster=roster, guardians=guardians, key=uuid7(), at=at)
