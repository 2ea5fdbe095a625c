"""De Lindeboom: the pupils of the roster file under its own keys, two parents each, and the boxes that stand in for tagging.

Rows and the oracle's world are filled by the same acts; a pupil is known by the roster's key in both.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4
from xml.etree import ElementTree

from kring.domains.consent.actions.asking import NewQuestion, adopt_questions
from kring.domains.consent.actions.deciding import Signed, decide
from kring.domains.consent.actions.objecting import object_
from kring.domains.consent.queries.questions import ready_text
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.media.actions import covering
from kring.domains.media.queries import placing as media
from kring.domains.people import actions as people
from kring.domains.people.terms import Name, Role
from kring.domains.policy.actions import adopt
from kring.domains.school import actions as schools
from kring.domains.school.terms import GroupKind
from kring.ground.actor import Actor
from kring.ground.pixels import Box
from kring.ground.sealing import Ring
from tests.oracle.oracle import Care, OwnNo, Period, Question, Stay, Work, World
from tests.oracle.oracle import Said as Answered

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ON, THIS_YEAR = date(2026, 11, 24), date(2026, 8, 24)
SIGNED = Signed("Ik bevestig dit.", "nl")
CHANNELS = {"besloten_groep": Channel.CLOSED_GROUP, "besloten_school": Channel.CLOSED_SCHOOL, "nieuwsbrief": Channel.NEWSLETTER,
            "website": Channel.WEBSITE, "social_media": Channel.SOCIAL_MEDIA}
ASKED = dict.fromkeys(CHANNELS.values(), Purpose.PICTURE_WITH_OTHERS) | {Channel.OWN_FAMILY: Purpose.PICTURE_ALONE}
GROUPS = ("g3", "g4")
ALIKE = 0.3  # of two boxes together, the part that both cover


class Lindeboom:
    """The school with groups 3 and 4; `ids` by roster key, `{key}-1` and `{key}-2` are the parents of a pupil."""

    def __init__(self, shared: Path):
        self.world = World(groups=list(GROUPS))
        self.board = schools.found_board(name="Stichting De Lindeboom", at=AT)
        self.school = schools.found_school(board_id=self.board, name="De Lindeboom", slug="lindeboom")
        year = schools.open_year(board_id=self.board, school_id=self.school, label="2026-2027", from_on=THIS_YEAR,
                                 to_on=date(2027, 8, 23))
        self.groups = schools.make_groups(board_id=self.board, school_id=self.school, school_year_id=year, groups=[
            schools.NewGroup(g, f"Groep {g[1:]}", GroupKind.BASE, g[1:]) for g in GROUPS])
        self.ids: dict[str, UUID] = {}
        self.register(shared / "edexml/generated/lindeboom-1-start.xml")
        self.adopt()
        self.boxes = {one["file"]: one for one in json.loads((shared / "photos/annotations.json").read_text())["images"]}

    def register(self, roster: Path) -> None:
        """Pupils of both groups from the roster file; their parents, a teacher per group, a director and an officer."""
        found = [(e.get("key"), e.find("groep").get("key"), e.findtext("roepnaam"), e.findtext("achternaam"),
                  date.fromisoformat(e.findtext("geboortedatum")))
                 for e in ElementTree.parse(roster).iter("leerling") if e.find("groep").get("key") in GROUPS]
        self.in_group = {group: [key for key, g, *_ in found if g == group] for group in GROUPS}
        staff = {"sanne": Role.TEACHER, "joris": Role.TEACHER, "wim": Role.DIRECTOR}
        new = {key: people.NewPerson(Name(given, "", family), born_on=born, roster_key=key, is_pupil=True)
               for key, _, given, family, born in found}
        new |= {f"{key}-{n}": people.NewPerson(Name(f"Ouder {n}", "van", key)) for key, *_ in found for n in (1, 2)}
        new |= {who: people.NewPerson(Name(who.capitalize(), "", "Voorbeeld")) for who in staff}
        made = people.register_persons(board_id=self.board, ring=Ring(self.board), on=ON, persons=list(new.values()))
        self.ids = dict(zip(new, made, strict=True))
        people.enrol(board_id=self.board, from_on=THIS_YEAR,
                     rows=[(self.ids[key], self.school, self.groups[g]) for key, g, *_ in found])
        people.give_care(board_id=self.board, at=AT, cares=[
            people.NewCare(self.ids[key], self.ids[f"{key}-{n}"], "ouder", True, "administration", THIS_YEAR, None)
            for key, *_ in found for n in (1, 2)])
        for who, role in staff.items():
            people.appoint(board_id=self.board, person_id=self.ids[who], school_id=self.school, role=role,
                           from_on=THIS_YEAR, at=AT, by=None)
        people.assign(board_id=self.board, from_on=THIS_YEAR, rows=[
            (self.ids["sanne"], self.groups["g3"]), (self.ids["joris"], self.groups["g4"])])
        for key, group, *_, born in found:
            self.world.born[key] = born
            self.world.stays.append(Stay(key, group, Period(THIS_YEAR)))
            self.world.cares += [Care(key, f"{key}-{n}", True, Period(THIS_YEAR)) for n in (1, 2)]
        self.world.works = [Work(who, role.value, Period(THIS_YEAR)) for who, role in staff.items()]
        self.world.works += [Work("sanne", "teacher", Period(THIS_YEAR), "g3"), Work("joris", "teacher", Period(THIS_YEAR), "g4")]

    def adopt(self) -> None:
        """The school adopts its agreements and asks about pictures on each channel of the scenarios, and for the own family, of
        which those say nothing: there everybody is silent until a test says otherwise."""
        adopt(actor=self.actor("wim"), school_id=self.school, council_minute="MR 2026-3", council_on=date(2026, 6, 9), at=AT)
        made = adopt_questions(actor=self.actor("wim"), from_on=ON, key=uuid4(), at=AT, new=[
            NewQuestion(purpose, c, ready_text(purpose, c)) for c, purpose in ASKED.items()])
        self.questions = dict(zip(ASKED, made, strict=True))
        self.world.questions = [Question(c.value, purpose.value, c.value, ON) for c, purpose in ASKED.items()]

    def actor(self, who: str) -> Actor:
        role = {"sanne": "teacher", "joris": "teacher", "wim": "director"}.get(who)
        return Actor(self.board, self.ids[who], role or "guardian", self.school if role else None)

    # What families and children say

    def parent_says(self, key: str, n: int, answers: dict[Channel, str], at: datetime = AT) -> None:
        """One parent answers these questions, yes or no, in one signed act."""
        decide(actor=self.actor(f"{key}-{n}"), pupil_id=self.ids[key], key=uuid4(), at=at, signed=SIGNED,
               answers={self.questions[c]: Said(said) for c, said in answers.items()})
        self.world.said += [Answered(key, f"{key}-{n}", c.value, said, at) for c, said in answers.items()]

    def parents_say(self, key: str, answers: dict[Channel, str], at: datetime = AT) -> None:
        for n in (1, 2):
            self.parent_says(key, n, answers, at)

    def child_says_no(self, key: str, teacher: str = "sanne", at: datetime = AT) -> None:
        """The child's own no, in general, recorded by the teacher."""
        object_(actor=self.actor(teacher), pupil_id=self.ids[key], key=uuid4(), at=at)
        self.world.own_noes.append(OwnNo(key, at))

    def as_in(self, person: dict) -> None:
        """Let a family say what the scenario says of it, by the way that its `special` names."""
        key, special = person["pupil_key"], person["special"]
        answers = {CHANNELS[dutch]: said for dutch, said in person["consent"].items() if said != "unknown"}
        yes = {channel: "yes" for channel in CHANNELS.values()}
        if special == "two_parents_disagree":
            self.parent_says(key, 1, yes)
            self.parent_says(key, 2, dict.fromkeys(yes, "no"))
        elif special == "pupil_objects":
            self.parents_say(key, yes)
            self.child_says_no(key)
        elif special == "withdrawn":
            self.parents_say(key, yes)
            self.parent_says(key, 1, {channel: said for channel, said in answers.items() if said == "no"})
        elif answers:
            self.parents_say(key, answers)

    # Faces

    def face_of(self, photo: str, asset: UUID, box: list[int], who: str) -> UUID:
        """The detected face at an annotated box; drawn by hand where the detector missed it."""
        width, height = self.boxes[photo]["width"], self.boxes[photo]["height"]
        wanted = Box(box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        found = media.pictures(board_id=self.board, asset_ids=[asset])[asset].faces
        best = max(found, key=lambda f: alike(wanted, f), default=None)
        if best is not None and alike(wanted, best) > ALIKE:
            return best.id
        return covering.draw_face(actor=self.actor(who), asset_id=asset, box=wanted, at=AT)


def alike(box: Box, face) -> float:
    """The part of two boxes together that both cover."""
    across = min(box.x + box.w, face.x + face.width) - max(box.x, face.x)
    down = min(box.y + box.h, face.y + face.height) - max(box.y, face.y)
    both = max(0.0, across) * max(0.0, down)
    return both / (box.w * box.h + face.width * face.height - both)
