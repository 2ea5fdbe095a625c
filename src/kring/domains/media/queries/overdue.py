"""What has no use any more: versions nobody is shown, pictures that stand nowhere, pictures of old years and of no message."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kring.domains.media.models import Asset, Version
from kring.domains.media.queries.sql import AT, BOARD
from kring.domains.media.terms import AssetState

# Longer than all tries of a job together, so that nothing is found that is still being tried.
LOST_AFTER = timedelta(hours=6)
# A picture goes back into its draft when its message is taken back before it was out: then nothing of it goes.
_BACK_IN_DRAFT = "(e.ended_why = 'recalled' AND e.ended_at < e.release_at)"


def unused_versions(*, board_id: UUID, at: datetime, asset_id: UUID | None = None) -> list[Version]:
    """Return the versions of pictures that are out (of one, when it is given) which no standing placing shows, to all or to a
    family; none while what it shows is being made."""
    return list(Version.objects.raw(
        f"""SELECT v.* FROM media_version v WHERE v.board_id = {BOARD} AND v.erased_at IS NULL
              AND (%(asset)s::uuid IS NULL OR v.asset_id = %(asset)s::uuid)
              AND EXISTS (SELECT 1 FROM media_publication p WHERE p.board_id = {BOARD} AND p.asset_id = v.asset_id
                          AND p.ended_at IS NULL AND p.release_at <= {AT})
              AND NOT EXISTS (SELECT 1 FROM media_publication p WHERE p.board_id = {BOARD} AND p.version_id = v.id
                              AND p.ended_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM media_familyview f
                              JOIN media_publication p ON p.board_id = {BOARD} AND p.id = f.publication_id
                              WHERE f.board_id = {BOARD} AND f.version_id = v.id AND p.ended_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM media_publication p
                              JOIN media_version w ON w.board_id = {BOARD} AND w.id = p.version_id
                              WHERE p.board_id = {BOARD} AND p.asset_id = v.asset_id AND p.ended_at IS NULL
                                AND w.made_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM media_publication p
                              JOIN media_familyview f ON f.board_id = {BOARD} AND f.publication_id = p.id
                              JOIN media_version w ON w.board_id = {BOARD} AND w.id = f.version_id
                              WHERE p.board_id = {BOARD} AND p.asset_id = v.asset_id AND p.ended_at IS NULL
                                AND w.made_at IS NULL)
            ORDER BY v.id""", {"board": board_id, "at": at, "asset": asset_id}))


def unused_assets(*, board_id: UUID) -> list[UUID]:
    """Return the pictures that stood somewhere, stand nowhere now, and went back into no draft."""
    return _ids(
        f"""SELECT a.id FROM media_asset a WHERE a.board_id = {BOARD} AND a.erased_at IS NULL
              AND EXISTS (SELECT 1 FROM media_publication e WHERE e.board_id = {BOARD} AND e.asset_id = a.id
                          AND e.ended_at IS NOT NULL AND NOT {_BACK_IN_DRAFT})
              AND NOT EXISTS (SELECT 1 FROM media_publication p WHERE p.board_id = {BOARD} AND p.asset_id = a.id
                              AND p.ended_at IS NULL)
            ORDER BY a.id""", {"board": board_id})


def of_old_years(*, board_id: UUID, before: datetime) -> list[UUID]:
    """Return the pictures whose placings all belong to school years that ended before a moment."""
    in_old_year = f"""EXISTS (SELECT 1 FROM school_schoolyear y WHERE y.board_id = {BOARD} AND y.school_id = p.school_id
                        AND y.from_on <= p.placed_on AND p.placed_on < y.to_on AND y.to_on <= %(before)s::date)"""
    return _ids(
        f"""SELECT p.asset_id FROM media_publication p WHERE p.board_id = {BOARD}
            GROUP BY p.asset_id HAVING bool_and({in_old_year}) ORDER BY p.asset_id""",
        {"board": board_id, "before": before})


def never_placed(*, board_id: UUID, before: datetime) -> list[UUID]:
    """Return the pictures that came in before a moment and stand, or stood, nowhere."""
    return _ids(
        f"""SELECT a.id FROM media_asset a WHERE a.board_id = {BOARD} AND a.at < %(before)s::timestamptz
              AND NOT EXISTS (SELECT 1 FROM media_publication p WHERE p.board_id = {BOARD} AND p.asset_id = a.id)
            ORDER BY a.id""", {"board": board_id, "before": before})


def unopened(*, board_id: UUID, at: datetime) -> list[UUID]:
    """Return the pictures that came in long ago and still were not opened."""
    rows = Asset.objects.filter(board_id=board_id, state=AssetState.RECEIVED, at__lt=at - LOST_AFTER).order_by("id")
    return list(rows.values_list("id", flat=True))


def unmade(*, board_id: UUID, at: datetime) -> list[UUID]:
    """Return the versions that were wanted long ago and still were not made."""
    rows = Version.objects.filter(board_id=board_id, made_at=None, erased_at=None, wanted_at__lt=at - LOST_AFTER)
    return list(rows.order_by("id").values_list("id", flat=True))


def _ids(statement: str, params: dict) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row[0] for row in cursor.fetchall()]
