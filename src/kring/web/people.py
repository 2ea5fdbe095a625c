"""How a person is drawn: a coloured card and letters. Children are round, adults a sheet; no portraits."""

import hashlib
from uuid import UUID

CARDS = 6
# Forms of address that Dutch schools put before a name; they are no part of it.
ADDRESS = frozenset({"juf", "juffrouw", "meester", "mevrouw", "meneer", "mw.", "mw", "dhr.", "dhr", "de", "heer", "mr.", "mrs.", "ms."})


def card_of(who: UUID | str) -> int:
    """This function will return the same card, 1 to 6, for the same person every time; it means nothing."""
    return hashlib.sha256(str(who).encode()).digest()[0] % CARDS + 1


def initials_of(name: str, *, adult: bool) -> str:
    """This function will return one letter for a child or a teacher by first name, two for a full name of an adult."""
    words = [word for word in name.split() if word.lower() not in ADDRESS] or name.split() or ["?"]
    first, last = words[0][:1].upper(), words[-1][:1].upper()
    return first + last if adult and len(words) > 1 else first
