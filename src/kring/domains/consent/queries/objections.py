"""Reads of children's own noes."""

from uuid import UUID

from kring.domains.consent.models import Objection


def general_of(*, board_id: UUID, pupil_id: UUID) -> UUID | None:
    """This function will return the id of a child's own no to everything, while it holds."""
    rows = Objection.objects.filter(board_id=board_id, pupil_id=pupil_id, scope="general", ended_at=None)
    return rows.values_list("id", flat=True).first()

