"""Imports on real PostgreSQL, as the app role: what is kept, what is written, who decided, and what never happens."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kring.domains.people import queries as people
from kring.domains.people.models import Guardianship
from kring.domains.people.terms import Role
from kring.domains.roster import holdings
from kring.domains.roster.actions import applying, command, reading, settling
from kring.domains.roster.actions.reading import NoSuchImport, NothingToRead, Upload
from kring.domains.roster.models import Ending, Import, Settlement
from kring.domains.roster.queries import imports
from kring.domains.roster.queries.as_is import persons_by_key
from kring.domains.roster.terms.kinds import DoubtKind, PersonKind, State
from kring.domains.roster.tests import files
from kring.domains.roster.tests.pure import LINDEBOOM, after
from kring.domains.roster.tests.school import AUGUST, NOVEMBER, SEPTEMBER, first, last, later
from kring.domains.school import queries as schools
from kring.ground import capabilities, clock
from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.problems import Unreadable
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.models.live import AuthorityEpoch
from kring.ground.sealing import Ring
from kring.norms import Refused

pytestmark = pytest.mark.django_db
PEOPLE = ("person", "enrolment", "guardianship", "protection", "appointment", "groupduty")


def counted() -> dict[str, int]:
    """How many rows there are of everything that says who may see what."""
    found = {}
    with connection.cursor() as cursor:
        for table in PEOPLE:
            cursor.execute(f"SELECT count(*) FROM people_{table} WHERE board_id = kring.ctx_board()")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM school_group WHERE board_id = kring.ctx_board()")
        found["group"] = cursor.fetchone()[0]
    return found


def shape(as_is) -> dict:
    """What is known of a school without ids: to hold what was written against what was worked out in memory."""
    groups = {group.id: group.name for group in as_is.groups}
    pupils = {pupil.id: pupil for pupil in as_is.pupils}
    names = {one.id: one.name.full for one in as_is.guardians}
    return {
        "groups": Counter((group.key, group.name, group.composite, group.school_year) for group in as_is.groups),
        "pupils": Counter(
            (one.name, one.birth_on, frozenset(groups[g] for g in one.group_ids if g in groups), one.leaves_on, one.protected)
            for one in as_is.pupils
        ),
        "cares": Counter(
            (pupils[care.pupil_id].name.full, names[care.guardian_id], care.authority) for care in as_is.cares
        ),
        "guardians": Counter(
            (one.name, one.email, one.phone) for one in as_is.guardians if one.id in {c.guardian_id for c in as_is.cares}
        ),
        "staff": Counter(
            (one.name, one.email, one.appointed, frozenset(groups[g] for g in one.group_ids if g in groups))
            for one in as_is.staff if one.listed
        ),
    }  # fmt: skip


def known(school, at, keys=(), staff=()):
    from kring.domains.roster.queries.as_is import as_is

    return as_is(board_id=school.board_id, school_id=school.id, pupil_keys=keys, staff_keys=staff, on=clock.today(at),
                 ring=Ring(school.board_id))  # fmt: skip


def person(school, key: str, kind: PersonKind = PersonKind.PUPIL) -> UUID:
    return persons_by_key(board_id=school.board_id, school_id=school.id, kind=kind, keys=[key])[key]


def guardian(school, pupil_key: str, full: str) -> UUID:
    cares = people.cares(board_id=school.board_id, pupil_ids=[person(school, pupil_key)])
    names = people.names(
        board_id=school.board_id, person_ids=[c.guardian_id for c in cares], ring=Ring(school.board_id)
    )
    return next(one for one, name in names.items() if name.full == full)


class TestReading:
    @pytest.mark.norm("OC-06.a")
    def test_a_dry_run_changes_nobodys_access(self, school):
        before = counted()
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        assert counted() == before
        assert len(school.seen(import_id).changes) > 40

    @pytest.mark.norm("OC-06.a")
    def test_who_has_no_mandate_reads_nothing_in(self, school):
        with pytest.raises(Refused) as refused:
            school.upload(school.few("1-start"), by=school.teacher)
        assert refused.value.verdict.codes == ("people.not_mandated",)
        assert school.upload(school.few("1-start"), by=school.clerk)

    def test_the_file_of_another_school_is_refused_and_nothing_of_it_kept(self, school):
        with pytest.raises(Refused) as refused:
            school.upload(school.file("edexml/broken/lindeboom-other-school.xml"))
        assert refused.value.verdict.codes == ("roster.other_school",)
        assert (school.count(Import), school.count(StoredFile)) == (0, 0)

    def test_a_file_that_cannot_be_used_leaves_nothing(self, school):
        with pytest.raises(Unreadable):
            school.upload(school.file("edexml/broken/lindeboom-truncated.xml"))
        with pytest.raises(NothingToRead):
            school.upload(None)
        assert (school.count(Import), school.count(StoredFile)) == (0, 0)

    def test_a_double_tap_is_one_import(self, school):
        key = uuid7()
        send = {
            "actor": school.administrator,
            "school_id": school.id,
            "roster": school.few("1-start"),
            "guardians": None,
        }
        assert reading.upload(**send, key=key, at=SEPTEMBER) == reading.upload(**send, key=key, at=SEPTEMBER)
        assert school.count(Import) == 1

    def test_an_import_of_another_board_does_not_exist(self, school, shared_data):
        import_id = school.upload(school.few("1-start"))
        stranger = replace(school.administrator, school_id=uuid7())
        assert imports.find(actor=stranger, import_id=import_id) is None
        with pytest.raises(NoSuchImport):
            reading.discard(actor=stranger, import_id=import_id, at=SEPTEMBER)


class TestApplying:
    @pytest.mark.parametrize(
        "names", [("1-start",), ("1-start", "2-update"), ("1-start", "2-update", "3-new-schoolyear")]
    )
    def test_what_is_written_is_what_was_worked_out(self, school, names):
        """The acts against an oracle in memory, over one, two and three files."""
        days = {"1-start": SEPTEMBER, "2-update": NOVEMBER, "3-new-schoolyear": AUGUST}
        world, table = LINDEBOOM, guardians_csv.read(school.guardians.data)
        for name in names:
            at = days[name]
            school.take_in(school.edexml(name), school.guardians, at=at)
            world = replace(world, on=clock.today(at))
            found = files.settled(world, edexml.read(school.edexml(name).data), table)
            world = after(world, found, on=clock.today(at))
        assert shape(known(school, days[names[-1]])) == shape(world)

    def test_the_second_time_changes_nothing(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        before = counted()
        again = school.upload(school.few("1-start"), school.few_guardians)
        assert (school.seen(again).changes, school.seen(again).open_doubts) == ((), ())
        assert school.apply(again) == {}
        assert counted() == before

    @pytest.mark.norm("OC-06.b")
    def test_one_decision_covers_the_first_batch_and_names_who_took_it(self, school):
        import_id = school.take_in(school.few("1-start"), school.few_guardians)
        rows = Guardianship.objects.filter(board_id=school.board_id)
        assert rows.count() == len(guardians_csv.read(school.few_guardians.data).rows)
        assert {row.decided_by for row in rows} == {school.administrator.person_id}
        assert {row.source for row in rows} == {"administration, export of 2026-09-01"}
        ending = Ending.objects.get(board_id=school.board_id, import_id=import_id)
        assert (ending.state, ending.by, ending.at) == (State.APPLIED, school.administrator.person_id, SEPTEMBER)
        stan = guardian(school, "10002", "Stan Schmitz")
        assert people.children_of(board_id=school.board_id, guardian_id=stan, on=date(2026, 9, 1)) == [
            person(school, "10002")
        ]

    @pytest.mark.norm("OC-06.b", "OC-05.a")
    def test_later_a_named_person_decides_for_each_child(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        gains = school.table(lambda row: replace(row, authority=guardians_csv.Authority.YES) if row.line == 2 else row)
        import_id = school.upload(None, gains, at=NOVEMBER, by=school.clerk)
        (doubt,) = school.seen(import_id).open_doubts
        answer = {school.name_of(doubt): "yes"}
        with pytest.raises(Refused) as refused:
            settling.settle(actor=school.clerk, import_id=import_id, choices=answer, at=NOVEMBER)
        assert refused.value.verdict.codes == ("people.not_mandated",)
        settling.settle(actor=school.administrator, import_id=import_id, choices=answer, at=later(NOVEMBER, hours=1))
        school.apply(import_id, at=later(NOVEMBER, hours=2), by=school.clerk)
        mees, jesse = guardian(school, "10001", "Mees Hoek"), person(school, "10001")
        now = [
            c
            for c in people.cares(board_id=school.board_id, on=date(2026, 11, 3), pupil_ids=[jesse])
            if c.guardian_id == mees
        ]
        row = Guardianship.objects.get(board_id=school.board_id, id=now[0].id)
        assert (row.authority, row.decided_by, row.checked_on) == (
            True,
            school.administrator.person_id,
            date(2026, 11, 3),
        )
        settled = Settlement.objects.get(board_id=school.board_id, import_id=import_id)
        assert (settled.kind, settled.choice, settled.by) == (
            DoubtKind.AUTHORITY_GAINED,
            "yes",
            school.administrator.person_id,
        )

    @pytest.mark.norm("OC-05.a")
    def test_authority_that_ended_is_gone_when_it_is_applied(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        stan, fleur = guardian(school, "10002", "Stan Schmitz"), person(school, "10002")
        julian = guardian(school, "10002", "Julian van der Horst")
        expires = later(NOVEMBER, days=30)
        scope = {
            "board_id": school.board_id,
            "by": None,
            "at": SEPTEMBER,
            "expires_at": expires,
            "kind": capabilities.CALENDAR,
        }
        tokens = {
            one: capabilities.issue(**scope, scope=f"person:{one}", person_id=one).token for one in (stan, julian)
        }
        says_no = school.table(
            lambda row: (
                replace(row, authority=guardians_csv.Authority.NO)
                if row.first_name == "Stan" and row.pupil_key == "10002"
                else row
            )
        )
        school.take_in(None, says_no, at=NOVEMBER)
        check = {"board_id": school.board_id, "kind": capabilities.CALENDAR, "at": NOVEMBER}
        sees = {
            one: people.children_of(board_id=school.board_id, guardian_id=one, on=date(2026, 11, 3))
            for one in (stan, julian)
        }
        assert sees == {stan: [], julian: [fleur]}
        assert capabilities.check(**check, token=tokens[stan]) is None
        assert capabilities.check(**check, token=tokens[julian]) is not None
        assert AuthorityEpoch.objects.filter(board_id=school.board_id, person_id=stan).exists()
        assert not AuthorityEpoch.objects.filter(board_id=school.board_id, person_id=julian).exists()

    @pytest.mark.norm("BK-08.b")
    def test_access_ends_on_the_day_that_the_file_names(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        data = school.few("1-start").data.replace(
            b'<groep key="g12a"/>\n      <mutatiedatum',
            b'<groep key="g12a"/>\n      <uitstroomdatum>2026-11-20</uitstroomdatum>\n      <mutatiedatum',
            2,
        )
        school.take_in(Upload("x.xml", data), school.few_guardians, at=NOVEMBER)
        fleur, stan = person(school, "10002"), guardian(school, "10002", "Stan Schmitz")
        for day, sees in ((date(2026, 11, 19), [fleur]), (date(2026, 11, 20), [])):
            assert people.children_of(board_id=school.board_id, guardian_id=stan, on=day) == sees
            enrolled = people.enrolments(board_id=school.board_id, on=day, pupil_ids=[fleur])
            assert bool(enrolled) is bool(sees)
        again = school.upload(Upload("x.xml", data), school.few_guardians, at=NOVEMBER)
        assert school.seen(again).changes == ()

    @pytest.mark.norm("BK-08.b")
    @pytest.mark.parametrize("new", ["2026-12-18", "2026-11-10", "2026-11-03"])
    def test_a_day_of_leaving_that_changes_holds_as_it_is_now(self, school, new):
        def leaving(day: str) -> Upload:
            data, key = school.few("1-start").data, b'<leerling key="10002"'
            place = data.index(b"<mutatiedatum", data.index(key))
            return Upload("x.xml", data[:place] + f"<uitstroomdatum>{day}</uitstroomdatum>".encode() + data[place:])

        school.take_in(school.few("1-start"), school.few_guardians)
        school.take_in(leaving("2026-11-20"), school.few_guardians, at=later(NOVEMBER, days=-2))
        stan, fleur = guardian(school, "10002", "Stan Schmitz"), person(school, "10002")
        school.take_in(leaving(new), school.few_guardians, at=NOVEMBER, pick=first)
        day = date.fromisoformat(new)
        for on, sees in ((day - timedelta(days=1), [fleur]), (day, [])):
            assert people.children_of(board_id=school.board_id, guardian_id=stan, on=on) == sees
        again = school.upload(leaving(new), school.few_guardians, at=NOVEMBER)
        assert school.seen(again).changes == ()

    @pytest.mark.norm("BK-08.b")
    def test_staff_who_is_not_listed_any_more_has_no_appointment(self, school):
        school.take_in(school.few("1-start"))
        joep = person(school, "LK103", PersonKind.STAFF)
        assert people.roles(board_id=school.board_id, person_id=joep, on=date(2026, 11, 3)) == [
            (Role.TEACHER, school.id)
        ]
        data = school.few("1-start").data.decode()
        begin, end = data.index('<leerkracht key="LK103"'), data.index('<leerkracht key="LK104"')
        school.take_in(Upload("x.xml", (data[:begin] + data[end:]).encode()), at=NOVEMBER)
        assert people.roles(board_id=school.board_id, person_id=joep, on=date(2026, 11, 3)) == []
        assert people.groups_of_staff(board_id=school.board_id, person_id=joep, on=date(2026, 11, 3)) == []

    def test_what_the_file_calls_staff_gives_no_appointment(self, school):
        school.take_in(school.few("1-start"))
        for key, roles in (("LK111", []), ("LK115", []), ("LK116", []), ("LK100", [(Role.TEACHER, school.id)])):
            one = person(school, key, PersonKind.STAFF)
            assert people.roles(board_id=school.board_id, person_id=one, on=date(2026, 9, 1)) == roles

    def test_who_was_appointed_by_hand_is_the_one_in_the_file(self, school):
        data = school.few("1-start").data.replace(b"lk111@school.example", b"sanne@school.example")
        data = data.replace(b"<achternaam>Jong</achternaam>\n      <voorvoegsel>de</voorvoegsel>\n      <roepnaam>Lara",
                            b"<achternaam>Bergsma</achternaam>\n      <roepnaam>Sanne")  # fmt: skip
        school.take_in(Upload("x.xml", data))
        assert person(school, "LK111", PersonKind.STAFF) == school.teacher.person_id

    def test_last_years_groups_keep_their_audience(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        old = {group.roster_key: group for group in schools.groups(board_id=school.board_id, school_id=school.id)}
        then = {
            e.pupil_id
            for e in people.enrolments(board_id=school.board_id, on=date(2026, 11, 3), group_ids=[old["g4"].id])
        }
        school.take_in(school.few("3-new-schoolyear"), school.few_guardians, at=AUGUST)
        everything = schools.groups(board_id=school.board_id, school_id=school.id, with_archived=True)
        four = [group for group in everything if group.name == "Groep 4"]
        assert sorted(group.archived for group in four) == [False, True]
        assert next(group for group in four if group.archived).id == old["g4"].id
        assert {
            e.pupil_id
            for e in people.enrolments(board_id=school.board_id, on=date(2026, 11, 3), group_ids=[old["g4"].id])
        } == then
        assert people.enrolments(board_id=school.board_id, on=date(2027, 8, 24), group_ids=[old["g4"].id]) == []

    def test_a_pupil_without_a_group_is_known_the_next_time(self, school):
        example = school.file("edexml/EDEXML.Voorbeeld.2.1.xml")
        data = example.data.replace(b"99ZZ", b"99XA")
        school.take_in(Upload("x.xml", data))
        again = school.upload(Upload("x.xml", data))
        assert (school.seen(again).changes, school.seen(again).open_doubts) == ((), ())
        keys = persons_by_key(
            board_id=school.board_id, school_id=school.id, kind=PersonKind.PUPIL, keys=["00001", "00002", "12345"]
        )
        assert set(keys) == {"00001", "00002"}, "who left before is not made active"


class TestNotApplying:
    def test_an_open_doubt_stops_it_and_its_twin_goes_on(self, school):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        before = counted()
        with pytest.raises(Refused) as refused:
            school.apply(import_id)
        assert refused.value.verdict.codes == ("roster.open_doubts",)
        assert counted() == before
        school.settle(import_id, last)
        assert school.apply(import_id)["pupil_comes"] == 15

    def test_what_was_not_seen_is_not_applied(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        waiting = school.upload(school.few("2-update"), school.few_guardians, at=NOVEMBER)
        seen = school.digest(waiting)
        quick = school.table(lambda row: replace(row, authority=guardians_csv.Authority.NO) if row.line == 5 else row)
        school.take_in(None, quick, at=NOVEMBER)
        act = {"actor": school.administrator, "import_id": waiting, "at": NOVEMBER}
        with pytest.raises(Refused) as refused:
            applying.apply(**act, seen=seen, key=uuid7())
        assert "roster.changed" in refused.value.verdict.codes or "roster.open_doubts" in refused.value.verdict.codes
        reading.look_again(**act)
        school.settle(waiting, last, at=NOVEMBER)
        assert applying.apply(**act, seen=school.digest(waiting), key=uuid7())["pupil_leaves"] == 2

    def test_what_was_seen_today_may_be_applied_tomorrow(self, school):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        school.settle(import_id, last)
        assert school.apply(import_id, at=later(SEPTEMBER, days=1))["pupil_comes"] == 15

    def test_a_second_tap_gives_the_first_answer_and_a_second_time_is_refused(self, school):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        school.settle(import_id, last)
        key, before = uuid7(), school.digest(import_id)
        act = {"actor": school.administrator, "import_id": import_id, "seen": before, "at": SEPTEMBER}
        counts = applying.apply(**act, key=key)
        written = counted()
        assert applying.apply(**act, key=key) == counts
        with pytest.raises(Refused) as refused:
            applying.apply(**act, key=uuid7())
        assert refused.value.verdict.codes == ("roster.not_waiting",)
        assert counted() == written

    def test_an_older_export_is_refused(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        waiting = school.upload(school.few("1-start"), at=NOVEMBER)
        school.take_in(school.few("2-update"), at=NOVEMBER)
        with pytest.raises(Refused) as refused:
            school.upload(school.few("1-start"), at=NOVEMBER)
        assert refused.value.verdict.codes == ("roster.older",)
        with pytest.raises(Refused) as refused:
            school.apply(waiting, at=NOVEMBER)
        assert "roster.older" in refused.value.verdict.codes

    def test_a_crash_half_way_leaves_nothing(self, school, monkeypatch):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        school.settle(import_id, last)
        before = counted()

        class Crash(Exception):
            pass

        def crash(name):
            if name == "roster.before_ending":
                raise Crash

        monkeypatch.setattr(applying.buggify, "point", crash)
        with pytest.raises(Crash):
            school.apply(import_id)
        assert counted() == before
        monkeypatch.undo()
        assert school.apply(import_id)["pupil_comes"] == 15

    def test_put_away_is_erased_at_once(self, school):
        import_id = school.upload(school.few("1-start"), school.few_guardians)
        reading.discard(actor=school.administrator, import_id=import_id, at=SEPTEMBER)
        row = imports.find(actor=school.administrator, import_id=import_id)
        assert imports.snapshot(row=row, ring=Ring(school.board_id)) is None
        assert school.count(StoredFile) == 0
        with pytest.raises(Refused):
            school.apply(import_id)


class TestFromTheCommandLine:
    def test_showing_keeps_nothing_and_keeping_needs_a_mandate(self, school):
        scope = {"board_id": school.board_id, "school_id": school.id, "roster": school.few("1-start"),
                 "guardians": school.few_guardians, "at": SEPTEMBER}  # fmt: skip
        lines = command.show(**scope)
        assert any("Fleur Schmitz" in line for line in lines)
        assert (school.count(Import), school.count(StoredFile)) == (0, 0)
        with pytest.raises(Refused):
            command.keep_for(**scope, person_id=school.teacher.person_id)
        import_id = command.keep_for(**scope, person_id=school.administrator.person_id)
        school.settle(import_id, last)
        assert school.apply(import_id)["pupil_comes"] == 15


class TestDecisionsThatLast:
    def test_what_was_decided_for_good_is_not_asked_again_and_what_was_put_off_is(self, school):
        school.take_in(school.few("1-start"), school.few_guardians, pick=last)
        gains = school.table(lambda row: replace(row, authority=guardians_csv.Authority.YES) if row.line == 2 else row)
        school.take_in(school.few("2-update"), gains, at=NOVEMBER, pick=last)
        again = school.upload(school.few("2-update"), gains, at=NOVEMBER)
        assert [doubt.kind for doubt in school.seen(again).open_doubts] == [DoubtKind.AUTHORITY_GAINED]

    def test_one_answer_for_many_is_a_row_for_each(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        gains = school.table(lambda row: replace(row, authority=guardians_csv.Authority.YES))
        import_id = school.upload(None, gains, at=NOVEMBER)
        asked = len(school.seen(import_id).open_doubts)
        everywhere = (DoubtKind.AUTHORITY_GAINED.value, "yes")
        left = settling.settle(
            actor=school.administrator, import_id=import_id, choices={}, everywhere=everywhere, at=NOVEMBER
        )
        assert (asked, left, Settlement.objects.filter(board_id=school.board_id, import_id=import_id).count()) == (
            9,
            0,
            9,
        )

    def test_an_answer_that_was_not_offered_is_none(self, school):
        import_id = school.upload(school.few("1-start"))
        doubt = school.seen(import_id).open_doubts[0]
        answer = {school.name_of(doubt): "director", "d-unknown": "yes"}
        assert settling.settle(actor=school.administrator, import_id=import_id, choices=answer, at=SEPTEMBER) == 2
        assert school.count(Settlement) == 0


class TestWhatIsKept:
    def dump(self, alias: str, board: UUID) -> str:
        """Every value of every table that this role can read, of this board and of none, as text."""
        with connections[alias].cursor() as cursor:
            cursor.execute("""SELECT t.tablename, EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.column_name = 'board_id'
                              AND c.table_name = t.tablename) FROM pg_tables t WHERE t.schemaname = 'public'""")
            parts = []
            for table, of_board in cursor.fetchall():
                cursor.execute(
                    f'SELECT * FROM "{table}"' + (" WHERE board_id = %s" if of_board else ""), [board] * of_board
                )
                for row in cursor.fetchall():
                    parts += [bytes(v).decode("latin-1") if isinstance(v, (bytes, memoryview)) else str(v) for v in row]
        return "\n".join(parts)

    def test_a_bsn_is_in_no_table_no_file_no_log_and_no_page(self, school, data_root, caplog):
        sent = school.file("edexml/broken/lindeboom-with-bsn.xml")
        csv = school.table(lambda row: row if row.pupil_key < "10013" else None)
        rows = csv.data.decode("utf-8-sig").splitlines()
        table = "\r\n".join([rows[0] + ";bsn", *(row + ";123456782" for row in rows[1:])])
        import_id = school.upload(sent, Upload("123456782.csv".replace("123456782", "ouders"), table.encode()))
        school.settle(import_id, last)
        school.apply(import_id)
        row = imports.find(actor=school.administrator, import_id=import_id)
        ring = Ring(school.board_id)
        roster, guardians = imports.contents(row=row, ring=ring)
        kept = [
            self.dump("default", school.board_id),
            self.dump("keys", school.board_id),
            repr(roster),
            repr(guardians),
            caplog.text,
        ]
        kept.append(ring.open(row.difference, place=("roster_import", "difference", row.id)))
        kept += [path.read_bytes().decode("latin-1") for path in data_root.rglob("*") if path.is_file()]
        numbers = ("123456782", "111222333", "999999990", "012345672", "123456789")
        assert any(number.encode() in sent.data for number in numbers)
        assert not [number for number in numbers for text in kept if number in text]
        assert school.seen(import_id).dropped["bsn"] == 12 + len(rows) - 1

    def test_no_name_and_no_number_stands_clear(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        found = self.dump("default", school.board_id)
        for word in ("Schmitz", "Stan", "stan.110@ouders.example", "+31612345678", "2021-10-04"):
            assert word not in found
        assert "\n10002\n" not in f"\n{found}\n"

    @pytest.mark.norm("BK-09.b")
    def test_contents_go_after_their_term_and_decisions_after_theirs(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        scope = {"board_id": school.board_id, "at": AUGUST}
        assert holdings.erase_contents(**scope, before=SEPTEMBER) == 0
        assert holdings.erase_contents(**scope, before=later(SEPTEMBER, seconds=1)) == 1
        assert holdings.erase_contents(**scope, before=later(SEPTEMBER, seconds=1)) == 0
        assert school.count(StoredFile) == 0
        assert school.count(Settlement) == 2
        assert holdings.erase_decisions(**scope, before=later(SEPTEMBER, days=1)) == 3
        assert (school.count(Import), school.count(Ending)) == (0, 0)

    def test_who_left_is_not_listed_for_ever(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        school.take_in(school.few("2-update"), school.few_guardians, at=NOVEMBER)
        tom = person(school, "10057")
        (held,) = [one for one in holdings.HOLDINGS if one.table == "roster_listing"]
        assert [row["to_on"] for row in held.export(board_id=school.board_id, person_id=tom)] == [date(2026, 11, 3)]
        assert held.erase(board_id=school.board_id, before=later(NOVEMBER, days=2), at=AUGUST) == 2
        assert held.export(board_id=school.board_id, person_id=tom) == []


class TestHowMuchWork:
    def statements(self, school, roster, guardians) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as dry:
            import_id = school.upload(roster, guardians)
        school.settle(import_id, last)
        with CaptureQueriesContext(connection) as applied:
            school.apply(import_id)
        return len(dry), len(applied)

    def test_a_large_school_takes_as_many_statements_as_a_small_one(self, school, shared_data):
        small = self.statements(school, school.few("1-start"), school.few_guardians)
        from kring.domains.roster.tests.school import School

        large = self.statements(School(shared_data), school.edexml("1-start"), school.guardians)
        assert large[0] <= small[0]
        assert large[1] <= small[1] + 2, "a first import writes in batches"

    def test_four_hundred_leavers_and_movers_are_batches_too(self, school):
        school.take_in(school.edexml("1-start"), school.guardians)
        import_id = school.upload(school.edexml("3-new-schoolyear"), school.guardians, at=AUGUST)
        school.settle(import_id, first, at=AUGUST)
        with CaptureQueriesContext(connection) as applied:
            counts = school.apply(import_id, at=AUGUST)
        assert counts["pupil_advances"] == 167
        losing = len({access.guardian for access in school.seen(import_id).loses})
        assert len(applied) <= 70 + 3 * losing


def test_the_days_of_these_files_are_as_the_tests_say():
    assert timedelta(days=63) == NOVEMBER - SEPTEMBER
