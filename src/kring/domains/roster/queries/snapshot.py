"""A difference in the terms of JSON, so that a page shows what was read without reading the files again.

What apply would write is left out: that is worked out anew, on locked rows, from the files and what Kring knows then.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kring.domains.roster.terms.changes import Access, Change, Choice, Difference, Doubt
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind, Phrase, Source
from kring.ground.formats.problems import Problem, Word


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A difference as it was looked at, and what was wrong in the files."""

    difference: Difference
    problems: tuple[tuple[Source, Problem], ...]


def digest(difference: Difference) -> str:
    """Return a name for what a person sees: the same for the same changes and answers, on any day."""
    seen = [[change.kind, change.who, _value(change.text)] for change in difference.changes]
    seen += [[doubt.code, doubt.chosen] for doubt in difference.doubts]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def dumped(snapshot: Snapshot) -> str:
    """Return a snapshot as JSON."""
    difference = snapshot.difference
    return json.dumps(
        {
            "school_year": difference.school_year,
            "is_new_year": difference.is_new_year,
            "is_first": difference.is_first,
            "as_of": _value(difference.as_of),
            "made_at": _value(difference.made_at),
            "counts": dict(difference.counts),
            "changes": [_change(change) for change in difference.changes],
            "doubts": [_doubt(doubt) for doubt in difference.doubts],
            "unreached": list(difference.unreached),
            "dropped": dict(difference.dropped),
            "batch": difference.batch,
            "problems": [_problem(source, problem) for source, problem in snapshot.problems],
        }
    )


def loaded(text: str) -> Snapshot:
    """Return the snapshot that dumped() was given, without what it would write."""
    kept = json.loads(text)
    problems = tuple((Source(one.pop("source")), _read_problem(one)) for one in kept.pop("problems"))
    return Snapshot(
        Difference(
            **kept
            | {
                "as_of": _read(kept["as_of"]),
                "made_at": _read(kept["made_at"]),
                "changes": tuple(_read_change(change) for change in kept["changes"]),
                "doubts": tuple(_read_doubt(doubt) for doubt in kept["doubts"]),
                "unreached": tuple(kept["unreached"]),
            }
        ),
        problems,
    )


def dumped_phrase(phrase: Phrase) -> str:
    return json.dumps(_value(phrase))


def loaded_phrase(text: str) -> Phrase:
    return _read(json.loads(text))


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "who": change.who,
        "text": _value(change.text),
        "effect": _value(change.effect),
        "source": change.source,
        "line": change.line,
        "gains": _pairs(change.gains),
        "loses": _pairs(change.loses),
    }


def _read_change(kept: dict[str, Any]) -> Change:
    return Change(
        **kept
        | {
            "kind": ChangeKind(kept["kind"]),
            "text": _read(kept["text"]),
            "effect": _read(kept["effect"]),
            "source": Source(kept["source"]),
            "gains": tuple(Access(guardian=one, pupil=other) for one, other in kept["gains"]),
            "loses": tuple(Access(guardian=one, pupil=other) for one, other in kept["loses"]),
        }
    )


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind,
        "code": doubt.code,
        "who": doubt.who,
        "text": _value(doubt.text),
        "choices": [[choice.code, _value(choice.label)] for choice in doubt.choices],
        "chosen": doubt.chosen,
        "source": doubt.source,
        "line": doubt.line,
    }


def _read_doubt(kept: dict[str, Any]) -> Doubt:
    return Doubt(
        **kept
        | {
            "kind": DoubtKind(kept["kind"]),
            "text": _read(kept["text"]),
            "choices": tuple(Choice(code=code, label=_read(label)) for code, label in kept["choices"]),
            "source": Source(kept["source"]),
        }
    )


def _problem(source: Source, problem: Problem) -> dict[str, Any]:
    params = {name: _value(value) for name, value in problem.params.items()}
    return {
        "source": source,
        "code": problem.code,
        "text": problem.text,
        "params": params,
        "line": problem.line,
        "field": problem.field,
    }


def _read_problem(kept: dict[str, Any]) -> Problem:
    return Problem(**kept | {"params": {name: _read(value) for name, value in kept["params"].items()}})


def _pairs(accesses: Iterable[Access]) -> list[list[str]]:
    return [[access.guardian, access.pupil] for access in accesses]


def _value(value: object) -> Any:
    if isinstance(value, Phrase):
        return {"phrase": value.text, "params": {name: _value(one) for name, one in value.params.items()}}
    if isinstance(value, Word):
        return {"word": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "phrase" in value:
        return Phrase(value["phrase"], {name: _read(one) for name, one in value["params"].items()})
    if "word" in value:
        return Word(value["word"])
    return date.fromisoformat(value["day"]) if "day" in value else datetime.fromisoformat(value["moment"])
