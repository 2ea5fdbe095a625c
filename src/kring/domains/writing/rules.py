"""Which pupils a text names, and whether it may: a name needs a yes for names, exactly there."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.domains.writing.terms import NAMES_THAT_ARE_WORDS, FoundName, KnownName
from kring.norms import Reason, Remedy, Verdict, all_of, allow, ask, gettext_noop, refuse, rule

TAKE_NAME_OUT = Remedy("leave-name-out", gettext_noop("Leave the name out."), loss=1)
NO_NAME = Reason("writing.no_name", "OC-11", gettext_noop("No pupil is named."))
NAMES_HAVE_YES = Reason("writing.names_have_yes", "OC-11", gettext_noop("There is a yes for each name here."))
NAME_WITHOUT_YES = Reason(
    "writing.name_without_yes", "OC-11", gettext_noop("There is no yes to use the name {name} here."),
    remedies=(TAKE_NAME_OUT,),
)
IS_A_WORD = Remedy("is-a-word", gettext_noop("It is an ordinary word here, no child."))
MAYBE_A_NAME = Reason(
    "writing.maybe_a_name", "OC-11", gettext_noop("Is {name} a child here? There is no yes for that name."),
    remedies=(IS_A_WORD, TAKE_NAME_OUT),
)

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", re.UNICODE)
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E])
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁԛԝһοανικρτυχ", "aeopcyxijsdqwhoavikptux"  # Cyrillic and Greek letters that look Latin
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


@dataclass(frozen=True)
class NamedPupil:
    """One pupil whom a text names, and whether there is a yes for the name where the text will stand.

    `certain` is False where the word may be no name; `said_word` when the writer answered that it is none.
    """

    pupil_id: UUID
    word: str
    has_yes: bool
    certain: bool = True
    said_word: bool = False


@dataclass(frozen=True)
class NamesFacts:
    named: tuple[NamedPupil, ...]
    on: date


@rule(decides="whether the pupils whom this text names may be named where it will stand", norms=("OC-11",),
      since=date(2026, 8, 1))
def may_name(facts: NamesFacts) -> Verdict:
    open_names = [n for n in facts.named if not n.has_yes and (n.certain or not n.said_word)]
    if not open_names:
        return allow(NAMES_HAVE_YES if facts.named else NO_NAME)
    return all_of(*(
        refuse(NAME_WITHOUT_YES.about(name=n.word)) if n.certain else ask(MAYBE_A_NAME.about(name=n.word), decider="author")
        for n in open_names
    ))


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, no accents, no invisible signs, look-alikes made Latin."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).casefold()
    text = text.translate(_LOOK_ALIKE).translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def names_in(text: str, known: tuple[KnownName, ...]) -> tuple[FoundName, ...]:
    """Return the pupils whose given name stands in a text, each once; possessives and hashtags count too."""
    by_given: dict[str, list[KnownName]] = {}
    for name in known:
        by_given.setdefault(folded(name.given), []).append(name)
    found: dict[UUID, FoundName] = {}
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    for match in _WORD.finditer(text):
        for key in _forms(folded(match.group())):
            for name in by_given.get(key, ()):
                hit = FoundName(name.pupil_id, match.group(), _is_certain(text, match, key, name))
                if name.pupil_id not in found or (hit.certain and not found[name.pupil_id].certain):
                    found[name.pupil_id] = hit
    return tuple(found.values())


def _forms(word: str) -> tuple[str, ...]:
    """Return the word and what it is a possessive or small form of: Noors, Noor's, Saartje."""
    forms = [word]
    for ending in ("'s", "’s", "s", "tje", "je"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            forms.append(word[: -len(ending)])
    return tuple(dict.fromkeys(forms))


def _is_certain(text: str, match: re.Match, key: str, name: KnownName) -> bool:
    """Return whether a hit can only be the name: most names always, one that is a word when it is written as a name."""
    if key not in NAMES_THAT_ARE_WORDS:
        return True
    if folded(text[match.end() :]).lstrip().startswith(folded(name.family)) and name.family:
        return True
    word = match.group()
    before = text[: match.start()].rstrip()
    starts_sentence = not before or before[-1] in ".!?:\n•–-"
    return word[:1].isupper() and not starts_sentence
