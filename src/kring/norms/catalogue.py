"""The norms, the documents they stand in and the statutes behind them, as data.

Here belongs reading them from `norms/*.toml`. How far each is kept is computed in `evidence`.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from .data import data_folder, read_toml


class Kind(Enum):
    """What the software does about a norm."""

    ENFORCE = "enforce"
    SUPPORT = "support"
    INFORM = "inform"


@dataclass(frozen=True, slots=True)
class Document:
    """A source document. `title` is its own, `subject` says in English what it is about; `author` is empty
    where the document does not say it; `text_file` holds its verbatim text."""

    number: str
    prefix: str
    title: str
    author: str
    subject: str
    text_file: str

    def text(self) -> str:
        """This function will return the verbatim text of the document."""
        return (data_folder() / self.text_file).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Statute:
    """An article of law: its title in our words and its official address, never its text."""

    id: str
    nl: str
    en: str
    address: str


@dataclass(frozen=True, slots=True)
class Norm:
    """One rule of a source document.

    `nl` and `en` say it plainly, `quote` holds the document's own sentences, `reading_…` our
    interpretation, `does` what the software does, `proof` what tests must show, part a first.
    """

    id: str
    document: str
    source: str
    kind: Kind
    nl: str
    en: str
    quote: tuple[str, ...]
    reading_nl: str
    reading_en: str
    does: str
    statutes: tuple[str, ...]
    proof: tuple[str, ...]

    @property
    def parts(self) -> Mapping[str, str]:
        """This function will return the proof parts by letter."""
        return MappingProxyType(dict(zip(string.ascii_lowercase, self.proof, strict=False)))

    @property
    def part_ids(self) -> tuple[str, ...]:
        """This function will return the proof parts' ids, as "OC-14.a"."""
        return tuple(f"{self.id}.{letter}" for letter in self.parts)


DOCUMENT_FILES = ("000.toml", "001.toml", "002.toml", "003.toml", "004.toml")


@functools.cache
def norms() -> Mapping[str, Norm]:
    """This function will return every norm by id, in the order of the documents."""
    found: dict[str, Norm] = {}
    for name in DOCUMENT_FILES:
        content = read_toml(name)
        number = content["document"]["number"]
        for norm_id, entry in content["norms"].items():
            if norm_id in found:
                raise ValueError(f"{norm_id} stands twice in the norms")
            found[norm_id] = _norm(norm_id, number, entry)
    return MappingProxyType(found)


@functools.cache
def documents() -> Mapping[str, Document]:
    """This function will return the source documents by number."""
    entries = [read_toml(name)["document"] for name in DOCUMENT_FILES]
    return MappingProxyType({entry["number"]: Document(**entry) for entry in entries})


@functools.cache
def statutes() -> Mapping[str, Statute]:
    """This function will return the statutes that the norms lean on, by id."""
    return MappingProxyType({key: Statute(key, **entry) for key, entry in read_toml("statutes.toml").items()})


def part_ids() -> frozenset[str]:
    """This function will return the id of every proof part of every norm."""
    return frozenset(part for norm in norms().values() for part in norm.part_ids)


def _norm(norm_id: str, number: str, entry: dict[str, Any]) -> Norm:
    entry = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Norm(id=norm_id, document=number, kind=Kind(entry.pop("kind")), **entry)
