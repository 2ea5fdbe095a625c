"""What accounts tells people: one-time codes at once by e-mail, and that something about a sign-in changed."""

from datetime import datetime
from uuid import UUID

from kring.ground import mail
from kring.ground import notices as ground_notices
from kring.ground.notices import Notice


def can_mail() -> bool:
    """Return whether a code by e-mail is possible in this installation at all."""
    return mail.is_configured()


def code_by_mail(*, address: str, code: str, language: str) -> bool:
    """Hand a one-time code to the mail server at once, since somebody waits for it; return whether it took it.

    A code is in no queue and no log.
    """
    try:
        mail.deliver("code", to=address, language=language, code=code)
    except (mail.Bounced, mail.NotNow, mail.NoMailServer):
        return False
    return True


def security(*, board_id: UUID, person_id: UUID, at: datetime) -> None:
    """Tell somebody that something about their sign-in changed."""
    ground_notices.send([Notice(person_id=person_id, template="security", link="/account/")], board_id=board_id, at=at)
