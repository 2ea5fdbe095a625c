"""One school twice: as rows, changed by the product's own acts, and as the oracle's world. What is true of the pictures
(who is in them, and whose face is covered in the pixels) is known here too, as a third witness.

A picture has rows and no pixels: its versions and renditions are written as the worker would, the deciding path is real.
Everybody here is honest: a sender answers truly who is in view, and whoever looks again looks well.
"""

import copy
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from kring.domains.consent.actions.asking import NewQuestion, adopt_questions
from kring.domains.consent.actions.deciding import Signed, decide
from kring.domains.consent.actions.objecting import lift_objection, object_
from kring.domains.consent.models import Objection
from kring.domains.consent.queries.questions import ready_text
from kring.domains.consent.terms import Channel, Purpose, policy_name
from kring.domains.consent.terms import Said as Answer
from kring.domains.media.actions import checking, covering, erasing
from kring.domains.media.models import Asset, Face, Publication, Rendition, Version
from kring.domains.media.queries import checking as looking
from kring.domains.media.terms import Size
from kring.domains.people import actions as people
from kring.domains.people import queries as people_reads
from kring.domains.people.terms import Name, Role
from kring.domains.policy.actions import adopt
from kring.domains.policy.models import Adoption, PolicyValue
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.models import DraftPhoto
from kring.domains.posts.queries import compose, feed
from kring.domains.posts.terms import Answer as Answered
from kring.domains.school import actions as schools
from kring.domains.school.terms import GroupKind
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.sealing import Ring
from kring.norms import Outcome, Refused
from tests.oracle import oracle
from tests.oracle.families import Families, Picture, Pixels, Writing
from tests.oracle.oracle import TOGETHER, Care, OwnNo, Period, Placing, Said, Stay, Work, World

# The clock begins in the evening, so that the steps of a scenario cross midnight often.
BEGIN = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
START = date(2026, 8, 24)
SIGNED = Signed("Ik bevestig dit.", "nl")
PURPOSES = {Channel.CLOSED_GROUP: Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_SCHOOL: Purpose.PICTURE_WITH_OTHERS,
            Channel.OWN_FAMILY: Purpose.PICTURE_ALONE}
ASKED = tuple(PURPOSES)
# Of the six pupils Ilse becomes sixteen on the third day; Cas begins with no answer but a yes for the own family. Ada and Dirk
# have one parent in common and one not.
PUPILS = {"ada": "g3", "bo": "g3", "cas": "g3", "dirk": "g4", "ilse": "g4", "fien": "g4"}
BORN = dict.fromkeys(PUPILS, date(2018, 3, 1)) | {"ilse": date(2010, 11, 25)}
PARENTS = {"ada": ("an", "ap"), "bo": ("bep",), "cas": ("cor",), "dirk": ("dora", "an"), "ilse": ("ina",), "fien": ("fred",)}
STAFF = {"sanne": (Role.TEACHER, "g3"), "joris": (Role.TEACHER, "g4"), "wim": (Role.DIRECTOR, None)}
GUARDIANS = ("an", "ap", "bep", "cor", "dora", "ina", "fred", "piet")  # Piet cares for nobody yet: the canary
SOMEBODY = "somebody"  # from outside, without a name
YES_AT_FIRST = ("ada", "bo", "dirk", "ilse", "fien")


class School:
    """The rows and ids of the school as every scenario finds it."""

    def __init__(self):
        self.board = schools.found_board(name="Stichting De Proef", at=BEGIN)
        self.school = schools.found_school(board_id=self.board, name="De Proef", slug="de-proef")
        year = schools.open_year(board_id=self.board, school_id=self.school, label="2026-2027", from_on=START,
                                 to_on=date(2027, 8, 23))
        self.groups = schools.make_groups(board_id=self.board, school_id=self.school, school_year_id=year, groups=[
            schools.NewGroup(g, f"Groep {g[1:]}", GroupKind.BASE, g[1:]) for g in ("g3", "g4")])
        names = [*PUPILS, *GUARDIANS, *STAFF]
        made = people.register_persons(board_id=self.board, ring=Ring(self.board), on=START, persons=[
            people.NewPerson(Name(n.capitalize(), "", "Proef"), born_on=BORN.get(n), is_pupil=n in PUPILS) for n in names])
        self.ids = dict(zip(names, made, strict=True))
        self.names = {person: name for name, person in self.ids.items()}
        people.enrol(board_id=self.board, from_on=START,
                     rows=[(self.ids[p], self.school, self.groups[g]) for p, g in PUPILS.items()])
        people.give_care(board_id=self.board, at=BEGIN, cares=[
            people.NewCare(self.ids[p], self.ids[g], "ouder", True, "administration", START, None)
            for p, guardians in PARENTS.items() for g in guardians])
        for who, (role, group) in STAFF.items():
            people.appoint(board_id=self.board, person_id=self.ids[who], school_id=self.school, role=role, from_on=START,
                           at=BEGIN, by=None)
            if group:
                people.assign(board_id=self.board, rows=[(self.ids[who], self.groups[group])], from_on=START)
        adopt(actor=self.actor("wim"), school_id=self.school, council_minute="MR 3", council_on=START, at=BEGIN)
        self.adoption = Adoption.objects.get(board_id=self.board).id
        made = adopt_questions(actor=self.actor("wim"), from_on=START, key=uuid4(), at=BEGIN, new=[
            NewQuestion(purpose, c, ready_text(purpose, c)) for c, purpose in PURPOSES.items()])
        self.questions = dict(zip(ASKED, made, strict=True))
        self.world = self.as_world()
        for pupil in YES_AT_FIRST:
            for guardian in PARENTS[pupil]:
                self.say(self.world, guardian, pupil, dict.fromkeys(ASKED, "yes"), BEGIN)
        self.say(self.world, "cor", "cas", {Channel.OWN_FAMILY: "yes"}, BEGIN)

    def as_world(self) -> World:
        today = BEGIN.date()
        return World(
            groups=["g3", "g4"], born=dict(BORN), stays=[Stay(p, g, Period(START)) for p, g in PUPILS.items()],
            cares=[Care(p, g, True, Period(START)) for p, guardians in PARENTS.items() for g in guardians],
            works=[Work(who, role.value, Period(START)) for who, (role, _) in STAFF.items()]
            + [Work(who, role.value, Period(START), group) for who, (role, group) in STAFF.items() if group],
            questions=[oracle.Question(c.value, p.value, c.value, today) for c, p in PURPOSES.items()])

    def actor(self, who: str) -> Actor:
        if who in STAFF:
            return Actor(self.board, self.ids[who], STAFF[who][0].value, self.school)
        return Actor(self.board, self.ids[who], "pupil" if who in PUPILS else "guardian")

    def say(self, world: World, who: str, pupil: str, answers: dict[Channel, str], at: datetime) -> None:
        decide(actor=self.actor(who), pupil_id=self.ids[pupil], key=uuid4(), at=at, signed=SIGNED,
               answers={self.questions[c]: Answer(said) for c, said in answers.items()})
        world.said += [Said(pupil, who, c.value, said, at) for c, said in answers.items()]


class Twin(Families):
    """One scenario at that school."""

    def __init__(self, school: School):
        self.school, self.world, self.at = school, copy.deepcopy(school.world), BEGIN
        self.ids, self.board, self.groups = school.ids, school.board, school.groups
        self.pictures: list[Picture] = []
        self.writing: list[Writing] = []
        self.counted: Counter[str] = Counter()

    @property
    def view(self) -> oracle.View:
        return self.world.on(self.at)

    @property
    def today(self) -> date:
        return self.view.today

    def actor(self, who: str) -> Actor:
        return self.school.actor(who)

    def refused(self, act) -> bool:
        """Do something that the product may refuse."""
        try:
            act()
        except Refused:
            return True
        return False

    # ── people ──────────────────────────────────────────────────────────────────────────

    def move(self, pupil: str, group: str | None, *, on: date) -> None:
        """A pupil leaves its group from a day on, for another one or for elsewhere."""
        people.end_enrolments(board_id=self.board, pupil_ids=[self.ids[pupil]], on=on)
        for stay in self.world.stays:
            if stay.pupil == pupil:
                stay.period = ended(stay.period, on)
        if group:
            people.enrol(board_id=self.board, rows=[(self.ids[pupil], self.school.school, self.groups[group])], from_on=on)
            self.world.stays.append(Stay(pupil, group, Period(on)))

    def begin_care(self, pupil: str, guardian: str, *, authority: bool, on: date) -> None:
        people.give_care(board_id=self.board, at=self.at, cares=[people.NewCare(
            self.ids[pupil], self.ids[guardian], "ouder", authority, "decision", on, None)])
        self.world.cares.append(Care(pupil, guardian, authority, Period(on)))

    def end_care(self, pupil: str, guardian: str, *, on: date) -> None:
        rows = people_reads.cares(board_id=self.board, pupil_ids=[self.ids[pupil]], guardian_ids=[self.ids[guardian]])
        people.end_care(board_id=self.board, care_ids=[r.id for r in rows], on=on, by=None, at=self.at, why="court")
        for care in self.world.cares:
            if (care.pupil, care.guardian) == (pupil, guardian):
                care.period = ended(care.period, on)

    def end_duty(self, who: str, *, on: date) -> None:
        """A teacher no longer works here."""
        people.end_appointments(board_id=self.board, person_id=self.ids[who], on=on, at=self.at)
        for work in self.world.works:
            if work.person == who:
                work.period = ended(work.period, on)

    def begin_duty(self, who: str, group: str) -> None:
        """A teacher works here, with this group, from today."""
        people.appoint(board_id=self.board, person_id=self.ids[who], school_id=self.school.school, role=Role.TEACHER,
                       from_on=self.today, at=self.at, by=None)
        people.assign(board_id=self.board, rows=[(self.ids[who], self.groups[group])], from_on=self.today)
        self.world.works += [Work(who, "teacher", Period(self.today)), Work(who, "teacher", Period(self.today), group)]

    def protect(self, pupil: str, *, on: date) -> None:
        people.protect(board_id=self.board, pupil_ids=[self.ids[pupil]], from_on=on, by=None, at=self.at)
        self.world.protected.append((pupil, Period(on)))

    def end_protection(self, pupil: str, *, on: date) -> None:
        people.end_protection(board_id=self.board, pupil_id=self.ids[pupil], on=on)
        self.world.protected = [(p, Period(period.start, on) if p == pupil and period.end is None else period)
                                for p, period in self.world.protected]

    # ── consent ─────────────────────────────────────────────────────────────────────────

    def answer(self, who: str, pupil: str, channel: Channel, said: str) -> None:
        """Somebody answers; only a guardian with authority, and from sixteen only the pupil, is heard. Ilse, who is nearly
        sixteen, may answer ahead."""
        decides = set() if self.view.decides_alone(pupil) else self.view.with_authority(pupil)
        decides |= {"ilse"} & {pupil}
        said_to = World()
        refused = self.refused(lambda: self.school.say(said_to, who, pupil, {channel: said}, self.at))
        assert refused is (who not in decides), (who, pupil, decides)
        self.world.said += said_to.said

    def child_says_no(self, pupil: str, picture: Picture | None) -> None:
        """A child says no, to everything or to one picture, to a teacher who works with it."""
        subject = picture.asset if picture else None
        teachers = [w for w in ("sanne", "joris") if any(
            self.view.works_with(w, g) and pupil in self.view.pupils(g) for g in self.groups)]
        if teachers and not any(n.pupil == pupil and n.picture == self.key(subject) and n.end is None for n in self.world.own_noes):
            object_(actor=self.actor(teachers[0]), pupil_id=self.ids[pupil], key=uuid4(), at=self.at, subject_id=subject)
            self.world.own_noes.append(OwnNo(pupil, self.at, self.key(subject)))

    def child_takes_no_back(self, no: OwnNo) -> None:
        """A child takes its own no back, itself."""
        row = Objection.objects.get(board_id=self.board, pupil_id=self.ids[no.pupil], ended_at=None,
                                    subject_id=UUID(no.picture) if no.picture else None)
        lift_objection(actor=self.actor(no.pupil), objection_id=row.id, key=uuid4(), at=self.at)
        no.end = self.at

    def key(self, asset: UUID | None) -> str | None:
        return str(asset) if asset else None

    def policy(self, channel: Channel, value: str) -> None:
        """The council lets one yes be enough on a channel, or no longer."""
        known = PolicyValue.objects.filter(board_id=self.board, name=policy_name(channel)).count()
        PolicyValue.objects.create(board_id=self.board, school_id=self.school.school, adoption_id=self.school.adoption,
                                   name=policy_name(channel), value=value, norm="PL-08", version=known + 1, from_on=self.today)
        (self.world.one_is_enough.add if value == "one" else self.world.one_is_enough.discard)(channel.value)

    # ── pictures ────────────────────────────────────────────────────────────────────────

    def write(self, who: str, group: str | None, children: list[str]) -> None:
        """A member of staff begins a message with one picture; these children are in it."""
        may = self.view.may_place(who, group)
        found: list[UUID] = []
        refused = self.refused(lambda: found.append(drafts.start(
            actor=self.actor(who), group_id=self.groups[group] if group else None, key=uuid4(), at=self.at)))
        assert refused is not may, (who, group)
        if refused:
            return
        picture = self.photograph(who, group, [c for c in children if c in self.view.pupils(None)])
        DraftPhoto.objects.create(board_id=self.board, draft_id=found[0], asset_id=picture.asset, place=0)
        self.writing.append(Writing(found[0], who, group, picture, self.today))

    def photograph(self, who: str, group: str | None, children: list[str]) -> Picture:
        """The rows of a picture that the worker opened, with a face for each child."""
        asset = Asset.objects.create(
            board_id=self.board, school_id=self.school.school, group_id=self.groups[group] if group else None,
            by=self.ids[who], at=self.at, origin="school_device", state="ready", processed_at=self.at)
        faces = [Face.objects.create(board_id=self.board, asset_id=asset.id, x=0.1 * n, y=0.2, width=0.08, height=0.1,
                                     source="found").id for n, _ in enumerate(children)]
        version = Version.objects.create(board_id=self.board, asset_id=asset.id, number=1, kind="original", key_id=uuid7(),
                                         width=40, height=30, wanted_at=self.at)
        self.make(version)
        return Picture(asset.id, dict(zip(children, faces, strict=True)))

    def make(self, version: Version) -> None:
        """What the worker writes of a version that it made, without the bytes."""
        def file() -> UUID:
            return StoredFile.objects.create(board_id=self.board, key_id=version.key_id, sealed_key=b"x", name=uuid4().hex,
                                             size=1, at=self.at).id

        Rendition.objects.create(board_id=self.board, version_id=version.id, size=Size.SCREEN, file_id=file(),
                                 content_type="image/jpeg", width=4, height=3, bytes=1)
        Version.objects.filter(board_id=self.board, id=version.id).update(made_at=self.at, master_id=file())

    def look(self, one: Writing) -> None:
        """The sender answers truly, and taps every child in view of whom that asks; who may not be shown is covered."""
        one.asked = self.named(one)
        outside = {p for p in one.picture.faces if p not in self.view.pupils(one.group)}
        restricted = {p for p in one.picture.faces if not self.standing(p, one.group, one.picture).is_yes}
        for pupil in sorted(outside | restricted):
            self.tap(one, pupil, covered=pupil in restricted)
        one.answer = "yes" if outside | (one.asked & set(one.picture.faces)) else "no"
        drafts.answer(actor=self.actor(one.who), draft_id=one.draft, answer=Answered(one.answer), at=self.at,
                      asked=[self.ids[p] for p in one.asked])

    def named(self, one: Writing) -> set[str]:
        """Whom the product names in its question; held against the oracle's."""
        facts = compose.decide(actor=self.actor(one.who), draft=self.draft(one), at=self.at).pictures
        named = {self.school.names[UUID(p)] for p in facts.restricted}
        wanted = self.view.restricted(one.group, TOGETHER, channel_of(one.group).value, one.since)
        assert named == wanted, (named, wanted, one.group)
        return named

    def draft(self, one: Writing):
        return drafts.mine(actor=self.actor(one.who), draft_id=one.draft)

    def tap(self, one: Writing, pupil: str, *, covered: bool) -> None:
        """Say who a face is. Who left the school since has no name to tap: that face is covered as somebody from outside.

        Whatever is said of a face anew, it is no more for its family unless that is said again.
        """
        one.marked.discard(pupil)
        if pupil not in self.view.pupils(None):
            covering.cover_face(actor=self.actor(one.who), asset_id=one.picture.asset, face_id=one.picture.faces[pupil], at=self.at)
            one.seen.pop(pupil, None)
            one.seen[SOMEBODY] = True
            return
        act = covering.cover_face if covered else covering.point_out
        act(actor=self.actor(one.who), asset_id=one.picture.asset, face_id=one.picture.faces[pupil],
            pupil_id=self.ids[pupil], at=self.at)
        one.seen[pupil] = covered

    def standing(self, pupil: str, group: str | None, picture: Picture) -> oracle.Standing:
        return self.view.standing(pupil, TOGETHER, channel_of(group).value, self.key(picture.asset))

    def send(self, one: Writing) -> None:
        """Place the message, or be stopped, as the oracle says."""
        may = self.view.may_place(one.who, one.group)
        wanted = self.view.pictures_may_go(group=one.group, asked=one.asked, answer=one.answer, seen=one.seen,
                                           picture=self.key(one.picture.asset), since=one.since, marked=one.marked)
        try:
            placed = placing.place(actor=self.actor(one.who), draft_id=one.draft, key=uuid4(), at=self.at)
        except Refused as refused:
            outcome = {Outcome.ASK: "ask", Outcome.REFUSE: "no"}[refused.verdict.outcome]
            assert outcome == (wanted if may else "no"), (refused.verdict, wanted, may)
            self.counted[f"placing {outcome}"] += 1
            return
        assert may and wanted == "yes", (wanted, one)
        self.counted["placed"] += 1
        self.writing.remove(one)
        self.stands(one, placed.post_id, placed.release_at)

    def stands(self, one: Writing, post: UUID, release: datetime) -> None:
        row = Publication.objects.get(board_id=self.board, post_id=post)
        picture = one.picture
        picture.publication, picture.post, picture.by = row.id, post, one.who
        absent = self.view.restricted(one.group, TOGETHER, channel_of(one.group).value, one.since)
        picture.placed = Placing(
            str(picture.asset), one.group, one.who, release, members=frozenset(self.view.may_be_in(one.group, one.since)),
            shown={p for p, covered in one.seen.items() if not covered}, marked=set(one.marked),
            cleared=dict.fromkeys(absent, oracle.ABSENT) | {p: oracle.COVERED for p, covered in one.seen.items() if covered})
        picture.placed.made = self.view.for_each_family(picture.placed)
        self.pictures.append(picture)

    def recall(self, picture: Picture, who: str) -> None:
        """Take a message back: its sender or the director."""
        refused = self.refused(lambda: placing.recall(actor=self.actor(who), post_id=picture.post, at=self.at))
        assert refused is (who not in (picture.by, "wim")), who
        if not refused and picture.placed.ended is None:
            picture.placed.ended = self.at

    def work(self) -> None:
        """The worker's minute: who was shown and has no yes now is covered or goes, and all that is wanted is made."""
        for picture in self.live():
            self.cover_in(picture, {p for p in picture.placed.shown - picture.placed.cleared.keys()
                                    if not self.standing(p, picture.placed.group, picture).is_yes})
        checking.recover_after_withdrawal(board_id=self.board, at=self.at)
        self.end_stale()
        self.make_wanted()
        erasing.settle(board_id=self.board, at=self.at)
        assert not self.being_made(), "after its minute everything that stands is made"
        assert not self.kept_for_nobody(), "and what nobody may see any more is erased"

    def make_wanted(self) -> None:
        """The jobs of the worker: versions that are wanted are made, from a version that has no more covered than they."""
        versions = list(Version.objects.filter(board_id=self.board, erased_at=None).order_by("number"))
        for wanted in (v for v in versions if v.made_at is None):
            if any(v.asset_id == wanted.asset_id and v.made_at and set(v.covers) <= set(wanted.covers) for v in versions):
                self.make(wanted)

    def being_made(self) -> set[UUID]:
        """The placings whose pixels the worker has not made yet: nobody is shown those, which is no matter of the norms."""
        unmade = Version.objects.filter(board_id=self.board, made_at=None).values_list("id", flat=True)
        rows = Publication.objects.filter(board_id=self.board, version_id__in=list(unmade), ended_at=None)
        return set(rows.values_list("id", flat=True))

    def cover_in(self, picture: Picture, pupils: set[str]) -> None:
        """In the oracle's world: covered from now on; a picture of one child alone goes (PL-10)."""
        if pupils and len(picture.faces) == 1:
            picture.placed.ended = self.at
        elif pupils:
            self.are_covered(picture, pupils)

    def live(self) -> list[Picture]:
        return [p for p in self.pictures if p.placed.ended is None]

    def cover_one_more(self, picture: Picture, pupil: str) -> None:
        """Somebody who works with the group covers a child in a picture that was placed, asked or not, perhaps for the second
        time."""
        covering.cover_face(actor=self.actor(picture.by), asset_id=picture.asset, face_id=picture.faces[pupil],
                            pupil_id=self.ids[pupil], at=self.at)
        self.are_covered(picture, {pupil})

    def try_to_show_again(self, picture: Picture, pupil: str) -> None:
        """Nobody takes a cover off in a picture that was placed."""
        assert self.refused(lambda: covering.uncover(actor=self.actor(picture.by), asset_id=picture.asset, at=self.at,
                                                     face_id=picture.faces[pupil]))

    def look_again(self, who: str) -> None:
        """Somebody looks through what is being checked, truly: covers the children who are in it, clears the others."""
        for one in looking.withheld(actor=self.actor(who), at=self.at):
            picture = next(p for p in self.pictures if p.publication == one.publication_id)
            waiting = {self.school.names[p] for p in one.pupil_ids}
            assert waiting == self.view.unaccounted(picture.placed) - picture.placed.shown, (waiting, picture.placed)
            if waiting & picture.faces.keys() - self.view.pupils(None):
                checking.leave_out(actor=self.actor(who), publication_id=one.publication_id, at=self.at)
                picture.placed.ended = self.at
                continue
            for pupil in sorted(waiting & picture.faces.keys()):
                checking.cover_child(actor=self.actor(who), asset_id=picture.asset, face_id=picture.faces[pupil],
                                     pupil_id=self.ids[pupil], at=self.at)
                self.cover_in(picture, {pupil})
            absent = waiting - picture.faces.keys()
            if absent and picture.placed.ended is None:
                checking.clear(actor=self.actor(who), publication_ids=[one.publication_id], at=self.at,
                               asked=[self.ids[p] for p in absent])
                picture.placed.cleared |= dict.fromkeys(absent, oracle.ABSENT)

    # ── what everybody sees ─────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Hold every (viewer, picture) against the oracle, and what is served against what is true of the pixels."""
        being_made, pixels = self.being_made(), self.pixels()
        self.counted["checks"] += 1
        for number, who in enumerate((*GUARDIANS, *STAFF), start=self.counted["checks"]):
            wanted = {p.publication: self.wanted(p, who, being_made) for p in self.pictures}
            own = {p.publication: self.check_served(p, who, wanted[p.publication], pixels) for p in self.pictures}
            # Each picture is asked for by everybody each time; the feed says the same of it, to every second reader in turn.
            if number % 2:
                self.check_feed(who, wanted, own)

    def check_served(self, picture: Picture, who: str, state: str, pixels: Pixels) -> bool:
        """What somebody is served of a picture; returns whether own children are open in it whom others do not see."""
        def told() -> tuple:
            return who, state, self.told(picture.publication)

        faces = self.served(picture, who, pixels)
        leaks = self.leaks(picture, who, faces or set())
        assert not leaks, f"LEAK of {leaks} to {told()}"
        assert (faces is not None) is (state == "shown"), told()
        self.counted["served" if faces is not None else "ended" if picture.placed.ended else "withheld"] += 1
        return faces is not None and self.check_own(picture, who, faces, pixels)

    def wanted(self, picture: Picture, who: str, being_made: set[UUID]) -> str:
        state = self.view.state(picture.placed, person=who, cap=self.cap(who))
        return "checking" if state == "shown" and picture.publication in being_made else state

    def cap(self, who: str) -> str:
        return STAFF[who][0].value if who in STAFF else "guardian"

    def check_feed(self, who: str, wanted: dict[UUID, str], own: dict[UUID, bool]) -> None:
        rows = feed.feed(actor=self.actor(who), at=self.at).rows
        found = {photo.id: ("shown", photo.own) if photo.shown else ("checking", False) for row in rows for photo in row.photos}
        told = {self.told(p) for p, one in found.items() if (wanted.get(p), own.get(p)) != one}
        assert found == {p: (state, own[p]) for p, state in wanted.items() if state != "nothing"}, (who, self.at, told)

    def told(self, publication: UUID) -> str:
        picture = next(p for p in self.pictures if p.publication == publication)
        return f"{self.at}: {picture.faces.keys()} in {picture.placed}, unaccounted {self.view.unaccounted(picture.placed)}"

    def pass_time(self, by: timedelta) -> None:
        self.at += by


def ended(period: Period, on: date) -> Period:
    """An end comes nearer, and is never pushed back: who leaves today does not stay until tomorrow because that was said before."""
    return Period(period.start, on) if period.end is None or period.end > on else period


def channel_of(group: str | None) -> Channel:
    return Channel.CLOSED_GROUP if group else Channel.CLOSED_SCHOOL
