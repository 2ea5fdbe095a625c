"""What is kept of people, why, how long, and how it ends."""

from datetime import datetime
from uuid import UUID

from kring.domains.people import actions, queries
from kring.domains.people.models import Appointment, Enrolment, GroupDuty, Guardianship, Mandate, Protection
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _


def erase_enrolments(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=Enrolment, board_id=board_id, before=before)


def erase_guardianships(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=Guardianship, board_id=board_id, before=before)


def erase_protections(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=Protection, board_id=board_id, before=before)


def erase_appointments(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=Appointment, board_id=board_id, before=before)


def erase_duties(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=GroupDuty, board_id=board_id, before=before)


def erase_mandates(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return actions.erase_ended(model=Mandate, board_id=board_id, before=before)


_WHO = _("To know who somebody is, and to reach them.")
_CARE = _("To know who may act for a child.")
_WORK = _("To know who works where and may see what.")

HOLDINGS = [
    Holding("people_person", _("Names, contact data and birth dates."), _WHO, "BK-09", "retention.persons.months",
            _("end of the last enrolment, guardianship or appointment"), actions.erase_persons, queries.of_person,
            actions.forget_person),
    Holding("people_enrolment", _("Which pupil was in which group, and when."), _WHO, "BK-09", "retention.guardianships.years",
            _("end of the enrolment"), erase_enrolments, queries.enrolments_of),
    Holding("people_guardianship", _("Who cares for whom, with or without authority, and who decided."), _CARE, "OC-05",
            "retention.guardianships.years", _("end of the guardianship"), erase_guardianships, queries.cares_of),
    Holding("people_protection", _("Whose whereabouts are protected."), _CARE, "OC-05", "retention.guardianships.years",
            _("end of the protection"), erase_protections),
    Holding("people_appointment", _("Who works at a school, as what, and when."), _WORK, "BK-08",
            "retention.appointments.years", _("end of the appointment"), erase_appointments, queries.appointments_of),
    Holding("people_groupduty", _("Which staff works with which group."), _WORK, "BK-08", "retention.appointments.years",
            _("end of the duty"), erase_duties),
    Holding("people_workinghours", _("When somebody works."), _WORK, "BK-08", "", _("Goes with the appointment.")),
    Holding("people_mandate", _("Who may decide in the board's name."), _WORK, "BK-08", "retention.appointments.years",
            _("end of the mandate"), erase_mandates),
]
