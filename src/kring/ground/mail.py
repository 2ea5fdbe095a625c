"""E-mail by SMTP, in a fixed set of sentences without content: never a name, a group, a school or a word that people wrote.

The only address in a mail is that of the site itself; what is new is told there, after signing in. The only value ever put
into a sentence is a one-time code. Whether somebody may be told something is decided before (`kring.ground.notices`).
"""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import translation
from django.utils.translation import gettext

from kring.norms import gettext_noop as _

TIMEOUT_SECONDS = 20
PERMANENT = 500
_CODE = re.compile(r"[A-Z0-9-]{4,20}\Z")


@dataclass(frozen=True)
class Template:
    """One fixed mail: English messages, of which one may hold a value, the code."""

    subject: str
    sentence: str
    takes_code: bool = False


TEMPLATES = {
    "news": Template(_("News in Kring"), _("Something new is ready in Kring.")),
    "question": Template(_("A question in Kring"), _("A question in Kring waits for your answer.")),
    "reminder": Template(_("A reminder from Kring"), _("Something in Kring still waits for you.")),
    "task": Template(_("A task in Kring"), _("A task in Kring waits for you.")),
    "security": Template(_("Your sign-in to Kring"), _("Something about your sign-in to Kring changed. Was it not you? "
                                                       "Then tell the school at once.")),
    "invitation": Template(_("An invitation to Kring"), _("You are invited to Kring. Use the code that you got from the "
                                                          "school.")),
    "code": Template(_("Your code for Kring"), _("Your code for Kring is %(code)s. Give it to nobody, not to the school "
                                                 "either."), takes_code=True),
}
FOOT = _("You get no reply at this address. Go to Kring by the address that you know:")


class NoMailServer(Exception):
    """No server is set (KRING_SMTP_URL), so nothing can be sent."""


class Bounced(Exception):
    """The receiving server refused the mail for good; `code` is its answer."""

    def __init__(self, code: int):
        super().__init__(str(code))
        self.code = code


class NotNow(Exception):
    """The mail could not be handed over at this moment; it may be tried again."""


def is_configured() -> bool:
    """This function will say whether a server is set."""
    return bool(settings.KRING_SMTP_URL)


def text_of(template: str, *, language: str, code: str = "") -> tuple[str, str]:
    """This function will return subject and body in a language. Raises: KeyError, ValueError for a code where none belongs."""
    chosen = TEMPLATES[template]
    if chosen.takes_code != bool(code) or (code and not _CODE.match(code)):
        raise ValueError(f"{template} was given what it may not hold, or lacks its code")
    with translation.override(language):
        sentence = gettext(chosen.sentence)
        if code:
            sentence %= {"code": code}
        return gettext(chosen.subject), f"{sentence}\n\n{gettext(FOOT)}\n{settings.KRING_ADDRESS}/\n"


@contextmanager
def line() -> Iterator[EmailBackend | None]:
    """This function will keep one connection to the server open for a batch; None when no server is set. Where it cannot be
    opened, each mail tries for itself."""
    backend = _backend() if is_configured() else None
    try:
        if backend:
            with suppress(OSError, smtplib.SMTPException):
                backend.open()
        yield backend
    finally:
        if backend:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()


def deliver(template: str, *, to: str, language: str, code: str = "", over: EmailBackend | None = None) -> None:
    """This function will hand one mail to the server. Raises: Bounced, NotNow, NoMailServer."""
    backend = over or _backend()
    subject, body = text_of(template, language=language, code=code)
    host = urlsplit(settings.KRING_ADDRESS).hostname or "localhost"
    message = EmailMessage(subject, body, _sender(host), [to], connection=backend, headers={
        # Django's own would name this machine.
        "Message-ID": make_msgid(domain=host), "Auto-Submitted": "auto-generated", "Content-Language": language,
    })
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as problem:
        _raise(next(iter(problem.recipients.values()))[0], problem)
    except smtplib.SMTPDataError as problem:
        _raise(problem.smtp_code, problem)
    except (OSError, smtplib.SMTPException) as problem:
        # A line that broke is not used again.
        with suppress(OSError, smtplib.SMTPException):
            backend.close()
        raise NotNow(type(problem).__name__) from problem


def _raise(code: int, problem: Exception) -> None:
    # From 500 it is for good; below it is a full mailbox, a server that knows no newcomers, a limit.
    raise (Bounced(code) if code >= PERMANENT else NotNow(str(code))) from problem


def _sender(host: str) -> str:
    return getattr(settings, "KRING_MAIL_FROM", "") or f"Kring <kring@{host}>"


def _backend() -> EmailBackend:
    """This function will return Django's backend for smtp://user:password@host:port[?starttls=1] or smtps://…"""
    if not is_configured():
        raise NoMailServer
    parts = urlsplit(settings.KRING_SMTP_URL)
    is_tls = parts.scheme == "smtps"
    return EmailBackend(
        host=parts.hostname, port=parts.port or (465 if is_tls else 25), username=unquote(parts.username or ""),
        password=unquote(parts.password or ""), use_ssl=is_tls, timeout=TIMEOUT_SECONDS,
        use_tls=not is_tls and parse_qs(parts.query).get("starttls", ["0"])[0] == "1",
    )
