"""What is kept of consent, why, how long, and how it ends."""

from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import erasing
from kring.domains.consent.queries import exports, families
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _


def erase_decisions(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_decisions(board_id=board_id, before=before)


def erase_objections(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_objections(board_id=board_id, before=before)


def erase_askings(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_askings(board_id=board_id, before=before)


def erase_requests(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return erasing.erase_requests(board_id=board_id, before=before)


def forget_askings(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return erasing.forget_askings(board_id=board_id, person_id=person_id)


_LEFT = _("the last choice about a child that left the school")
_PROOF = _("Being able to show who said yes to what, and when a yes ended")
_TERM = "retention.consent.years"

HOLDINGS = [
    # No `forget`: that somebody said yes, and to what, must be provable for as long as it can be asked (AVG 7.1, 17.3.e).
    Holding("consent_decision", _("Who answered what to which question, and how it was confirmed"), _PROOF, "OC-11", _TERM,
            _LEFT, erase_decisions, exports.decisions_of),
    Holding("consent_answer", _("The last answer of each who decides"), _("Showing a picture only where there is a yes"),
            "PL-09", "", _("goes with the decision")),
    Holding("consent_wish", _("Whether pictures are covered or removed after a withdrawal"), _PROOF, "PL-10", "",
            _("goes with the decision")),
    Holding("consent_objection", _("That a child said no itself, and until when"), _("Going by a child's own no"), "BK-09",
            _TERM, _LEFT, erase_objections, exports.objections_of),
    Holding("consent_gate", _("How often a yes about a child ended, as a number"), _("Looking at placed pictures again"),
            "PL-10", "", _("goes with the child's own noes")),
    Holding("consent_asking", _("When somebody was asked or reminded"), _("Asking actively, and not too often"), "PL-09", _TERM,
            _("the asking"), erase_askings, exports.askings_of, forget_askings),
    Holding("consent_request", _("That somebody of the school asked a child's family for an answer"),
            _("Asking actively, and not too often"), "PL-09", _TERM, _("the asking"), erase_requests, families.requests_of),
]

HARMLESS = {
    "consent_question": "the school's question texts",
    "consent_boardseal": "the board's signing keys, sealed",
}
