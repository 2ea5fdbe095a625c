"""People's names as files write them: cleaned of what cannot be seen, split for sorting. No language is assumed of a name."""

import re
import unicodedata

# Shown by nobody, used to make one name look like another or to turn a line around.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u061c\u00ad]")
_SPACES = re.compile(r"\s+")
_LOOSE_T = re.compile(r"(?i)(^|\s)(['’])\s+([tsnk])\b")
# UTF-8 that somebody read as windows-1252: "ZoÃ«". No Dutch, Turkish, Polish or Vietnamese name holds these pairs.
_GARBLED = re.compile("[ÂÃÄÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")

# Letters that Unicode does not take apart, but that people take for the plain one.
_PLAIN = str.maketrans("ıłøđħæœß", "ilodhaos", "")

# The prefixes (voorvoegsels) that Dutch registers keep apart from the significant part of a surname.
_PREFIX_WORDS = frozenset(
    """'t ’t 's ’s aan af auf bij d' da dal dalla dalle das de degli dei del della den der des deca di do don dos du
    el het in l' la las le les lo los onder op over te ten ter tot uit uijt van vanden vander vom von voor zu zum zur""".split()  # noqa: SIM905
)


def clean(text: str | None) -> str:
    """Return the text as people read it: composed (NFC), no hidden direction marks or controls, single spaces."""
    if not text:
        return ""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    seen = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in seen)
    return _SPACES.sub(" ", seen).strip()


def prefix(text: str | None) -> str:
    """Return a surname prefix with its apostrophe joined: "' t" is written "'t"."""
    return _LOOSE_T.sub(r"\1\2\3", clean(text))


def split_surname(text: str | None) -> tuple[str, str]:
    """Return (prefix, significant part) of "Tongeren, van", "van den Berg" or "Hoek"."""
    name = prefix(text)
    significant, comma, after = name.rpartition(",")
    if comma and after.strip() and _all_prefix(after.split()):
        return after.strip(), significant.strip()
    words = name.split(" ")
    count = 0
    while count < len(words) - 1 and words[count].lower() in _PREFIX_WORDS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def join(*parts: str) -> str:
    """Return a name in reading order, without the gaps of parts that are empty."""
    return " ".join(part for part in parts if part)


def folded(text: str) -> str:
    """Return the text for comparing two spellings: no case, no accents, no punctuation. Never for showing."""
    spread = unicodedata.normalize("NFKD", clean(text).lower().translate(_PLAIN)).casefold()
    return "".join(mark for mark in spread if mark.isalnum())


def is_garbled(text: str) -> bool:
    """Tell whether a name holds the traces of a wrong encoding."""
    return bool(_GARBLED.search(text))


def _all_prefix(words: list[str]) -> bool:
    return all(word.lower() in _PREFIX_WORDS for word in words)
