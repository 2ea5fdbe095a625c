"""What is kept of imports, why, how long, and how it ends."""

from datetime import datetime
from uuid import UUID

from kring.domains.roster.actions import erasing
from kring.domains.roster.queries import listings
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _


def erase_contents(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_contents_before(board_id=board_id, before=before)


def erase_decisions(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_decisions_before(board_id=board_id, before=before)


def erase_listings(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_listings_before(board_id=board_id, before=before)


def forget_listings(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return erasing.forget_listings(board_id=board_id, person_id=person_id)


_CHECK = _("To see what a file changes before it does, and to check it afterwards.")
_ACCOUNT = _("To show who decided that a guardian gained or lost access.")
_MATCH = _("To recognise somebody in the next file.")

HOLDINGS = [
    Holding("roster_import", _("Files of the administration without what Kring may not have, and what they change."), _CHECK,
            "BK-09", "retention.imports.days", _("day of applying or putting away"), erase_contents),
    Holding("roster_settlement", _("What was decided on a doubt, by whom and when."), _ACCOUNT, "OC-05",
            "retention.guardianships.years", _("day of deciding"), erase_decisions),
    Holding("roster_ending", _("That files were applied or put away, by whom and when."), _ACCOUNT, "OC-05", "",
            _("Goes with the decisions.")),
    Holding("roster_listing", _("That the administration knows somebody, under an unreadable number."), _MATCH, "BK-09",
            "retention.persons.months", _("day of leaving school"), erase_listings, listings.of_person, forget_listings),
]  # fmt: skip
