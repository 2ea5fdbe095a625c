"""What is known of a chosen password: lists that leaked, words that people take, and what is left without ornament.

Django brings the list of passwords from leaks; words.txt beside this file adds what Dutch schools and parents take.
"""

import itertools
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

from kring.domains.accounts.models import Account
from kring.domains.accounts.rules.passwords import PasswordFacts

WORDS = Path(__file__).with_name("words.txt")
FIGURES = str.maketrans("0134578", "oieastb")
SIGNS = str.maketrans("0134578@$!€", "oieastbasie")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "01234567890", "qazwsxedcrfvtgbyhnujmikolp",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
SHORT_UNIT, LEAST_WORD = 6, 3


@lru_cache(maxsize=1)
def listed() -> frozenset[str]:
    """Return every word that counts as known."""
    own = {line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    return frozenset(CommonPasswordValidator().passwords | own)


def facts(*, password: str, username: str, email: str, on) -> PasswordFacts:
    """Return the facts for `may_be_password`."""
    return PasswordFacts(length=len(password), known=is_known(password=password), on=on,
                         about_owner=_is_about(password, username, email))


def is_known(*, password: str) -> bool:
    """Return whether a password, or what is left of it without ornament, is one that burglars try."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if not re.search(r"[^\W\d_]", plain):
        return True  # figures and signs alone: dates, telephone numbers, patterns
    forms = {plain, plain.translate(FIGURES), plain.translate(SIGNS)}
    forms |= {_core(plain).translate(FIGURES), *(_core(form) for form in set(forms))}
    return any(_is_listed(form) for form in forms if form) or any(_is_pair(form) for form in forms)


def _core(form: str) -> str:
    """Return what is left without figures and signs around it and spaces between."""
    return re.sub(r"\s", "", re.sub(r"^[\W\d_]+|[\W\d_]+$", "", form))


def _is_listed(form: str) -> bool:
    if form in listed() or _is_run(form):
        return True
    unit = _unit(form)
    if unit != form:
        return len(unit) <= SHORT_UNIT or unit in listed()
    return any(form[:cut] in listed() and form[cut:] in listed() for cut in range(LEAST_WORD, len(form) - LEAST_WORD + 1))


def _is_pair(form: str) -> bool:
    """Return whether it is one or two known words with figures or signs between and around."""
    parts = [part for part in re.split(r"[\W\d_]+", form) if part]
    return 0 < len(parts) <= 2 and all(part in listed() for part in parts)


def _unit(form: str) -> str:
    """Return the shortest piece that the whole repeats."""
    place = (form + form).find(form, 1)
    return form[:place]


def _is_run(form: str) -> bool:
    """Return whether every step follows the alphabet, the figures or the keyboard, with at most one break."""
    steps = {a + b for row in ROWS for a, b in itertools.pairwise(row)}
    breaks = [pair for pair in itertools.pairwise(form) if "".join(pair) not in steps and "".join(pair[::-1]) not in steps]
    return len(form) > SHORT_UNIT and len(breaks) <= 1


def _is_about(password: str, username: str, email: str) -> bool:
    """Return whether a password is like one's name or address, or little else is left of it without them."""
    rest = plain = password.casefold()
    for part in re.split(r"[\W\d_]+", f"{username} {email}".casefold()):
        rest = rest.replace(part, "") if len(part) > LEAST_WORD else rest
    if 2 * len(rest) < len(plain):
        return True
    owner = Account(username=username, email=email)
    try:
        UserAttributeSimilarityValidator(user_attributes=("username", "email")).validate(password, owner)
    except ValidationError:
        return True
    return False
