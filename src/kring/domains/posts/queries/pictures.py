"""The pictures of a message, as rows with addresses; from the feed's own statement, so that they cost none of their own."""

import json
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PhotoRow:
    """One picture of a message: shown, or being checked. `own`: the reader sees own children in it whom others do not."""

    id: UUID
    width: int
    height: int
    shown: bool
    own: bool = False

    def at(self, size: str) -> tuple[str, tuple[UUID, str]]:
        """Return what `reverse` needs for its bytes at a size."""
        return "media:publication", (self.id, size)


def rows(found: str | None) -> tuple[PhotoRow, ...]:
    """Return the pictures of a message in their order, from the JSON text of the statement."""
    ordered = sorted(json.loads(found or "[]"), key=lambda one: one["place"])
    return tuple(_row(one, is_shown=one["state"] == "shown") for one in ordered)


def _row(one: dict, *, is_shown: bool) -> PhotoRow:
    return PhotoRow(UUID(one["id"]), one["width"], one["height"], is_shown, own=is_shown and one["own"])
