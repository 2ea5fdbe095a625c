"""Bytes: one statement decides afresh for each request whether this viewer may see this picture at this size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.domains.media.queries.sql import AT, BOARD, family_version, servable
from kring.domains.media.terms import Size
from kring.domains.people import queries as people
from kring.ground import clock, files
from kring.ground.actor import Actor
from kring.ground.models.files import StoredFile
from kring.ground.sealing import KeyGone, Ring


@dataclass(frozen=True)
class Bytes:
    """A picture's bytes, once the decision said yes. Nothing is opened before `part` is asked."""

    file: StoredFile
    content_type: str

    @property
    def length(self) -> int:
        return self.file.size

    def part(self, start: int, end: int) -> bytes | None:
        """Return the bytes [start, end); None when they were erased since the decision."""
        try:
            return b"".join(self._chunks(start, end))
        except (KeyGone, files.FileMissing):
            return None

    def _chunks(self, start: int, end: int) -> Iterator[bytes]:
        return files.open_range(file=self.file, start=start, end=end, ring=Ring(self.file.board_id))


def audience_sql(p: str, *, is_guardian: bool) -> str:
    """Return a boolean: this placing is for a group, or the school, in which the viewer has a seat."""
    return f"""EXISTS (SELECT 1 FROM ({people.seats_sql(is_guardian=is_guardian)}) s
        WHERE s.school_id = {p}.school_id AND ({p}.group_id IS NULL OR s.group_id = {p}.group_id)
          AND s.from_on <= {p}.placed_on AND (s.to_on IS NULL OR s.to_on > {p}.placed_on))"""


def rendition_for(*, actor: Actor, publication_id: UUID, size: Size, at: datetime) -> Bytes | None:
    """Return the bytes that this viewer may have now, or None: not there, not yours and not now look alike. A guardian gets
    the version in which own children are seen, where there is one and each of them may be."""
    if not (actor.is_guardian or actor.is_staff):
        return None
    version = f"coalesce(({family_version('p')}), p.version_id)" if actor.is_guardian else "p.version_id"
    return bytes_of(f"""
      SELECT r.content_type, f.*
      FROM media_publication p
      JOIN media_rendition r ON r.board_id = {BOARD} AND r.version_id = {version} AND r.size = %(size)s::text
      JOIN ground_storedfile f ON f.board_id = {BOARD} AND f.id = r.file_id
      WHERE p.board_id = {BOARD} AND p.id = %(publication)s::uuid AND p.ended_at IS NULL
        AND (p.release_at <= {AT} OR p.placed_by = {people.PERSON})
        AND {audience_sql("p", is_guardian=actor.is_guardian)}
        AND {servable("p")}""", {
        "board": actor.board_id, "person": actor.person_id, "role": actor.capacity, "school": actor.school_id,
        "publication": publication_id, "size": size.value, "on": clock.today(at), "at": at,
    })


def bytes_of(statement: str, params: dict) -> Bytes | None:
    """Return what a statement of (content_type, stored file) found: the row itself, so that it takes no second one."""
    found = next(iter(StoredFile.objects.raw(statement, params)), None)
    return Bytes(file=found, content_type=found.content_type) if found else None
