"""From a verdict to what a page shows of it: plain rows, in the language of the moment.

Here belongs only showing. What a verdict says was decided by a rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, pgettext

from kring.norms import Outcome, Reason, Remedy, Verdict
from kring.web.frame import address

RINGS = {"may": "allow", "ask": "ask", "not": "refuse"}

DECIDERS = {
    "administrator": gettext_noop("the administration"),
    "council": gettext_noop("the participation council"),
    "counsellor": gettext_noop("the counsellor"),
    "director": gettext_noop("the director"),
    "guardian": gettext_noop("a parent"),
    "guardians": gettext_noop("the parents"),
    "moderator": gettext_noop("the moderator"),
    "officer": gettext_noop("the privacy officer"),
    "pupil": gettext_noop("the pupil"),
    "support": gettext_noop("the support team"),
    "teacher": gettext_noop("the teacher"),
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a remedy is acted on. `less` says what one loses by it."""

    url: str
    icon: str = "arrow"
    less: str = ""
    post: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RemedyRow:
    text: str
    way: Way | None


@dataclass(frozen=True)
class NormLink:
    norm: str
    url: str


def word_of(outcome: Outcome) -> str:
    """This function will return the one word for an outcome."""
    if outcome is Outcome.ALLOW:
        return pgettext("verdict", "May")
    return pgettext("verdict", "Look first") if outcome is Outcome.ASK else pgettext("verdict", "May not")


def said(part: Reason | Remedy) -> str:
    """This function will say a reason or remedy in the language of the moment, with its values filled in."""
    return gettext(part.text).format(**part.params)


def remedy_rows(verdict: Verdict, ways: Mapping[str, Way]) -> list[RemedyRow]:
    """This function will list the remedies, least loss first, each with how to act on it where the page says how."""
    return [RemedyRow(said(remedy), ways.get(remedy.code)) for remedy in verdict.remedies]


def norm_links(verdict: Verdict) -> list[NormLink]:
    """This function will list the norms with the address of their explanation."""
    page = getattr(settings, "KRING_NORM_URL_NAME", "accountability:norm")
    return [NormLink(norm, address(page, norm)) for norm in verdict.norms]


def decider_names(verdict: Verdict) -> list[str]:
    """This function will name who decides, as people call them."""
    return [gettext(DECIDERS.get(code, code.replace("-", " ").replace("_", " "))) for code in verdict.deciders]


def shown(verdict: Verdict, *, title: str, ways: Mapping[str, Way], word: str, level: int, form: str) -> dict[str, Any]:
    """This function will make the row for `_verdict.html`; without a title the first reason is the title."""
    reasons = [said(reason) for reason in verdict.reasons]
    return {
        "outcome": verdict.outcome.value,
        "word": word or word_of(verdict.outcome),
        "title": title or reasons[0],
        "whys": reasons if title else reasons[1:],
        "deciders": decider_names(verdict),
        "remedies": remedy_rows(verdict, ways),
        "norms": norm_links(verdict),
        "level": f"h{level}",
        "form": form,
    }
