"""What the pages of consent show: plain rows in the language of the moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring.domains.consent.queries.answers import AnswerRow
from kring.domains.consent.terms import CHANNEL_LABELS, PURPOSE_LABELS, Aftercare, Channel, Purpose, Said, State
from kring.ground.clock import today
from kring.web import moments

DRAWINGS = {
    Channel.OWN_FAMILY: "group", Channel.CLOSED_GROUP: "group", Channel.CLOSED_SCHOOL: "building",
    Channel.CLOSED_WEBSITE: "website", Channel.NEWSLETTER: "newsletter", Channel.WEBSITE: "website",
    Channel.SOCIAL_MEDIA: "social", Channel.PRINT: "guide", Channel.PRESS: "newsletter",
}


@dataclass(frozen=True)
class Question:
    """One question as a page asks it. `chosen` is one's own answer that stands, or what was just filled in."""

    id: UUID
    name: str
    where: str
    title: str
    explain: str
    sides: list[tuple[str, str]]
    chosen: str | None
    now_yes: bool
    now: Any
    happened: bool
    error: str


@dataclass(frozen=True)
class Withdrawn:
    """One place where one's own yes ended: since when, what was chosen, and where the pictures are listed."""

    decision_id: UUID
    label: str
    at: datetime
    gone: str
    wish: str
    pictures_url: str


@dataclass(frozen=True)
class Pill:
    """A child to pick."""

    id: UUID
    name: str
    note: str
    current: bool


def label_of(purpose: Purpose, channel: Channel) -> str:
    """This function will name a place in a few words."""
    return f"{_(PURPOSE_LABELS[purpose])} {_(CHANNEL_LABELS[channel])}"


def where_of(purpose: Purpose, channel: Channel) -> str:
    """This function will name the drawing of a place."""
    return "name" if purpose is Purpose.NAME else DRAWINGS[channel]


def sides() -> list[tuple[str, str]]:
    """This function will return the two equal sides of every answer."""
    return [(Said.YES.value, _("Yes")), (Said.NO.value, _("No"))]


def withdrawn_of(row: AnswerRow, *, wish: Aftercare | None, pictures_url: str, now: datetime) -> Withdrawn:
    """This function will show what happened after a no."""
    gone = moments.clock(row.mine_at) if today(row.mine_at) == today(now) else moments.full(row.mine_at)
    return Withdrawn(
        decision_id=row.decision_id, label=label_of(row.purpose, row.channel), at=row.mine_at, wish=wish or "",
        gone=gone, pictures_url=pictures_url)


def question_of(row: AnswerRow, *, child: str, form: Any, now: datetime) -> Question:
    """This function will show a question with one's own answer, what was filled in, and what holds now."""
    name = f"answer-{row.question_id}"
    standing = {Said.YES: "yes", Said.NO: "no", Said.WITHDRAWN: "no"}.get(row.mine)
    chosen = form[name].value() if form.is_bound else standing
    errors = form.errors.get(name, [])
    return Question(
        id=row.question_id, name=name, where=where_of(row.purpose, row.channel), title=row.text.question(child),
        explain=_with_reach(row, child), sides=sides(), chosen=chosen, now_yes=row.state in (State.YES, State.OPEN_BUT_YES),
        now=_now(row, now), happened=row.mine is Said.WITHDRAWN, error=errors[0] if errors else "")


def _with_reach(row: AnswerRow, child: str) -> str:
    explain = row.text.explanation(child)
    if row.purpose is Purpose.NAME or not row.reach:
        return explain
    return ngettext("{explain} Now these are the parents of {count} child.",
                    "{explain} Now these are the parents of {count} children.", row.reach).format(explain=explain, count=row.reach)


def _now(row: AnswerRow, now: datetime) -> Any:
    words = {
        State.OPEN: _("No answer yet. So it is: {answer}"),
        State.OPEN_BUT_YES: _("No answer of your own yet. What holds now: {answer}"),
        State.YES: _("What holds now: {answer}, since {day}"),
        State.WAITS: _("Answered yes, {day}. Kring waits for one more answer. Until then it is: {answer}"),
        State.YES_BUT_NO: _("Answered yes, {day}. Yet what holds now: {answer}"),
        State.NO: _("What holds now: {answer}, since {day}"),
    }
    yes = row.state in (State.YES, State.OPEN_BUT_YES)
    day = moments.near(row.mine_at, now) if row.mine_at else ""
    return format_html(words[row.state], answer=format_html("<b>{}</b>", _("yes") if yes else _("no")), day=day)
