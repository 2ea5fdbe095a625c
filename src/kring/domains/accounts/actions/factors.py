"""What an account has besides a password: passkeys, an authenticator app, printed recovery codes.

allauth makes and checks passkeys and six-figure codes; the seed of an app is sealed, recovery codes are kept as keyed
hashes, and what was used once is marked in the database, where every process sees it.
"""

import base64
import hmac
import time
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from allauth.core.context import request_context
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError

from kring.domains.accounts.models import Account
from kring.domains.accounts.terms import DIRECTORY, plain_code
from kring.ground import capabilities
from kring.ground.sealing import Ring, blind

CODES = 10
TYPE = Authenticator.Type
PLACE = ("mfa_authenticator", "secret")


class Adapter(DefaultMFAAdapter):
    """allauth's questions about this installation: its address comes from settings, never from the request."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.KRING_ADDRESS).hostname or "localhost", "name": "Kring"}

    def get_public_key_credential_user_entity(self, user) -> dict:
        return {"id": str(user.pk).encode(), "display_name": user.username, "name": user.username}

    def get_totp_issuer(self) -> str:
        return "Kring"

    def _get_user_identifier(self, user) -> str:
        return user.username


def begin_passkey(*, request, account: Account) -> dict:
    """This function will return what a browser needs to make a passkey for an account; the challenge stays in the session."""
    with request_context(request):
        return webauthn.begin_registration(account, True)


def add_passkey(*, request, account: Account, credential: dict, name: str) -> bool:
    """This function will keep a passkey that the browser made, and return whether it was one: verified, for this challenge."""
    with request_context(request):
        try:
            webauthn.parse_registration_response(credential)
            data = webauthn.complete_registration(credential)
        except (ValidationError, ValueError, KeyError):
            return False
    if not data.is_user_verified():
        return False
    credential.setdefault("clientExtensionResults", {}).setdefault("credProps", {})["rk"] = True
    webauthn.WebAuthn.add(account, name[:60], credential)
    return True


def begin_proof(*, request, account: Account | None = None) -> dict:
    """This function will return what a browser needs to ask for a passkey: of this account, or any of this address."""
    with request_context(request):
        return webauthn.begin_authentication(account)


def account_of_passkey(*, request, credential: dict, at: datetime) -> Account | None:
    """This function will return the account whose passkey signed this session's challenge, None for anything else."""
    with request_context(request):
        try:
            handle = base64.urlsafe_b64decode(credential["response"]["userHandle"] + "==").decode()
            account = Account.objects.filter(id=UUID(handle), is_active=True).first()
            used = webauthn.complete_authentication(account, credential) if account else None
        except (ValidationError, ValueError, KeyError, TypeError):
            return None
    if used is None:
        return None
    Authenticator.objects.filter(id=used.id).update(last_used_at=at)
    return account


def key_of(*, account: Account) -> UUID:
    """This function will return the key of what an account keeps secret, making it at the first secret."""
    if account.key_id is None:
        account.key_id = Ring(DIRECTORY).new_key("account", account.id)
        Account.objects.filter(id=account.id).update(key_id=account.key_id)
    return account.key_id


def new_seed() -> str:
    """This function will make the seed of an authenticator app."""
    return totp.generate_totp_secret()


def app_address(*, account: Account, seed: str) -> str:
    """This function will return the address that an authenticator app reads from a QR code."""
    return Adapter().build_totp_url(account, seed)


def add_app(*, account: Account, seed: str, code: str, at: datetime) -> bool:
    """This function will keep an authenticator app whose first code is right, and return whether it was."""
    step = _step(seed, code)
    if step is None:
        return False
    sealed = Ring(DIRECTORY).seal(seed, key_id=key_of(account=account), place=(*PLACE, account.id))
    data = {"secret": base64.b64encode(sealed).decode(), "step": step}
    Authenticator.objects.filter(user_id=account.id, type=TYPE.TOTP).delete()
    Authenticator.objects.create(user_id=account.id, type=TYPE.TOTP, data=data, created_at=at)
    return True


def use_app_code(*, account: Account, code: str, at: datetime) -> bool:
    """This function will say whether a code is the app's, now, and not used before; the row is locked meanwhile."""
    row = Authenticator.objects.select_for_update().filter(user_id=account.id, type=TYPE.TOTP).first()
    if row is None:
        return False
    seed = Ring(DIRECTORY).open(base64.b64decode(row.data["secret"]), place=(*PLACE, account.id))
    step = _step(seed, code)
    if step is None or step <= row.data["step"]:
        return False
    data = {**row.data, "step": step}
    Authenticator.objects.filter(id=row.id).update(data=data, last_used_at=at)
    return True


def _step(seed: str, code: str) -> int | None:
    """This function will return the step of time that a code belongs to: this one, or the one before or after it."""
    typed = "".join(code.split())
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if hmac.compare_digest(totp.format_hotp_value(totp.hotp_value(seed, step)).encode(), typed.encode()):
            return step
    return None


def new_codes(*, account_id: UUID, at: datetime) -> list[str]:
    """This function will make the recovery codes of an account anew and return them, once; the old ones stop working."""
    codes = [capabilities.new_code() for _ in range(CODES)]
    Authenticator.objects.filter(user_id=account_id, type=TYPE.RECOVERY_CODES).delete()
    data = {"left": [_hash(account_id, code) for code in codes]}
    Authenticator.objects.create(user_id=account_id, type=TYPE.RECOVERY_CODES, data=data, created_at=at)
    return codes


def use_recovery_code(*, account: Account, code: str, at: datetime) -> bool:
    """This function will say whether a code is one of the printed ones, and cross it off."""
    row = Authenticator.objects.select_for_update().filter(user_id=account.id, type=TYPE.RECOVERY_CODES).first()
    typed = _hash(account.id, code)
    if row is None or typed not in row.data["left"]:
        return False
    left = [one for one in row.data["left"] if one != typed]
    Authenticator.objects.filter(id=row.id).update(data={"left": left}, last_used_at=at)
    return True


def remove(*, account_id: UUID, factor_id: int | None) -> int:
    """This function will remove one passkey, or without an id the authenticator app."""
    rows = Authenticator.objects.filter(user_id=account_id)
    rows = rows.filter(id=factor_id, type=TYPE.WEBAUTHN) if factor_id else rows.filter(type=TYPE.TOTP)
    return rows.delete()[0]


def _hash(account_id: UUID, code: str) -> str:
    return blind(DIRECTORY, f"{account_id} {plain_code(code)}", purpose="recovery code").hex()
