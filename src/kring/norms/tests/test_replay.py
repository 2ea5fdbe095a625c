"""Kept decisions: facts to JSON and back, and deciding again."""

import dataclasses
import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, NewType
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.norms import Reason, Recorded, Remedy, Verdict, allow, record, refuse, replay, rule

PupilId = NewType("PupilId", UUID)
AT = datetime(2026, 11, 17, 13, 45, tzinfo=UTC)
YES = Reason("yes", "OC-14", "Everyone said yes.")
NO = Reason("no", "OC-14", "{count} children have no yes.", remedies=(Remedy("cover", "Cover them", loss=1),))


class Answer(enum.Enum):
    YES = "yes"
    NO = "no"


class Rank(enum.IntEnum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True)
class Child:
    id: PupilId
    answer: Answer | None
    born: date
    objects: bool = False


@dataclass(frozen=True)
class Crowd:
    size: int


@dataclass(frozen=True)
class Picture:
    children: tuple[Child, ...]
    taken_at: datetime
    channel: Literal["group", "site"]
    about: Child | Crowd | None = None
    tags: frozenset[str] = frozenset()
    where: tuple[int, float] = (0, 0.0)
    rank: Rank = Rank.LOW
    opens: time | None = None
    faces: dict[PupilId, int] = dataclasses.field(default_factory=dict)


@rule(decides="whether this picture may be shown", norms=("OC-14",), since=date(2026, 8, 1))
def may_show(picture: Picture) -> Verdict:
    count = sum(1 for child in picture.children if child.answer is not Answer.YES)
    return refuse(NO.about(count=count)) if count else allow(YES, duties=("log",))


children = st.builds(Child, id=st.uuids(), answer=st.one_of(st.none(), st.sampled_from(Answer)), born=st.dates(),
                     objects=st.booleans())
pictures = st.builds(
    Picture,
    children=st.lists(children, max_size=3).map(tuple),
    taken_at=st.datetimes(timezones=st.just(UTC)),
    channel=st.sampled_from(["group", "site"]),
    about=st.one_of(st.none(), children, st.builds(Crowd, size=st.integers())),
    tags=st.frozensets(st.text(max_size=4), max_size=3),
    where=st.tuples(st.integers(), st.floats(allow_nan=False)),
    rank=st.sampled_from(Rank),
    opens=st.one_of(st.none(), st.times()),
    faces=st.dictionaries(st.uuids(), st.integers(), max_size=2),
)


@given(pictures)
def test_a_kept_decision_gives_the_same_verdict_again(picture):
    verdict = may_show(picture)
    kept = record(may_show, picture, verdict, AT)
    assert kept.verdict == verdict
    assert replay(kept) == verdict
    assert kept.rule_unchanged


@given(pictures)
def test_facts_come_back_as_they_were(picture):
    from kring.norms.replay import _decoded, _encoded

    assert _decoded(Picture, _encoded(picture)) == picture


def test_a_decision_of_another_version_of_the_rule_says_so():
    picture = Picture(children=(), taken_at=AT, channel="group")
    kept = dataclasses.replace(record(may_show, picture, may_show(picture), AT), version="2025-01-01/000000000000")
    assert not kept.rule_unchanged
    assert replay(kept).allowed


def test_the_verdict_of_another_rule_is_not_kept_as_this_ones():
    with pytest.raises(ValueError, match="not of"):
        record(may_show, Picture(children=(), taken_at=AT, channel="group"), allow(YES), AT)


def test_a_rule_that_is_gone_cannot_be_replayed_but_its_verdict_is_there():
    kept = Recorded("media.may_gone", "2026-08-01/0", "{}", '{"outcome":"allow","reasons":[{"code":"yes","norm":"OC-14",'
                    '"text":"t","params":{},"remedies":[]}],"duties":[],"rule":"media.may_gone","decider":""}', AT)
    assert kept.verdict.allowed
    assert not kept.rule_unchanged
    with pytest.raises(LookupError, match="any more"):
        replay(kept)


def test_what_json_cannot_hold_is_refused_when_kept():
    picture = Picture(children=(), taken_at=AT, channel="group", about=object())
    with pytest.raises(TypeError, match="cannot be kept"):
        record(may_show, picture, may_show(picture), AT)


def test_kept_facts_of_another_shape_are_refused():
    kept = record(may_show, Picture(children=(), taken_at=AT, channel="group"), may_show(Picture((), AT, "group")), AT)
    for spoilt in ('{"@":"Crowd","size":1}', '{"@":"Picture","children":"x","taken_at":"2026-11-17T13:45:00+00:00","channel":"group"}',
                   kept.facts_json.replace('"group"', '"press"')):
        with pytest.raises(TypeError):
            replay(dataclasses.replace(kept, facts_json=spoilt))
