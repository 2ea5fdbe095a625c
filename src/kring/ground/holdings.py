"""What the ground keeps of its own and of the libraries under it: why, how long, and how it ends."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kring.ground import audit, capabilities, live, notices, receipts
from kring.ground.models.receipts import Receipt
from kring.ground.models.retention import RetentionRun, SystemRun
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _


def export_acts(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    """This function will give the acts of a person and the acts that concern them, each once."""
    found = [*audit.acts_by(board_id=board_id, person_id=person_id), *audit.acts_about(board_id=board_id, person_id=person_id)]
    return list({act["id"]: act for act in found}.values())


def forget_acts(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    """This function will erase what acts said of a person, and the key that leads from the acts to them."""
    return audit.erase_subject(board_id=board_id, subject_id=person_id)


def erase_payloads(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return audit.erase_payloads(board_id=board_id, before=before)


def erase_receipts(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return receipts.erase(board_id=board_id, before=before)


def forget_receipts(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return Receipt.objects.filter(board_id=board_id, actor_id=person_id)._raw_delete("default")


def erase_capabilities(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return capabilities.erase(board_id=board_id, before=before)


def export_capabilities(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    return capabilities.of_person(board_id=board_id, person_id=person_id)


def forget_capabilities(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return capabilities.forget(board_id=board_id, person_id=person_id)


def erase_notices(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return notices.erase(board_id=board_id, before=before)


def export_notices(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    return notices.of_person(board_id=board_id, person_id=person_id)


def forget_notices(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return notices.forget(board_id=board_id, person_id=person_id)


def forget_epoch(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    return live.forget(board_id=board_id, person_id=person_id)


def erase_runs(*, board_id: UUID, before: datetime, at: datetime) -> int:
    return RetentionRun.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")


def erase_system_runs(*, before: datetime, at: datetime) -> int:
    return SystemRun.objects.filter(at__lt=before)._raw_delete("default")


def erase_jobs(*, before: datetime, at: datetime) -> int:
    """This function will erase jobs that ended, well or not, before a moment; those that wait or run stay."""
    with connection.cursor() as cursor:
        cursor.execute("""DELETE FROM procrastinate_jobs j WHERE j.status NOT IN ('todo', 'doing') AND NOT EXISTS (
                            SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)""", [before])
        return cursor.rowcount


_KEYED = _("until the person is erased")
HOLDINGS = [
    Holding("ground_auditleaf", _("Who did what when, under a pseudonym"), _("Being able to account for every act"), "BK-08",
            "", _("stays: without its key it leads to nobody"), export=export_acts),
    Holding("ground_auditpayload", _("What an act was about"), _("Being able to account for every act"), "BK-08",
            "retention.audit_payload.years", _("the act"), erase=erase_payloads, forget=forget_acts),
    Holding("ground_auditsubject", _("The keys of the pseudonyms in the log"), _("Finding the acts of and on a person"),
            "BK-08", "", _KEYED),
    Holding("ground_receipt", _("Which forms somebody sent"), _("A form that arrives twice is one act"), "BK-09",
            "retention.receipts.days", _("the sending"), erase=erase_receipts, forget=forget_receipts),
    Holding("ground_capability", _("Links and codes that open one thing"), _("Ending every such right at once"), "OC-06",
            "retention.invitations.days", _("the end of the right"), erase=erase_capabilities, export=export_capabilities,
            forget=forget_capabilities),
    Holding("ground_outbox", _("Which notices somebody was sent"), _("Delivering them"), "BK-01",
            "retention.outbox.days", _("the act that it tells of"), erase=erase_notices, export=export_notices,
            forget=forget_notices),
    Holding("ground_delivery", _("Whether a notice arrived"), _("Asking for another address where none does"), "BK-01",
            "", _("goes with the notice")),
    Holding("ground_authorityepoch", _("That somebody's rights changed, as a number"), _("Closing open pages at once"),
            "BK-05", "", _KEYED, forget=forget_epoch),
    Holding("ground_storedfile", _("Encrypted files, without their names"), _("Showing pictures and documents"), "BK-09",
            "", _("goes with what it belongs to")),
    Holding("ground_retentionrun", _("What was erased when, in numbers"), _("Showing that erasing runs"), "BK-09",
            "retention.security_log.days", _("the run"), erase=erase_runs),
    Holding("ground_systemrun", _("What was erased when, in numbers"), _("Showing that erasing runs"), "BK-09",
            "retention.security_log.days", _("the run"), erase=erase_system_runs, system=True),
    Holding("procrastinate_jobs", _("Work that was done after an act, by ids"), _("Doing it once, and again where it failed"),
            "BK-09", "retention.jobs.days", _("the end of the work"), erase=erase_jobs, system=True),
    Holding("account_emailaddress", _("An address that somebody signs in with"), _("Signing in"), "PL-02", "",
            _("goes with the account"), system=True),
    Holding("account_emailconfirmation", _("That an address is being confirmed"), _("Signing in"), "PL-02", "",
            _("goes with the address"), system=True),
    Holding("mfa_authenticator", _("Passkeys and other second proofs of a sign-in"), _("Signing in safely"), "PL-02", "",
            _("goes with the account"), system=True),
]

HARMLESS = {
    "ground_auditentry": "the places of acts in the tree: numbers",
    "ground_auditcheckpoint": "roots, hashes and signatures",
    "ground_birth": "how the database was born",
    "ground_boardentry": "that a board exists",
    "ground_clockshift": "how far the clock of a demo is moved",
    "ground_heartbeat": "when a regular work last finished",
    "procrastinate_events": "when a job started and ended; goes with its job",
    "procrastinate_periodic_defers": "when a regular work was last put in the queue",
    "procrastinate_workers": "that a worker lives",
    "django_migrations": "which migrations ran",
    "django_content_type": "names of tables",
    "django_session": "empty: sessions stand in a table of their own",
    "auth_permission": "names of rights, which Kring does not use",
    "auth_group": "empty: Kring uses no groups of rights",
    "auth_group_permissions": "empty: Kring uses no groups of rights",
}
