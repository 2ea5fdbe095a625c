"""Deciding: what a verdict with its reasons costs beside the bare yes or no of plain Python sets, and beside pycasbin."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.rows import Row, compared, spent, told
from kring.domains.consent.rules.standing import ChildFacts, standing
from kring.domains.consent.terms import Channel, Purpose, Said, WhoseYes
from kring.domains.media.rules import FaceFacts, PictureFacts, PlacingFacts, may_place_pictures

ON = date(2026, 11, 24)
CHILDREN, GUARDIANS = 187, 2
PLACES = ((Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP), (Purpose.NAME, Channel.CLOSED_GROUP),
          (Purpose.PICTURE_WITH_OTHERS, Channel.WEBSITE))
FACES = 12
MODEL = """
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
"""


def measure() -> list[Row]:
    """This function will decide for every child of a school and every place, three ways, on the same answers."""
    facts, sets, policy = _facts(), _sets(), _policy()
    asked = [(child, place) for child in range(CHILDREN) for place in PLACES]
    ours = lambda: [standing(one).allowed for one in facts]  # noqa: E731
    plain = lambda: [sets(child, *place) for child, place in asked]  # noqa: E731
    assert ours() == plain()
    engine, bare = compared(ours, plain, units=len(asked))
    enforcer, some = _enforcer(policy), asked[:: len(asked) // 40]
    casbin = spent(lambda: [enforcer.enforce(f"c{child}", channel, purpose) for child, (purpose, channel) in some],
                   units=len(some), rounds=3)
    photo = _class_photo()
    one = spent(lambda: [may_place_pictures(photo) for _ in range(200)], units=200)
    speed, times = bare.cpu / engine.cpu, casbin.cpu / engine.cpu
    return [
        Row("decision with reasons and norms, in process", "≥ 0.5 × plain Python sets", told(engine.cpu), told(bare.cpu),
            f"{speed:.2f} ×", speed >= .5, "CPU per decision; sets give a bare yes or no"),
        Row("the same decision", "≥ 25 × pycasbin", told(engine.cpu), told(casbin.cpu), f"{times:.0f} ×", times >= 25,
            f"pycasbin with {len(policy)} rules"),
        Row("a class photo with 12 children", "< 1 ms", told(one.wall), "1 ms", f"{1e-3 / one.wall:.1f} ×", one.wall < 1e-3,
            "whole verdict, from facts to reasons"),
    ]


def _said(child: int, guardian: int, place: int) -> Said:
    number = (child * 7 + place * 3 + guardian * (child % 5 == 0)) % 11
    return Said.NO if number == 3 else Said.UNANSWERED if number == 7 else Said.YES


def _facts() -> list[ChildFacts]:
    base = ChildFacts(purpose=PLACES[0][0], channel=PLACES[0][1], on=ON, asked=True, policy=WhoseYes.EVERY, guardians=(),
                      own=Said.UNANSWERED, decides_alone_on=date(2034, 1, 1), objects=False, protected=False)
    return [
        replace(base, purpose=purpose, channel=channel, objects=child % 41 == 0, protected=child % 90 == 1,
                guardians=tuple(_said(child, guardian, place) for guardian in range(GUARDIANS)))
        for child in range(CHILDREN) for place, (purpose, channel) in enumerate(PLACES)
    ]


def _sets():
    """The same answers as sets, and the same question as set operations: what somebody would write without an engine."""
    yes = {(child, guardian, *place) for child in range(CHILDREN) for guardian in range(GUARDIANS)
           for number, place in enumerate(PLACES) if _said(child, guardian, number) is Said.YES}
    guardians = {child: tuple(range(GUARDIANS)) for child in range(CHILDREN)}
    objecting = {child for child in range(CHILDREN) if child % 41 == 0}
    protected = {child for child in range(CHILDREN) if child % 90 == 1}
    asked, decides = set(PLACES), dict.fromkeys(range(CHILDREN), date(2034, 1, 1))

    def may(child: int, purpose: Purpose, channel: Channel) -> bool:
        if child in protected or child in objecting or (purpose, channel) not in asked or decides[child] <= ON:
            return False
        return all((child, guardian, purpose, channel) in yes for guardian in guardians[child])

    return may


def _policy() -> list[tuple[str, str, str]]:
    sets = _sets()
    return [(f"c{child}", channel, purpose) for child in range(CHILDREN) for purpose, channel in PLACES
            if sets(child, purpose, channel)]


def _enforcer(policy: list[tuple[str, str, str]]):
    import casbin

    with tempfile.TemporaryDirectory() as folder:
        model, rules = Path(folder, "model.conf"), Path(folder, "policy.csv")
        model.write_text(MODEL)
        rules.write_text("\n".join("p, " + ", ".join(rule) for rule in policy))
        return casbin.Enforcer(str(model), str(rules))


def _class_photo() -> PlacingFacts:
    faces = tuple(FaceFacts(covered=n in (2, 7), pupil=f"p{n}" if n in (2, 7) else None, has_yes=n not in (2, 7),
                            is_outsider=False) for n in range(FACES))
    restricted = ("p2", "p7", "p19")
    return PlacingFacts(channel="closed_group", every_face_counts=False, restricted=restricted, asked=restricted, answer="yes",
                        on=ON, pictures=(PictureFacts("a", True, faces),))
