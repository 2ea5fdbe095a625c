"""What a decision is: an outcome with reasons, each under a norm.

Here belong the answer of a rule and how answers combine. What decides (the rules) and what is kept
of a decision (`replay`) do not.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

Param = str | int
_T = TypeVar("_T")
_NO_PARAMS: Mapping[str, Param] = MappingProxyType({})


class Outcome(enum.Enum):
    """The three answers, from mild to strict."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"

    @property
    def strictness(self) -> int:
        """This function will return a number that is higher for a stricter answer."""
        return _STRICTNESS[self]


_STRICTNESS = {Outcome.ALLOW: 0, Outcome.ASK: 1, Outcome.REFUSE: 2}


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out that the rules themselves would allow.

    `text` is an English message with {placeholders}; `loss` orders remedies: 0 loses nothing of what
    the person wanted, higher loses more.
    """

    code: str
    text: str
    params: Mapping[str, Param] = field(default_factory=lambda: _NO_PARAMS, hash=False)
    loss: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", _frozen(self.params))

    def about(self, **params: Param) -> Remedy:
        """This function will return the same remedy with these values for its placeholders."""
        return replace(self, params={**self.params, **params})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, under which norm.

    `text` must be safe for whoever may ask: it never says which parent, who or when.
    """

    code: str
    norm: str
    text: str
    params: Mapping[str, Param] = field(default_factory=lambda: _NO_PARAMS, hash=False)
    remedies: tuple[Remedy, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", _frozen(self.params))
        object.__setattr__(self, "remedies", tuple(self.remedies))

    def about(self, **params: Param) -> Reason:
        """This function will return the same reason with these values for its placeholders."""
        return replace(self, params={**self.params, **params})

    def offering(self, *remedies: Remedy) -> Reason:
        """This function will return the same reason with these remedies instead of its own."""
        return replace(self, remedies=remedies)


class Refused(Exception):
    """An act that is not allowed now; the verdict says why and what would be."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.rule or 'rule'}: {verdict.outcome.value} ({', '.join(verdict.codes)})")
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question. `duties` are codes of what must be done along with what is allowed;
    `decider` names who answers an ASK (several joined by "+": each of them must)."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    duties: tuple[str, ...] = ()
    rule: str = ""
    decider: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reasons", tuple(self.reasons))
        object.__setattr__(self, "duties", tuple(self.duties))
        if not self.reasons:
            raise ValueError("a verdict has at least one reason; an allowance has a ground too")
        if (self.outcome is Outcome.ASK) != bool(self.decider):
            raise ValueError("ASK names who decides, and no other outcome does")
        if self.duties and self.outcome is not Outcome.ALLOW:
            raise ValueError("duties belong to what is allowed")

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict is no bool: use .allowed, .outcome or .require()")

    @property
    def allowed(self) -> bool:
        """This function will say whether the act may go on now."""
        return self.outcome is Outcome.ALLOW

    @property
    def codes(self) -> tuple[str, ...]:
        """This function will return the codes of the reasons, in order."""
        return tuple(reason.code for reason in self.reasons)

    @property
    def norms(self) -> tuple[str, ...]:
        """This function will return the norm ids of the reasons, each once, in order."""
        return _once(reason.norm for reason in self.reasons)

    @property
    def deciders(self) -> tuple[str, ...]:
        """This function will return who decides an ASK."""
        return tuple(self.decider.split("+")) if self.decider else ()

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """This function will return the remedies of all reasons, each once, least loss first."""
        found = [remedy for reason in self.reasons for remedy in reason.remedies]
        return tuple(sorted(_distinct(found), key=lambda remedy: remedy.loss))

    def require(self) -> Verdict:
        """This function will return the verdict itself if the act is allowed.

        Raises: Refused, for REFUSE and for an ASK that nobody has answered yet.
        """
        if self.outcome is not Outcome.ALLOW:
            raise Refused(self)
        return self

    def to_json(self) -> dict[str, Any]:
        """This function will return the verdict in the terms of JSON."""
        return {
            "outcome": self.outcome.value,
            "reasons": [_reason_to_json(reason) for reason in self.reasons],
            "duties": list(self.duties),
            "rule": self.rule,
            "decider": self.decider,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Verdict:
        """This function will rebuild the verdict that `to_json` gave."""
        return cls(
            outcome=Outcome(kept["outcome"]),
            reasons=tuple(_reason_from_json(reason) for reason in kept["reasons"]),
            duties=tuple(kept["duties"]),
            rule=kept["rule"],
            decider=kept["decider"],
        )


def allow(*reasons: Reason, duties: Iterable[str] = ()) -> Verdict:
    """This function will allow, on these grounds."""
    return Verdict(Outcome.ALLOW, reasons, tuple(duties))


def ask(*reasons: Reason, decider: str) -> Verdict:
    """This function will leave the decision to a named kind of person."""
    return Verdict(Outcome.ASK, reasons, decider=decider)


def refuse(*reasons: Reason) -> Verdict:
    """This function will refuse, for these reasons."""
    return Verdict(Outcome.REFUSE, reasons)


def all_of(*verdicts: Verdict) -> Verdict:
    """This function will combine verdicts that must all allow: the strictest outcome wins, with every
    reason of that outcome; duties add up only when all allow."""
    if not verdicts:
        raise ValueError("all_of nothing decides nothing")
    strictest = max(verdicts, key=lambda verdict: verdict.outcome.strictness).outcome
    decisive = [verdict for verdict in verdicts if verdict.outcome is strictest]
    return Verdict(
        strictest,
        tuple(_distinct(reason for verdict in decisive for reason in verdict.reasons)),
        _once(duty for verdict in decisive for duty in verdict.duties),
        decider="+".join(_once(name for verdict in decisive for name in verdict.deciders)),
    )


def any_of(*verdicts: Verdict) -> Verdict:
    """This function will combine verdicts of which one is enough: the mildest one, and among the
    refused the one that loses least to mend (all reasons of all branches would be too many)."""
    if not verdicts:
        raise ValueError("any_of nothing decides nothing")
    return min(verdicts, key=lambda verdict: (verdict.outcome.strictness, *_cost_to_mend(verdict)))


def _cost_to_mend(verdict: Verdict) -> tuple[int, int]:
    if verdict.allowed:
        return (0, 0)
    hopeless = sum(1 for reason in verdict.reasons if not reason.remedies)
    loss = sum(min(remedy.loss for remedy in reason.remedies) for reason in verdict.reasons if reason.remedies)
    return (hopeless, loss)


def _reason_to_json(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "norm": reason.norm,
        "text": reason.text,
        "params": dict(reason.params),
        "remedies": [
            {"code": remedy.code, "text": remedy.text, "params": dict(remedy.params), "loss": remedy.loss}
            for remedy in reason.remedies
        ],
    }


def _reason_from_json(kept: Mapping[str, Any]) -> Reason:
    remedies = tuple(Remedy(**remedy) for remedy in kept["remedies"])
    return Reason(kept["code"], kept["norm"], kept["text"], kept["params"], remedies)


def _frozen(params: Mapping[str, Param]) -> Mapping[str, Param]:
    if not params:
        return _NO_PARAMS
    for name, value in params.items():
        if not isinstance(value, (str, int)):
            raise TypeError(f"placeholder {name!r} takes a str or an int, not {type(value).__name__}")
    return MappingProxyType(dict(params))


def _distinct(items: Iterable[_T]) -> list[_T]:
    found: list[_T] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
