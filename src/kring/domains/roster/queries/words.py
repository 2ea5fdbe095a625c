"""From a phrase (an English source with values) to a sentence in the language of the moment."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from kring.domains.roster.terms.kinds import Phrase
from kring.ground.clock import local
from kring.ground.formats.problems import Problem, Word


def say(phrase: Phrase | None) -> str:
    """Return the sentence, or "" for none."""
    if phrase is None:
        return ""
    return gettext(phrase.text).format(**{name: _value(value) for name, value in phrase.params.items()})


def say_problem(problem: Problem) -> str:
    """Return what is wrong with a file, and what to do."""
    return gettext(problem.text).format(**{name: _value(value) for name, value in problem.params.items()})


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return say(value)
    if isinstance(value, Word):
        return gettext(str(value))
    if isinstance(value, datetime):
        return date_format(local(value), "j F Y")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, tuple):
        return listed(tuple(str(_value(one)) for one in value))
    return value


def listed(parts: tuple[str, ...]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
