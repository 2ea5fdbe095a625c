"""The package for an auditor: everything that the page knows, as one document for machines.

Here belongs only its shape. It holds no person's data: norms, proofs, rules, holdings, numbers and counts.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import kring
from kring.ground import retention
from kring.norms import Norm, documents, evidence, norms, parameters, statutes
from kring.norms.data import data_folder
from kring.pages.accountability import rulebook
from kring.pages.accountability.live import Count

FORMAT = 1


def package(*, at: datetime, on: date, counts: Mapping[str, tuple[Count, ...]]) -> dict[str, Any]:
    """This function will gather the whole package; `counts` by norm id as counted at this moment."""
    kept = evidence.kept_evidence()
    states = evidence.report(kept or {"outcomes": {}, "marks": {}})
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "version": kring.__version__,
        "norms_digest": norms_digest(),
        "evidence": {key: kept[key] for key in ("commit", "date")} if kept else None,
        "totals": evidence.totals(states),
        "documents": {number: {"title": document.title, "author": document.author} for number, document in documents().items()},
        "norms": [_norm(norm, states[norm.id], counts.get(norm.id, ())) for norm in norms().values()],
        "rules": [_rule(rule) for rule in rulebook.rules().values()],
        "holdings": [_holding(holding, on) for holding in retention.collect()],
        "without_personal_data": retention.harmless(),
        "numbers": [_number(name, on) for name in parameters()],
        "statutes": {key: {"title": statute.en, "address": statute.address} for key, statute in statutes().items()},
    }


def norms_digest() -> str:
    """This function will return a digest of the norms' data files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(data_folder().glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _norm(norm: Norm, entry: Mapping[str, Any], counts: tuple[Count, ...]) -> dict[str, Any]:
    return {
        "id": norm.id,
        "source": norm.source,
        "kind": norm.kind.value,
        "nl": norm.nl,
        "en": norm.en,
        "quote": list(norm.quote),
        "reading": {"nl": norm.reading_nl, "en": norm.reading_en},
        "does": norm.does,
        "statutes": list(norm.statutes),
        "state": entry["state"],
        "proof": [{"part": f"{norm.id}.{letter}", "shows": text, "tests": entry["parts"][letter]} for letter, text in norm.parts.items()],
        "rules": entry["rules"],
        "counts": [{"figure": count.figure, "text": count.text, "fine": count.fine} for count in counts],
    }


def _rule(rule: rulebook.Rule) -> dict[str, Any]:
    return {"name": rule.name, "decides": rule.decides, "norms": list(rule.norms), "since": rule.since.isoformat(),
            "version": rule.version, "place": rule.place}


def _holding(holding: retention.Holding, on: date) -> dict[str, Any]:
    term = parameters()[holding.term_parameter] if holding.term_parameter else None
    return {
        "table": holding.table,
        "data": holding.data,
        "purpose": holding.purpose,
        "norm": holding.norm,
        "term": {"name": term.name, "value": term.on(on).value, "unit": term.unit} if term else None,
        "starts": holding.start_event,
        "given_on_request": holding.export is not None,
        "erased_on_request": holding.forget is not None,
    }


def _number(name: str, on: date) -> dict[str, Any]:
    parameter = parameters()[name]
    values = [{"from": dated.start.isoformat(), "value": dated.value, "status": dated.status, "source": dated.source}
              for dated in parameter.values]
    return {"name": name, "title": parameter.en, "unit": parameter.unit, "norms": list(parameter.norms),
            "now": parameter.on(on).value, "values": values}
