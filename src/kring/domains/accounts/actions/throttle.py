"""Counting tries, so that guessing is slow and a victim is never locked out.

A name is counted per place that tries it, never for the whole world: whoever guesses from elsewhere locks themselves out
and nobody else. A browser that signed in to an account before carries a mark of that, and is counted by itself.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from kring.domains.accounts.models import Account, Bucket
from kring.domains.accounts.rules import passwords as rules
from kring.domains.accounts.rules.passwords import TryFacts
from kring.domains.accounts.terms import DIRECTORY
from kring.ground.sealing import blind
from kring.norms import Verdict, parameter

DEVICE_COOKIE = "__Host-kring-device"
MARK_BYTES, MARKS_KEPT = 16, 4
IPV6_NET = 64  # one household or school; a single machine has all of it to choose from


def net_of(*, remote: str, forwarded: str) -> str:
    """This function will return the place on the network that a request came from.

    What a proxy says is believed only from a proxy that settings name; the nearest stranger counts.
    """
    trusted = [ipaddress.ip_network(net) for net in settings.KRING_TRUSTED_PROXIES]
    for hop in [remote, *reversed([part.strip() for part in forwarded.split(",") if part.strip()])]:
        try:
            address = ipaddress.ip_address(hop)
        except ValueError:
            return hop[:40]
        if not any(address in net for net in trusted):
            return str(ipaddress.ip_network(f"{address}/{IPV6_NET}", strict=False)) if address.version == 6 else str(address)
    return remote


def attempt(*, name: str, place: str, at: datetime) -> tuple[Verdict, int]:
    """This function will count one try of a name from a place, and return whether it may go on and which try it is.

    The row is locked until the transaction ends, so that parallel tries wait for each other.
    """
    here = _count(f"name\x00{name}\x00{place}", at=at)
    known = place.startswith("mark ")
    return rules.may_try(TryFacts(here=here, place=0 if known else _tries(place, at=at), on=at)), here


def place_allows(*, place: str, at: datetime) -> Verdict:
    """This function will say whether a place may try once more, whatever it tries."""
    return rules.may_try(TryFacts(here=1, place=_tries(place, at=at), on=at))


def failed(*, place: str, at: datetime) -> None:
    """This function will count a wrong try for the place that it came from."""
    if not place.startswith("mark "):
        _count(f"place\x00{place}", at=at)


def forget(*, name: str, place: str) -> None:
    """This function will forget the tries of a name from a place, after the right one."""
    Bucket.objects.filter(key=_key(f"name\x00{name}\x00{place}")).delete()


def place_of(*, net: str, cookie: str, account: Account | None) -> str:
    """This function will return where a try for an account counts: in the known browser alone, else in the net."""
    mark = mark_of(account) if account else ""
    marks = cookie.split(".")[:MARKS_KEPT]
    # Compared for unknown names too, with a mark that nobody has, so that both take the same time.
    known = [hmac.compare_digest(one, mark or "0" * 2 * MARK_BYTES) for one in marks]
    return f"mark {mark}" if account and any(known) else net


def mark_of(account: Account) -> str:
    """This function will return what a browser remembers of an account: nothing that can be read, void with a new password."""
    key = hashlib.sha256(b"kring device\x00" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{account.id}{account.password}".encode(), hashlib.sha256).hexdigest()[: 2 * MARK_BYTES]


def marks_with(cookie: str, account: Account) -> str:
    """This function will return the cookie with this account's mark in front."""
    kept = [mark for mark in cookie.split(".") if mark and mark != mark_of(account)]
    return ".".join([mark_of(account), *kept][:MARKS_KEPT])


def _key(text: str) -> bytes:
    return blind(DIRECTORY, text, purpose="tries")


def _tries(place: str, *, at: datetime) -> int:
    row = Bucket.objects.filter(key=_key(f"place\x00{place}"), until__gt=at).first()
    return row.tries + 1 if row else 1


def _count(text: str, *, at: datetime) -> int:
    until = at + timedelta(minutes=int(parameter("signin.window_minutes", at=at)))
    with connection.cursor() as cursor:
        cursor.execute("""INSERT INTO accounts_bucket (key, tries, until) VALUES (%(key)s, 1, %(until)s)
                          ON CONFLICT (key) DO UPDATE SET
                            tries = CASE WHEN accounts_bucket.until > %(at)s THEN accounts_bucket.tries + 1 ELSE 1 END,
                            until = CASE WHEN accounts_bucket.until > %(at)s THEN accounts_bucket.until ELSE %(until)s END
                          RETURNING tries""", {"key": _key(text), "until": until, "at": at})
        return cursor.fetchone()[0]

