"""The table of guardians: one row per guardian per pupil, linked by the pupil's key, as an office keeps it in Excel.

``read`` finds letters and separators by itself and says at which line and field something is wrong. ``scrub`` returns
the table with only the columns that Kring has a ground for. ``write`` makes a table that ``read`` gives back unchanged.
Not here: whether a row gives anybody access (``domains.roster``). What is not plainly yes or no is unknown.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kring.ground.formats import cells, contact, naming
from kring.ground.formats.decoding import check_size, table_text
from kring.ground.formats.problems import Problem, Unreadable, refuse_all
from kring.ground.formats.recognise import Kind, expect
from kring.norms import gettext_noop as _


class Authority(StrEnum):
    """What the column ``gezag`` says. Empty and anything but a plain yes or no is unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianRow:
    pupil_key: str
    pupil_first_name: str
    pupil_last_name: str
    first_name: str
    prefix: str
    last_name: str
    relation: str
    email: str | None
    phone: str | None
    authority: Authority
    language: str
    protected_address: bool
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianFile:
    """``shared_emails`` are addresses that stand with more than one name: a login, but never a proof of who somebody is."""

    rows: tuple[GuardianRow, ...]
    problems: tuple[Problem, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def shared_emails(self) -> frozenset[str]:
        names: dict[str, set[str]] = {}
        for row in self.rows:
            if row.email:
                name = naming.folded(f"{row.first_name} {row.prefix} {row.last_name}")
                names.setdefault(row.email, set()).add(name)
        return frozenset(address for address, called in names.items() if len(called) > 1)


COLUMNS = (
    "leerlingkey", "roepnaam", "achternaam", "ouder_voornaam", "ouder_achternaam", "relatie", "emailadres",
    "telefoon", "gezag", "taal", "bijzonderheid",
)  # fmt: skip
NEEDED = ("leerlingkey", "ouder_achternaam", "gezag")
RELATIONS = (
    "moeder", "vader", "ouder", "voogd", "verzorger", "stiefouder", "pleegouder", "grootouder", "gezinsvoogd",
)  # fmt: skip
_OTHER_NAMES = {
    "leerlingnummer": "leerlingkey", "leerling_key": "leerlingkey", "e-mail": "emailadres", "email": "emailadres",
    "e-mailadres": "emailadres", "mobiel": "telefoon", "telefoonnummer": "telefoon", "voornaam_ouder": "ouder_voornaam",
    "achternaam_ouder": "ouder_achternaam", "wettelijk_gezag": "gezag", "opmerking": "bijzonderheid",
}  # fmt: skip
_YES, _NO = {"ja", "j", "yes", "y", "1", "waar", "true"}, {"nee", "n", "no", "0", "onwaar", "false"}
_PROTECTED = {"geheim adres", "geheim", "adres geheim", "geheimhouding", "geheim adres ja"}
_SEPARATORS = ";,\t|"
MAX_ROWS, MAX_CELL_CHARS = 20_000, 200

_NO_HEADER = _("The table lacks the column {missing}. Its first row should hold the names of the columns: {wanted}.")
_TWO_HEADERS = _("The column {name} stands in the table twice. Remove one and choose the file again.")
_NO_ROWS = _("There is not one guardian in the table. Kring changes nothing by it. Check the file and choose it again.")
_TOO_MANY = _("The table has more than {limit} rows. Check whether this is the list of one school.")
_BROKEN = _("Line {line}: the quotation marks do not close. Mend the row and choose the file again.")
_CELLS = _(
    "Line {line}: the row has {found} cells, the first row has {wanted}. Often a separator stands inside a cell. "
    "Mend the row and choose the file again."
)
_GARBLED = _("Line {line}: the field {field} is garbled. Save the table as CSV UTF-8 and choose it again.")
_NO_PUPIL = _("Line {line}: it does not say which pupil. Fill in leerlingkey. Kring does not use this row.")
_NO_NAME = _("Line {line}: the guardian has no name. Fill in ouder_achternaam. Kring does not use this row.")
_LONG = _("Line {line}: the field {field} is longer than {limit} characters. Shorten it. Kring does not use this row.")
_BAD_EMAIL = _("Line {line}: no mail can reach the address in emailadres. Mend it; until then Kring has no address.")
_BAD_PHONE = _(
    "Line {line}: the number in telefoon has too few or too many digits. Mend it; until then Kring has no number."
)
_BAD_AUTHORITY = _("Line {line}: gezag is neither ja nor nee. Until somebody decides, this guardian has no access.")
_BAD_LANGUAGE = _("Line {line}: Kring does not know the language in taal. It takes Dutch.")
_BAD_RELATION = _("Line {line}: Kring does not know the word in relatie. It leaves it empty.")
_AGAIN = _("Line {line}: this guardian of this pupil stands at line {first} too. Kring uses that one.")
_CONTRADICTS = _(
    "Line {line}: this guardian of this pupil stands at line {first} too, with another answer in gezag. "
    "Kring takes it as unknown."
)


def read(data: bytes) -> GuardianFile:
    """Return the rows of the table.

    Raises: Unreadable for what is no table, has no header row, or has rows that do not fit it.
    """
    table = _table(data)
    reading = _Reading()
    rows = [row for line, cell in table.rows if (row := reading.row(line, cell))]
    refuse_all(reading.fatal)
    return GuardianFile(rows=reading.once(rows), problems=tuple(reading.small), dropped=table.dropped)


def scrub(data: bytes) -> bytes:
    """Return the table for keeping: known columns only, no free remarks, each row at its own line."""
    table = _table(data)
    parts, at_line = [_csv_row(COLUMNS, end="\n")], 2
    for line, cell in table.rows:
        row = _csv_row([cells.neutralise(cell[name]) for name in COLUMNS], end="\n")
        parts.append("\n" * (line - at_line) + row)
        at_line = max(line, at_line) + row.count("\n")
    return b"\xef\xbb\xbf" + "".join(parts).encode()


def write(rows: Iterable[GuardianRow]) -> bytes:
    """Return a table as Dutch Excel opens it, in which no cell runs as a formula."""
    parts = [_csv_row(COLUMNS, end="\r\n")]
    parts += [_csv_row([cells.neutralise(cell) for cell in _cells_of(row)], end="\r\n") for row in rows]
    return b"\xef\xbb\xbf" + "".join(parts).encode()


@dataclass(frozen=True, slots=True)
class _Table:
    rows: list[tuple[int, dict[str, str]]]
    dropped: dict[str, int]


def _table(data: bytes) -> _Table:
    check_size(data)
    expect(data, Kind.TABLE)
    text = table_text(data)
    skipped = 0
    if text[:4].lower() == "sep=":
        _first, _end, text = text.partition("\n")
        skipped = 1
    lines = _lines(text, _separator(text), skipped)
    header = _header(lines)
    dropped: Counter[str] = Counter()
    rows, wrong = [], []
    for line, found in lines[1:]:
        found = [*found, *[""] * (len(header) - len(found))]  # Excel leaves out empty cells at the end
        if any(cell.strip() for cell in found[len(header) :]):
            params = {"line": line, "found": len(found), "wanted": len(header)}
            wrong.append(Problem(code="cells", text=_CELLS, params=params, line=line))
            continue
        rows.append((line, _kept(dict(zip(header, found, strict=False)), dropped)))
    refuse_all(wrong)
    if not rows:
        raise Unreadable(code="no-rows", text=_NO_ROWS)
    return _Table(rows, dict(sorted(dropped.items())))


def _separator(text: str) -> str:
    """The separator under which the first row holds most of the known columns."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_SEPARATORS, key=lambda mark: sum(_column(name) in COLUMNS for name in first.split(mark)))


def _lines(text: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    """Return (line, cells) of each row that is not empty; a row starts where the one before it ended."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found, start = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((start + skipped, [cells.restore(cell) for cell in row]))
            start = reader.line_num + 1
            if len(found) > MAX_ROWS:
                raise Unreadable(code="too-many", text=_TOO_MANY, params={"limit": MAX_ROWS})
    except csv.Error:
        line = start + skipped
        raise Unreadable(code="broken-row", text=_BROKEN, params={"line": line}, line=line) from None
    return found


def _header(lines: list[tuple[int, list[str]]]) -> list[str]:
    names = [_column(cell) for cell in lines[0][1]] if lines else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        params = {"missing": ", ".join(missing), "wanted": ", ".join(COLUMNS)}
        raise Unreadable(code="no-header", text=_NO_HEADER, params=params, line=1)
    for name in COLUMNS:
        if names.count(name) > 1:
            raise Unreadable(code="two-headers", text=_TWO_HEADERS, params={"name": name}, line=1)
    return [name or f"#{place}" for place, name in enumerate(names, start=1)]


def _column(cell: str) -> str:
    name = naming.clean(cell).lower().strip('"').replace(" ", "_")
    return _OTHER_NAMES.get(name, name)


def _kept(cell: dict[str, str], dropped: Counter[str]) -> dict[str, str]:
    """Return the cells of known columns. A remark may say anything about a family: only the protected address is kept."""
    for name, text in cell.items():
        if name not in COLUMNS and text.strip():
            dropped["#" if name.startswith("#") else name[:40]] += 1
    kept = {name: cell.get(name, "") for name in COLUMNS}
    remark = naming.clean(kept["bijzonderheid"]).lower().rstrip(".!")
    if remark and remark not in _PROTECTED:
        dropped["bijzonderheid"] += 1
        kept["bijzonderheid"] = "geheim adres" if "geheim" in remark else ""
    return kept


@dataclass
class _Reading:
    fatal: list[Problem] = field(default_factory=list)
    small: list[Problem] = field(default_factory=list)

    def row(self, line: int, cell: Mapping[str, str]) -> GuardianRow | None:
        """Return one row, or None when it names no pupil or no guardian."""
        text = {name: naming.clean(value) for name, value in cell.items()}
        if not self._usable(line, text):
            return None
        prefix, last_name = naming.split_surname(text["ouder_achternaam"])
        return GuardianRow(
            pupil_key=text["leerlingkey"],
            pupil_first_name=text["roepnaam"],
            pupil_last_name=text["achternaam"],
            first_name=text["ouder_voornaam"],
            prefix=prefix,
            last_name=last_name,
            relation=self._relation(line, text["relatie"]),
            email=self._checked(line, text["emailadres"], contact.email, "bad-email", _BAD_EMAIL, "emailadres"),
            phone=self._checked(line, text["telefoon"], contact.phone, "bad-phone", _BAD_PHONE, "telefoon"),
            authority=self._authority(line, text["gezag"]),
            language=self._language(line, text["taal"]),
            protected_address=bool(text["bijzonderheid"]),
            line=line,
        )

    def once(self, rows: list[GuardianRow]) -> tuple[GuardianRow, ...]:
        """Return each guardian of each pupil once; two answers about authority make it unknown."""
        kept: dict[tuple[str, str, str | None], GuardianRow] = {}
        for row in rows:
            who = (row.pupil_key, naming.folded(f"{row.first_name}{row.prefix}{row.last_name}"), row.email)
            first = kept.get(who)
            if first is None:
                kept[who] = row
                continue
            differs = first.authority is not row.authority
            code, text = ("contradicts", _CONTRADICTS) if differs else ("again", _AGAIN)
            self._note(code, text, row.line, "leerlingkey", first=first.line)
            if differs:
                kept[who] = replace(first, authority=Authority.UNKNOWN)
        return tuple(kept.values())

    def _usable(self, line: int, text: Mapping[str, str]) -> bool:
        for name, value in text.items():
            if naming.is_garbled(value):
                params = {"line": line, "field": name}
                self.fatal.append(Problem(code="garbled", text=_GARBLED, params=params, line=line, field=name))
        long = [name for name, value in text.items() if len(value) > MAX_CELL_CHARS]
        if long:
            self._note("too-long", _LONG, line, long[0], field=long[0], limit=MAX_CELL_CHARS)
        elif not text["leerlingkey"]:
            self._note("no-pupil", _NO_PUPIL, line, "leerlingkey")
        elif not text["ouder_achternaam"] and not text["ouder_voornaam"]:
            self._note("no-name", _NO_NAME, line, "ouder_achternaam")
        else:
            return True
        return False

    def _checked(
        self, line: int, given: str, check: Callable[[str], str | None], code: str, text: str, name: str
    ) -> str | None:
        value = check(given) if given else None
        if given and value is None:
            self._note(code, text, line, name)
        return value

    def _authority(self, line: int, given: str) -> Authority:
        answer = given.lower()
        if answer in _YES:
            return Authority.YES
        if answer in _NO:
            return Authority.NO
        self._note("bad-authority", _BAD_AUTHORITY, line, "gezag")
        return Authority.UNKNOWN

    def _language(self, line: int, given: str) -> str:
        if not given:
            return ""
        code = given.lower().replace("_", "-").split("-")[0]
        if len(code) in (2, 3) and code.isascii() and code.isalpha():
            return code
        self._note("bad-language", _BAD_LANGUAGE, line, "taal")
        return ""

    def _relation(self, line: int, given: str) -> str:
        relation = given.lower()
        if relation and relation not in RELATIONS:
            self._note("bad-relation", _BAD_RELATION, line, "relatie")
            return ""
        return relation

    def _note(self, code: str, text: str, line: int, name: str, **params: object) -> None:
        self.small.append(Problem(code=code, text=text, params={**params, "line": line}, line=line, field=name))


def _csv_row(row: Iterable[str], *, end: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator=end).writerow(row)
    return written.getvalue()


def _cells_of(row: GuardianRow) -> list[str]:
    answer = {Authority.YES: "ja", Authority.NO: "nee", Authority.UNKNOWN: ""}[row.authority]
    surname = f"{row.last_name}, {row.prefix}" if row.prefix else row.last_name
    return [
        row.pupil_key, row.pupil_first_name, row.pupil_last_name, row.first_name, surname, row.relation,
        row.email or "", row.phone or "", answer, row.language, "geheim adres" if row.protected_address else "",
    ]  # fmt: skip
