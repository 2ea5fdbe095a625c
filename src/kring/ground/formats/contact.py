"""E-mail addresses and telephone numbers as people type them. A value that cannot be right is None: the caller says so."""

import re

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@<>()\[\],;:\\\".]{1,63}\.)+[^\s@<>()\[\],;:\\\".]{2,63}")
_PHONE_SHAPE = re.compile(r"\+?[\d\s().\-/]+")
_ZERO_IN_BRACKETS = re.compile(r"\(0\)")


def email(text: str) -> str | None:
    """Return the address in lower case, or None when no mail could reach it."""
    address = text.strip().lower()
    return address if len(address) <= 254 and _EMAIL.fullmatch(address) and ".." not in address else None


def phone(text: str) -> str | None:
    """Return the number as +31612345678, or None. A number without a country is taken to be Dutch: ten digits."""
    written = text.strip()
    if not _PHONE_SHAPE.fullmatch(written):
        return None
    international = written.startswith(("+", "00"))
    if international:
        written = _ZERO_IN_BRACKETS.sub("", written)
    digits = re.sub(r"\D", "", written)
    if international:
        digits = digits.removeprefix("00")
    elif digits.startswith("0") and not digits.startswith("00"):
        digits = "31" + digits[1:]
    else:
        return None
    return f"+{digits}" if _is_possible(digits) else None


def _is_possible(digits: str) -> bool:
    if digits.startswith("31"):
        return len(digits) == 11 and digits[2] != "0"
    return 8 <= len(digits) <= 15 and digits[0] != "0"
