"""EDEXML 1.0.3, 2.0 and 2.1: the export of the pupil administration, one school in one school year.

``read`` says what the file holds, ``scrub`` returns the file without what Kring may not keep: reading the scrubbed file
gives the same roster. The published schema is not used: it lists the school years and stops at 2024-2025.
Not here: what changes by it, and who may let it change (``domains.roster``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml import etree

from kring.ground.formats import contact, naming
from kring.ground.formats.problems import Problem, Unreadable, Word, refuse_all
from kring.ground.formats.records import Group, Pupil, Roster, Staff
from kring.ground.formats.sifting import sift, written
from kring.norms import gettext_noop as _

YEARS = frozenset("B D 0 1 2 3 4 5 6 7 8 11 12 13 14 15 16 S V C N H".split())  # noqa: SIM905
MAX_KEY_CHARS, MAX_NAME_CHARS = 256, 200

_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")
_BRIN = re.compile(r"\d{2}[A-Z]{2}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_BSN_SHAPE = re.compile(r"\d{8,9}")
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

_NO_SCHOOL = _("The file does not say which school it is of: the part <school> is missing. Export it again.")
_BAD_YEAR = _(
    "The school year in the file is {given}. It should be two years that follow each other, such as 2026-2027."
)
_BAD_BRIN = _("The BRIN code in the file is {given}. It should be two digits and two capitals, such as 99XA.")
_FLEMISH = _(
    "This is a file of a Flemish school. Kring works with Dutch law and Dutch schools, and has kept nothing of it."
)
_VERSION = _(
    "The file has version {given}. Kring reads EDEXML 1.0.3, 2.0 and 2.1. Ask your administration for one of those."
)
_NO_PUPILS = _(
    "There is not one pupil in the file. Kring changes nothing by it. Check the export and choose the file again."
)
_NO_KEY = _("Line {line}: a {what} has no key. Mend it in your administration and export again.")
_LONG = _(
    "Line {line}: the field {field} is longer than {limit} characters. Mend it in your administration and export again."
)
_TWICE = _(
    "The key {key} stands in the file twice: at line {first} and at line {line}. A key may belong to one {what} only. "
    "Mend it in your administration and export again."
)
_NO_NAME = _(
    "Line {line}: the {what} with key {key} has no name at all. Mend it in your administration and export again."
)
_GARBLED = _(
    "Line {line}: the name of the {what} with key {key} is garbled: the export has the wrong letters. "
    "Export it again as UTF-8."
)
_DANGLING = _(
    "Line {line}: the {what} with key {key} is in group {group}, but that group is not in the file. "
    "Export it again with all groups."
)
_NO_BRANCH = _(
    "Line {line}: the pupil with key {key} is at location {branch}, but that location is not in the file. "
    "Export it again with all locations."
)
_KEYS_ARE_BSN = _(
    "The keys of the pupils are citizen service numbers (BSN). Kring may not have those and has kept nothing of the "
    "file. Let the export use the pupil number."
)
_BAD_DATE = _(
    "Line {line}: the date {given} does not exist. Mend it in your administration and read the file in again."
)
_BAD_GROUP_YEAR = _("Line {line}: year group {given} does not exist. Kring leaves it empty.")
_BAD_EMAIL = _(
    "Line {line}: no mail can reach the e-mail address of the teacher with key {key}. Kring leaves it empty."
)

_WORDS = {
    "leerling": Word(_("pupil")),
    "leerkracht": Word(_("teacher")),
    "groep": Word(_("group")),
    "samengestelde_groep": Word(_("group")),
    "vestiging": Word(_("location")),
}


def read(data: bytes) -> Roster:
    """Return what the file says. Nothing in it is a value that Kring may not keep.

    Raises: Unreadable, naming each line that makes the file unusable. What can be left empty stands in ``problems``.
    """
    root, dropped = sift(data)
    return _Reading(root).roster(dropped)


def scrub(data: bytes) -> bytes:
    """Return the file for keeping: only the elements that Kring has a ground for, each at its own line.

    Raises: Unreadable, as read() does for a file that is no sound EDEXML.
    """
    return written(sift(data)[0])


@dataclass
class _Reading:
    """One pass over a sifted tree, gathering what stops the file (``fatal``) and what leaves one field empty."""

    root: etree._Element
    fatal: list[Problem] = field(default_factory=list)
    small: list[Problem] = field(default_factory=list)

    def roster(self, dropped: dict[str, int]) -> Roster:
        school = self.root.find("school")
        if school is None:
            raise Unreadable(code="no-school", text=_NO_SCHOOL, line=self.root.sourceline)
        header = _header(school)
        groups = self._groups()
        base = {group.key for group in groups if not group.composite}
        composite = {group.key for group in groups if group.composite}
        pupils = self._pupils(base, composite)
        staff = self._staff(base, composite)
        refuse_all(self.fatal)
        _refuse_citizen_numbers(pupils)
        return Roster(
            **header,
            groups=tuple(group for group in groups if not group.composite),
            composite_groups=tuple(group for group in groups if group.composite),
            pupils=pupils,
            staff=staff,
            problems=tuple(self.small),
            dropped=dropped,
        )

    def _groups(self) -> tuple[Group, ...]:
        found = self._keyed(self.root.iterfind("groepen/*"))
        return tuple(
            Group(
                key=key,
                name=self._text(element, "naam") or key,
                year=self._year(element),
                composite=element.tag == "samengestelde_groep",
                line=element.sourceline,
            )
            for key, element in found
        )

    def _pupils(self, base: set[str], composite: set[str]) -> tuple[Pupil, ...]:
        found = self._keyed(self.root.iterfind("leerlingen/leerling"))
        if not found and not self.fatal:
            raise Unreadable(code="no-pupils", text=_NO_PUPILS)
        branches = {key for key, _element in self._keyed(self.root.iterfind("vestigingen/vestiging"))}
        return tuple(self._pupil(key, element, base, composite, branches) for key, element in found)

    def _pupil(
        self, key: str, element: etree._Element, base: set[str], composite: set[str], branches: set[str]
    ) -> Pupil:
        groups = self._references(key, element, ("groep",), base)
        composites = self._references(
            key, element, ("samengestelde_groep", "samengestelde_groepen/samengestelde_groep"), composite
        )
        return Pupil(
            key=key,
            **self._name(key, element),
            birth_on=self._day(element, "geboortedatum"),
            year=self._year(element),
            group_keys=groups,
            composite_keys=composites,
            branch_key=self._branch(key, element, branches),
            enters_on=self._day(element, "instroomdatum"),
            leaves_on=self._day(element, "uitstroomdatum"),
            line=element.sourceline,
        )

    def _staff(self, base: set[str], composite: set[str]) -> tuple[Staff, ...]:
        return tuple(
            Staff(
                key=key,
                **self._name(key, element),
                email=self._email(key, element),
                roles=_once(role.text for role in element.iter("rol")),
                group_keys=self._references(key, element, ("groep", "groepen/groep"), base)
                + self._references(key, element, ("samengestelde_groep", "groepen/samengestelde_groep"), composite),
                line=element.sourceline,
            )
            for key, element in self._keyed(self.root.iterfind("leerkrachten/leerkracht"))
        )

    def _keyed(self, elements: Iterable[etree._Element]) -> list[tuple[str, etree._Element]]:
        """Return (key, element), noting a key that is missing, too long, or there twice."""
        seen: dict[str, int] = {}
        found = []
        for element in elements:
            key, line, what = naming.clean(element.get("key")), element.sourceline, _WORDS[element.tag]
            if not key:
                self._stop("no-key", _NO_KEY, line, what=what)
            elif len(key) > MAX_KEY_CHARS:
                self._stop("too-long", _LONG, line, field="key", limit=MAX_KEY_CHARS)
            elif key in seen:
                self._stop("duplicate-key", _TWICE, line, key=key, first=seen[key], what=what)
            else:
                seen[key] = line
                found.append((key, element))
        return found

    def _name(self, key: str, element: etree._Element) -> dict[str, str]:
        what = _WORDS[element.tag]
        called = (
            self._text(element, "roepnaam")
            or self._text(element, "voornamen")
            or _initials(self._text(element, "voorletters-1"))
        )
        name = {
            "first_name": called,
            "prefix": naming.prefix(self._text(element, "voorvoegsel")),
            "last_name": self._text(element, "achternaam"),
        }
        if not called and not name["last_name"]:
            self._stop("no-name", _NO_NAME, element.sourceline, what=what, key=key)
        if any(naming.is_garbled(part) for part in name.values()):
            self._stop("garbled", _GARBLED, element.sourceline, what=what, key=key)
        return name

    def _text(self, element: etree._Element, tag: str) -> str:
        text = naming.clean(element.findtext(tag))
        if len(text) > MAX_NAME_CHARS:
            self._stop("too-long", _LONG, element.sourceline, field=tag, limit=MAX_NAME_CHARS)
            return text[:MAX_NAME_CHARS]
        return text

    def _references(
        self, key: str, element: etree._Element, paths: tuple[str, ...], known: set[str]
    ) -> tuple[str, ...]:
        what = _WORDS[element.tag]
        keys = _once(naming.clean(found.get("key")) for path in paths for found in element.iterfind(path))
        for group in keys:
            if group not in known:
                self._stop("dangling-group", _DANGLING, element.sourceline, what=what, key=key, group=group)
        return keys

    def _branch(self, key: str, element: etree._Element, branches: set[str]) -> str | None:
        found = element.find("vestiging")
        if found is None:
            return None
        branch = naming.clean(found.get("key"))
        if branch not in branches:
            self._stop("dangling-branch", _NO_BRANCH, element.sourceline, key=key, branch=branch)
        return branch

    def _day(self, element: etree._Element, tag: str) -> date | None:
        given = naming.clean(element.findtext(tag))
        if not given:
            return None
        try:
            return _day(given)
        except ValueError:
            line = element.find(tag).sourceline
            self._note("bad-date", _BAD_DATE, line, tag, given=given[:20])
            return None

    def _year(self, element: etree._Element) -> str:
        given = naming.clean(element.findtext("jaargroep"))
        if given and given not in YEARS:
            self._note("bad-year", _BAD_GROUP_YEAR, element.find("jaargroep").sourceline, "jaargroep", given=given[:20])
            return ""
        return given

    def _email(self, key: str, element: etree._Element) -> str | None:
        given = (element.findtext("emailadres") or "").strip()
        address = contact.email(given) if given else None
        if given and not address:
            self._note("bad-email", _BAD_EMAIL, element.sourceline, "emailadres", key=key)
        return address

    def _stop(self, code: str, text: str, line: int, **params: object) -> None:
        self.fatal.append(Problem(code=code, text=text, params={**params, "line": line}, line=line))

    def _note(self, code: str, text: str, line: int, tag: str, **params: object) -> None:
        self.small.append(Problem(code=code, text=text, params={**params, "line": line}, line=line, field=tag))


def _header(school: etree._Element) -> dict[str, Any]:
    given = {child.tag: naming.clean(child.text) for child in school}
    line = school.sourceline
    years = _SCHOOL_YEAR.fullmatch(given.get("schooljaar", ""))
    if not years or int(years[2]) != int(years[1]) + 1:
        raise Unreadable(
            code="school-year", text=_BAD_YEAR, params={"given": given.get("schooljaar", "")[:20]}, line=line
        )
    if given.get("instellingsnummer"):
        raise Unreadable(code="flemish", text=_FLEMISH, line=line)
    brin = given.get("brincode", "")
    if brin and not _BRIN.fullmatch(brin):
        raise Unreadable(code="brin", text=_BAD_BRIN, params={"given": brin[:20]}, line=line)
    version = given.get("xsdversie", "")
    if version and not version.startswith(("1.", "2.")):
        raise Unreadable(code="version", text=_VERSION, params={"given": version[:20]}, line=line)
    made_at = _moment(given.get("aanmaakdatum", ""))
    return {
        "school_year": years[0],
        "brin": brin,
        "branch": "" if given.get("dependancecode", "00") == "00" else given["dependancecode"][:2],
        "school_key": given.get("schoolkey", "")[:MAX_KEY_CHARS],
        "as_of": _reference_day(given.get("peildatum", "")) or (made_at.date() if made_at else None),
        "made_at": made_at,
    }


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return None


def _reference_day(given: str) -> date | None:
    try:
        return _day(given)
    except ValueError:
        return None


def _day(given: str) -> date:
    found = _DAY.fullmatch(given)
    if not found:
        raise ValueError(given)
    return date.fromisoformat(found[1])


def _initials(letters: str) -> str:
    return "".join(f"{letter}." for letter in letters if letter.isalpha())


def _once(items: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in items if item and item.strip()))


def _refuse_citizen_numbers(pupils: tuple[Pupil, ...]) -> None:
    """One key in eleven passes the check by chance; of three or more that all pass, none does."""
    keys = [pupil.key for pupil in pupils]
    if len(keys) >= 3 and all(_is_citizen_number(key) for key in keys):
        raise Unreadable(code="keys-are-bsn", text=_KEYS_ARE_BSN)


def _is_citizen_number(key: str) -> bool:
    if not _BSN_SHAPE.fullmatch(key):
        return False
    digits = [int(digit) for digit in key.zfill(9)]
    return sum(weight * digit for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True)) % 11 == 0
