"""How what is kept of imports ends: contents after a month, decisions with the guardianships that they were about."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kring.domains.people import queries as people
from kring.domains.roster.actions.reading import erase_contents
from kring.domains.roster.models import Ending, Import, Listing, Settlement
from kring.ground import clock


def erase_contents_before(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the files and sentences of imports that ended, or were left lying, before a moment."""
    ended = dict(Ending.objects.filter(board_id=board_id).values_list("import_id", "at"))
    rows = Import.objects.filter(board_id=board_id, at__lt=before).exclude(difference=b"")
    over = [row for row in rows if ended.get(row.id, row.at) < before]
    for row in over:
        erase_contents(row=row)
    return len(over)


def erase_decisions_before(*, board_id: UUID, before: datetime) -> int:
    """This function will erase decisions made before a moment, and imports of which nothing else is left."""
    gone = Settlement.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")
    kept = set(Settlement.objects.filter(board_id=board_id).values_list("import_id", flat=True))
    old = Import.objects.filter(board_id=board_id, at__lt=before, roster_file_id=None, guardians_file_id=None)
    ids = [one for one in old.values_list("id", flat=True) if one not in kept]
    Ending.objects.filter(board_id=board_id, import_id__in=ids)._raw_delete("default")
    # Django answers None for a list without ids.
    return (gone or 0) + (Import.objects.filter(board_id=board_id, id__in=ids)._raw_delete("default") or 0)


def erase_listings_before(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the listings of people who left before a moment, and of those who were erased since."""
    over = Q(to_on__lt=clock.today(before)) | Q(person_id__in=people.erased(board_id=board_id))
    return Listing.objects.filter(over, board_id=board_id)._raw_delete("default")


def forget_listings(*, board_id: UUID, person_id: UUID) -> int:
    """This function will erase every listing of somebody; the next file then has a stranger."""
    return Listing.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")
