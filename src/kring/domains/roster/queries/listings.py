"""What imports keep of one person, for that person."""

from typing import Any
from uuid import UUID

from kring.domains.roster.models import Listing


def of_person(*, board_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """Return at which school the administration listed somebody, and when. The number itself is not readable."""
    rows = Listing.objects.filter(board_id=board_id, person_id=person_id).order_by("id")
    return list(rows.values("school_id", "kind", "from_on", "to_on"))
