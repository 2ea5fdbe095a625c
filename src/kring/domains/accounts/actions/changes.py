"""What somebody changes about their own way in: passkeys, the app, printed codes, the password. Each warns its owner."""

from datetime import datetime

from kring.domains.accounts.actions import directory, factors, signin
from kring.domains.accounts.actions.sessions import Opened, SessionStore, fresh_facts
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.rules import sessions as rules
from kring.domains.accounts.rules.sessions import ChangeFacts, RemoveFacts
from kring.domains.accounts.terms import DIRECTORY, STAFF, Method
from kring.ground.sealing import Ring
from kring.norms import Verdict

SEED = "seed"


def may_change(*, opened: Opened) -> Verdict:
    """This function will say whether this session may change how its owner signs in."""
    return rules.may_change_sign_in(ChangeFacts(opened.has_second_factor, fresh_facts(opened)))


def begin_passkey(*, request, opened: Opened) -> dict:
    """This function will return what a browser needs to make a passkey. Refuses: accounts.may_change_sign_in."""
    may_change(opened=opened).require()
    return factors.begin_passkey(request=request, account=opened.account)


def add_passkey(*, request, opened: Opened, credential: dict, name: str, at: datetime) -> bool:
    """This function will keep a passkey and return whether it was one. Refuses: accounts.may_change_sign_in."""
    may_change(opened=opened).require()
    if not factors.add_passkey(request=request, account=opened.account, credential=credential, name=name):
        return False
    signin.add_proof(session=request.session, method=Method.PASSKEY)
    signin.warn(account_id=opened.account.id, at=at)
    return True


def begin_app(*, session: SessionStore, opened: Opened) -> tuple[str, str]:
    """This function will return the seed of an authenticator app that is to be, and its address for a QR code.

    The session keeps it sealed until the first right code. Refuses: accounts.may_change_sign_in.
    """
    may_change(opened=opened).require()
    account = opened.account
    seed = _kept_seed(session, opened) or factors.new_seed()
    sealed = Ring(DIRECTORY).seal(seed, key_id=factors.key_of(account=account), place=("accounts_session", SEED, account.id))
    session[SEED] = sealed.hex()
    return seed, factors.app_address(account=account, seed=seed)


def add_app(*, session: SessionStore, opened: Opened, code: str, at: datetime) -> bool:
    """This function will keep the app when its first code is right, and return whether it was.

    Refuses: accounts.may_change_sign_in.
    """
    may_change(opened=opened).require()
    seed = _kept_seed(session, opened)
    if not seed or not factors.add_app(account=opened.account, seed=seed, code=code, at=at):
        return False
    session.pop(SEED, None)
    signin.add_proof(session=session, method=Method.TOTP)
    signin.warn(account_id=opened.account.id, at=at)
    return True


def _kept_seed(session: SessionStore, opened: Opened) -> str:
    if not session.get(SEED) or opened.account.key_id is None:
        return ""
    return Ring(DIRECTORY).open(bytes.fromhex(session[SEED]), place=("accounts_session", SEED, opened.account.id))


def new_codes(*, session: SessionStore, opened: Opened, at: datetime) -> list[str]:
    """This function will make the printed codes anew. Whoever has nothing stronger comes in with them from now on.

    Refuses: accounts.may_change_sign_in.
    """
    may_change(opened=opened).require()
    codes = factors.new_codes(account_id=opened.account.id, at=at)
    if not opened.has_second_factor:
        signin.add_proof(session=session, method=Method.RECOVERY)
    signin.warn(account_id=opened.account.id, at=at)
    return codes


def remove_factor(*, opened: Opened, factor_id: int | None, at: datetime) -> None:
    """This function will remove a passkey, or without an id the app.

    Refuses: accounts.may_change_sign_in, accounts.may_remove_factor.
    """
    may_change(opened=opened).require()
    has = queries.factors(account_id=opened.account.id)
    is_staff = any(cap.capacity in STAFF for cap in opened.caps)
    rules.may_remove_factor(RemoveFacts(others=has.strong - 1, has_password=opened.account.has_usable_password(),
                                        is_staff=is_staff)).require()
    if factors.remove(account_id=opened.account.id, factor_id=factor_id):
        signin.warn(account_id=opened.account.id, at=at)


def change_password(*, session: SessionStore, opened: Opened, password: str, at: datetime) -> None:
    """This function will give somebody another password; every other device is signed out.

    Refuses: accounts.may_change_sign_in, accounts.may_be_password.
    """
    may_change(opened=opened).require()
    directory.set_password(account=opened.account, password=password, at=at, keep=session.stored(session.session_key))
    signin.keep_signed_in(session=session, account=opened.account)
    signin.warn(account_id=opened.account.id, at=at)

