"""A signed-in browser in this process: the product's own handler with a real session, and a counter of its statements."""

from bench.school import Ground


def browser(*, ground: Ground, name: str = "Farida Amrani", capacity: str = "guardian"):
    """This function will sign somebody in with a second factor, as a device of theirs would be."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import Client

    from kring.domains.accounts.actions import sessions
    from kring.domains.accounts.queries import directory
    from kring.domains.accounts.terms import Method
    from world.signin import username

    account = directory.account_by_login(typed=username(name=name))
    now = sessions.real_now()
    place = next(p for p in directory.places(account_id=account.id, at=now, back=None) if p.capacity == capacity)
    if not Authenticator.objects.filter(user_id=account.id).exists():
        Authenticator.objects.create(user_id=account.id, type=Authenticator.Type.TOTP, data={"secret": ""})
    store = sessions.SessionStore()
    store.update({
        SESSION_KEY: str(account.id), HASH_SESSION_KEY: account.get_session_auth_hash(),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], sessions.SINCE: now.isoformat(),
        sessions.PROOFS: [(Method.PASSKEY.value, now.isoformat())], sessions.CAP: place.to_json(),
    })
    store.create()
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client


def fetched(client, path: str):
    """This function will get a page and insist that it came."""
    response = client.get(path, secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code} {response.headers.get('Location', '')}")
    return response


def statements(client, path: str) -> int:
    """This function will count the statements of a page on both databases, besides those that open and end its transaction."""
    from contextlib import ExitStack

    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    fetched(client, path)
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", "keys")]
        fetched(client, path)
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(control) for one in seen for query in one.captured_queries)
