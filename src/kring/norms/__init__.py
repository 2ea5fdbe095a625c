"""Norms, rules and verdicts: pure Python that imports nothing of ours and no framework.

Here belong the norms as data (`catalogue`, `parameters`), the register of rules (`registry`), what a
decision is (`verdicts`), how one is kept and replayed (`replay`) and which norms the tests prove
(`evidence`). The rules themselves stand in each domain's `rules` room.
"""

from .catalogue import Document, Kind, Norm, Statute, documents, norms, part_ids, statutes
from .parameters import Parameter, Value, parameter, parameters
from .registry import Rule, registry, rule, rule_of
from .replay import Recorded, record, replay
from .texts import gettext_noop
from .verdicts import Outcome, Reason, Refused, Remedy, Verdict, all_of, allow, any_of, ask, refuse

__all__ = [
    "Document",
    "Kind",
    "Norm",
    "Outcome",
    "Parameter",
    "Reason",
    "Recorded",
    "Refused",
    "Remedy",
    "Rule",
    "Statute",
    "Value",
    "Verdict",
    "all_of",
    "allow",
    "any_of",
    "ask",
    "documents",
    "gettext_noop",
    "norms",
    "parameter",
    "parameters",
    "part_ids",
    "record",
    "refuse",
    "registry",
    "replay",
    "rule",
    "rule_of",
    "statutes",
]
