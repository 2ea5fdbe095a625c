"""How a reader is spoken to: staff and pupils as one of us, parents and whoever we do not know with more distance.

Where a language has two words for "you", the nearer one is a form of that language with a catalogue of its own, which holds
only the sentences that differ. Here belongs which form somebody hears; the sentences stand in the catalogues.
"""

from collections.abc import Collection

from django.http import HttpRequest
from django.utils import translation

NEAR = {"nl": "nl-x-je"}


def is_near(capacities: Collection[str]) -> bool:
    """This function will say whether somebody in these capacities is one of us: a parent among other things is a parent."""
    return bool(capacities) and "guardian" not in capacities


def language() -> str:
    """This function will return the language that is spoken, whatever its form."""
    return (translation.get_language() or "nl").partition("-")[0]


def speak(request: HttpRequest, *, language: str, near: bool) -> None:
    """This function will let the rest of a request speak a language, in the form for this reader."""
    translation.activate(NEAR.get(language, language) if near else language)
    request.LANGUAGE_CODE = language
