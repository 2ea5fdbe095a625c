"""What policy keeps: acts of adoption and values in force."""

from datetime import datetime
from uuid import UUID

from kring.domains.policy import actions
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _


def erase_adoptions(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_superseded(board_id=board_id, before=before)


_PROVE = _("To show which agreement held when something was decided.")
HOLDINGS = [
    Holding("policy_adoption", _("Who recorded that the school adopted its agreements, and under which minute."), _PROVE,
            "PL-14", "retention.policy.years", _("a later adoption"), erase_adoptions),
]
HARMLESS = {"policy_policyvalue": "the school's own settings, about no person"}
