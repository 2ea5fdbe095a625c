"""What is kept of accounts, why, how long, and how it ends. allauth's own tables are held by ground."""

from kring.domains.accounts.actions import erasing
from kring.domains.accounts.queries import own
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _

_COMING_IN = _("Letting people in who belong to a school, and nobody else.")
_ADDING = _("Letting in whom the board adds, once.")

HOLDINGS = [
    Holding("accounts_seat", _("Which account is which person of a board."), _COMING_IN, "PL-02", "retention.accounts.months",
            _("the end of the last role"), erasing.erase_seats, own.seats_of, erasing.forget_seats),
    Holding("accounts_account", _("Sign-in name, e-mail address, language, and the hash of a password."), _COMING_IN, "PL-02",
            "retention.accounts.months", _("the end of the last seat"), erasing.erase_accounts, own.accounts_of, system=True),
    Holding("accounts_session", _("On which devices somebody is signed in, and in which role."), _COMING_IN, "PL-02",
            "retention.sessions.days", _("the end of the session"), erasing.erase_sessions, own.sessions_of, system=True),
    Holding("accounts_session", _("When somebody was last seen."), _COMING_IN, "BK-09", "retention.last_seen.days",
            _("the visit"), erasing.erase_last_seen, system=True),
    Holding("accounts_bucket", _("How often something was tried lately, under a hash."), _("Making guessing slow."), "PL-02",
            "signin.window_minutes", _("the last try that counts"), erasing.erase_buckets, system=True),
    Holding("accounts_invitation", _("For whom a code was made, by whom, and what became of it."), _ADDING, "OC-06",
            "retention.invitations.days", _("its use or end"), erasing.erase_invitations, own.invitations_of,
            erasing.forget_invitations),
    Holding("accounts_claim", _("Which browser held a code, and how its owner was known."), _ADDING, "OC-06", "",
            _("goes with the invitation")),
    Holding("accounts_door", _("Where a code leads, under a hash of it."), _ADDING, "OC-06", "retention.invitations.days",
            _("the end of the code"), erasing.erase_doors, system=True),
]
