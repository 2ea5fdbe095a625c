"""Where somebody may be told something, asked at the moment of sending."""

from datetime import datetime
from uuid import UUID

from kring.domains.accounts.models import Account
from kring.domains.accounts.queries.directory import seats_of_person
from kring.domains.accounts.queries.invitations import belonging
from kring.domains.people import queries as people
from kring.ground import clock
from kring.ground.notices import Dropped, To
from kring.ground.sealing import Ring


def address_of(*, board_id: UUID, person_id: UUID, at: datetime) -> To | Dropped:
    """Return the address on file of somebody who belongs to the board today, in the language that they read Kring in."""
    if person_id not in belonging(board_id=board_id, person_ids=[person_id], on=clock.today(at)):
        return Dropped("no role today")
    known = people.contacts(board_id=board_id, person_ids=[person_id], ring=Ring(board_id)).get(person_id)
    if known is None or not known.email:
        return Dropped("no address")
    languages = list(Account.objects.filter(id__in=seats_of_person(board_id=board_id, person_id=person_id))
                     .values_list("language", flat=True))
    written = people.languages(board_id=board_id, person_ids=[person_id])
    return To(known.email, languages[0] if languages else written.get(person_id, "nl"))
