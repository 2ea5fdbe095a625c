"""What two real files of one school change, and what each small difference in them means."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.domains.people.terms import Role
from kring.domains.roster.terms.acts import ListStaff
from kring.domains.roster.terms.changes import Access
from kring.domains.roster.terms.kinds import ChangeKind, DoubtKind
from kring.domains.roster.tests import files
from kring.domains.roster.tests.files import AUGUST, NOVEMBER, compare, settled
from kring.domains.roster.tests.pure import LINDEBOOM, after
from kring.ground.formats.guardians_csv import Authority


@pytest.fixture(scope="module")
def school(shared_data):
    return files.begun(shared_data)


def about(difference, *kinds):
    return sorted(change.about for change in difference.changes if change.kind in kinds)


def asked(difference, *kinds):
    return [doubt for doubt in difference.open_doubts if not kinds or doubt.kind in kinds]


class TestTheFilesOfTheCollection:
    def test_the_update_changes_exactly_what_it_is_expected_to(self, school, shared_data):
        expected = json.loads((shared_data / "edexml/generated/lindeboom-2-update.expected.json").read_text())
        update = files.roster(shared_data, "2-update")
        found = school.compare(update)
        named = {one.key: one for one in (*school.start.pupils, *update.pupils)}
        groups = {one.key: one.name for one in school.start.groups}
        left = {change.about: change for change in found.changes if change.kind is ChangeKind.PUPIL_LEAVES}
        assert {
            "pupils_start": len(school.start.pupils),
            "pupils_update": found.counts["pupils"],
            "moved_group": about(found, ChangeKind.PUPIL_MOVES),
            "missing_from_file": sorted(key for key in left if key not in {one.key for one in update.pupils}),
            "uitstroomdatum_set": sorted(key for key in left if key in {one.key for one in update.pupils}),
            "roepnaam_changed": {
                key: [next(p for p in school.start.pupils if p.key == key).first_name, named[key].first_name]
                for key in about(found, ChangeKind.PUPIL_RENAMED)
            },
            "new": about(found, ChangeKind.PUPIL_COMES),
            "group_renamed": {
                change.about: [groups[change.about], change.act.name]
                for change in found.changes
                if change.kind is ChangeKind.GROUP_RENAMED
            },
        } == expected
        assert len(found.changes) == 6 + 4 + 1 + 1 + 1 + 1
        assert found.open_doubts == ()

    def test_the_same_files_again_change_nothing(self, school, shared_data):
        again = school.compare()
        assert (again.changes, again.open_doubts) == ((), ())
        update = files.roster(shared_data, "2-update")
        updated = after(school.as_is, school.compare(update), on=NOVEMBER)
        kept = {doubt.code: doubt.chosen for doubt in school.compare(update).doubts}
        again = compare(updated, update, school.rows, kept)
        assert (again.changes, again.open_doubts) == ((), ())

    def test_a_new_school_year_archives_and_renames_nothing(self, school, shared_data):
        summer = replace(school.as_is, on=AUGUST)
        found = settled(summer, files.roster(shared_data, "3-new-schoolyear"), school.rows)
        kinds = Counter(change.kind for change in found.changes)
        assert found.is_new_year
        assert kinds[ChangeKind.GROUP_ARCHIVED] == 10
        assert kinds[ChangeKind.GROUP_NEW] == 6
        assert kinds[ChangeKind.GROUP_RENAMED] == 0
        assert kinds[ChangeKind.PUPIL_MOVES] == 0
        assert kinds[ChangeKind.PUPIL_ADVANCES] + kinds[ChangeKind.PUPIL_COMES] == 167
        new_four = next(change for change in found.changes if change.about == "n4")
        assert (new_four.kind, new_four.who) == (ChangeKind.GROUP_NEW, "Groep 4")
        leavers = {change.who for change in found.changes if change.kind is ChangeKind.PUPIL_LEAVES}
        assert {access.pupil for access in found.loses} <= leavers
        next_time = after(summer, found, on=AUGUST)
        kept = {doubt.code: doubt.chosen for doubt in found.doubts}
        assert compare(next_time, files.roster(shared_data, "3-new-schoolyear"), school.rows, kept).changes == ()

    def test_the_year_to_come_begins_on_its_first_day(self, school, shared_data):
        june = replace(school.as_is, on=date(2027, 6, 20))
        found = settled(june, files.roster(shared_data, "3-new-schoolyear"), school.rows)
        days = {
            change.act.on
            for change in found.changes
            if change.kind in (ChangeKind.PUPIL_ADVANCES, ChangeKind.GROUP_ARCHIVED)
        }
        assert days == {date(2027, 8, 1)}

    def test_the_first_import_asks_once_and_gives_authority_only_where_the_table_says_ja(self, shared_data):
        rows = files.guardians(shared_data)
        first = compare(LINDEBOOM, files.roster(shared_data, "1-start"), rows)
        assert first.is_first
        assert first.batch == sum(row.authority is Authority.YES for row in rows.rows) == len(first.gains)
        assert {doubt.kind for doubt in first.open_doubts} == {DoubtKind.STAFF_GAINED}
        assert len(first.unreached) == 75
        assert about(first, ChangeKind.PROTECTED) == sorted(
            {row.pupil_key for row in rows.rows if row.protected_address}
        )

    def test_what_the_administration_calls_somebody_gives_no_right(self, shared_data):
        first = settled(LINDEBOOM, files.roster(shared_data, "1-start"))
        roles = {change.about: change.act.role for change in first.changes if isinstance(change.act, ListStaff)}
        parent_helper, trainee, director = "LK115", "LK116", "LK111"
        assert [roles[key] for key in (parent_helper, trainee, director)] == [None, None, None]
        assert {key for key, role in roles.items() if role} == {f"LK{number}" for number in range(100, 111)}

    def test_two_pupils_of_one_name_in_one_group_stay_two(self, shared_data):
        first = compare(LINDEBOOM, files.roster(shared_data, "1-start"))
        names = Counter(change.who for change in first.changes if change.kind is ChangeKind.PUPIL_COMES)
        assert max(names.values()) > 1
        assert sum(names.values()) == 187
        assert not asked(first, DoubtKind.DUPLICATE_PUPIL)


FLEUR = "10002"  # Fleur Schmitz; Stan Schmitz and Julian van der Horst have authority
STAN, JULIAN = (Access(guardian=name, pupil="Fleur Schmitz") for name in ("Stan Schmitz", "Julian van der Horst"))
JESSE = "10001"  # a protected address; three guardians without authority


class TestWhoLosesAndGains:
    @pytest.mark.norm("OC-05.a")
    def test_authority_that_ends_is_gone_at_once(self, school):
        found = school.compare(rows=files.with_row(school.rows, FLEUR, "Stan", authority=Authority.NO))
        assert found.loses == (STAN,)
        assert found.open_doubts == ()

    @pytest.mark.norm("OC-05.a", "OC-06.b")
    def test_authority_that_begins_waits_for_a_person(self, school):
        rows = files.with_row(school.rows, JESSE, "Mees", authority=Authority.YES)
        waiting = school.compare(rows=rows)
        (doubt,) = asked(waiting)
        assert (doubt.kind, waiting.gains, waiting.changes) == (DoubtKind.AUTHORITY_GAINED, (), ())
        gained = school.compare(rows=rows, choices={doubt.code: "yes"})
        assert gained.gains == (Access(guardian="Mees Hoek", pupil="Jesse Hoek"),)
        assert school.compare(rows=rows, choices={doubt.code: "later"}).changes == ()

    @pytest.mark.norm("OC-06.b")
    def test_a_guardian_who_is_new_waits_for_a_person_for_this_child(self, school):
        rows = files.plus_row(
            school.rows, FLEUR, first_name="Andrii", last_name="Kovalenko", email="andrii@ouders.example"
        )
        waiting = school.compare(rows=rows)
        (doubt,) = asked(waiting)
        assert (doubt.kind, doubt.who, waiting.changes) == (DoubtKind.AUTHORITY_GAINED, "Fleur Schmitz", ())
        assert school.compare(rows=rows, choices={doubt.code: "yes"}).gains == (
            Access(guardian="Andrii Kovalenko", pupil="Fleur Schmitz"),
        )

    def test_so_does_the_guardian_of_a_pupil_who_is_new(self, school):
        rows = files.plus_row(
            school.rows, FLEUR, pupil_key="19999", pupil_first_name="Julia", pupil_last_name="Nowak", first_name="Dorota",
            prefix="", last_name="Nowak", email="dorota@ouders.example",
        )  # fmt: skip
        found = school.compare(files.plus_pupil(school.start), rows)
        assert about(found, ChangeKind.PUPIL_COMES) == ["19999"]
        assert [doubt.kind for doubt in asked(found)] == [DoubtKind.AUTHORITY_GAINED]
        assert found.gains == ()

    def test_a_guardian_without_authority_comes_and_sees_nothing(self, school):
        rows = files.plus_row(school.rows, FLEUR, first_name="Oma", email=None, phone=None, authority=Authority.NO)
        found = school.compare(rows=rows)
        assert about(found, ChangeKind.GUARDIAN_COMES) == [FLEUR]
        assert (found.gains, found.loses, found.open_doubts) == ((), (), ())

    @pytest.mark.parametrize(("answer", "gains", "changes"), [("yes", 1, 1), ("no", 0, 1), ("later", 0, 0)])
    def test_nobody_knows_whether_a_new_guardian_has_authority(self, school, answer, gains, changes):
        rows = files.plus_row(
            school.rows, FLEUR, first_name="Oma", email="oma@ouders.example", authority=Authority.UNKNOWN
        )
        (doubt,) = asked(school.compare(rows=rows))
        assert doubt.kind is DoubtKind.AUTHORITY_UNKNOWN
        found = school.compare(rows=rows, choices={doubt.code: answer})
        assert (len(found.gains), len(found.changes)) == (gains, changes)

    def test_a_guardian_who_is_not_in_the_table_any_more_is_a_question(self, school):
        rows = files.without_rows(school.rows, lambda row: (row.pupil_key, row.first_name) == (FLEUR, "Stan"))
        waiting = school.compare(rows=rows)
        (doubt,) = asked(waiting)
        assert (doubt.kind, waiting.loses) == (DoubtKind.GUARDIAN_MISSING, ())
        assert school.compare(rows=rows, choices={doubt.code: "keep"}).loses == ()
        assert school.compare(rows=rows, choices={doubt.code: "stop"}).loses == (STAN,)

    def test_half_a_table_is_one_question_and_takes_nothing_away(self, school):
        rows = files.without_rows(school.rows, lambda row: row.pupil_key > "10060")
        waiting = school.compare(rows=rows)
        assert [doubt.kind for doubt in asked(waiting)] == [DoubtKind.GUARDIANS_MISSING]
        assert waiting.loses == ()

    def test_no_table_takes_nothing_away(self, school):
        found = compare(school.as_is, school.start, None, {"staff_gained:LK115:johannanijmeijer:sg-plus": "none",
                                                           "staff_gained:LK116:mariajanssen:g3": "none"})  # fmt: skip
        assert (found.changes, found.open_doubts) == ((), ())

    def test_a_table_alone_can_be_read_in_too(self, school):
        found = compare(school.as_is, None, files.with_row(school.rows, FLEUR, "Stan", authority=Authority.NO))
        assert found.loses == (STAN,)
        assert found.open_doubts == ()

    @pytest.mark.norm("BK-08.b")
    def test_who_leaves_is_seen_by_no_guardian_any_more(self, school):
        found = school.compare(files.without_pupils(school.start, FLEUR))
        assert set(found.loses) == {STAN, JULIAN}
        future = school.compare(files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 11, 20)))
        assert {change.act.on for change in future.changes} == {date(2026, 11, 20)}
        past = school.compare(files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 10, 30)))
        assert {change.act.on for change in past.changes} == {NOVEMBER}

    def test_another_address_is_no_other_guardian(self, school):
        found = school.compare(rows=files.with_row(school.rows, FLEUR, "Stan", email="stan@nieuw.example"))
        assert [change.kind for change in found.changes] == [ChangeKind.CONTACT_CHANGED]
        assert found.open_doubts == ()

    def test_an_address_that_is_empty_now_erases_none(self, school):
        assert school.compare(rows=files.with_row(school.rows, FLEUR, "Stan", email=None, phone=None)).changes == ()

    def test_a_protected_address_begins_at_once_and_ends_by_a_person(self, school):
        begins = school.compare(rows=files.with_row(school.rows, FLEUR, "Stan", protected_address=True))
        assert about(begins, ChangeKind.PROTECTED) == [FLEUR]
        rows = files.with_row(files.with_row(files.with_row(school.rows, JESSE, "Mees", protected_address=False), JESSE, "Hendrik",
                                             protected_address=False), JESSE, "Fien", protected_address=False)  # fmt: skip
        (doubt,) = asked(school.compare(rows=rows))
        assert doubt.kind is DoubtKind.PROTECTION_LIFTED
        assert about(school.compare(rows=rows, choices={doubt.code: "lift"}), ChangeKind.UNPROTECTED) == [JESSE]
        assert school.compare(rows=rows, choices={doubt.code: "keep"}).changes == ()


class TestWhoIsWho:
    def test_a_number_that_does_not_last_is_asked_about(self, school):
        old = next(pupil for pupil in school.start.pupils if pupil.key == "10012")
        new = files.with_pupil(school.start, "10012", key="#017")
        waiting = school.compare(new)
        (doubt,) = asked(waiting, DoubtKind.DUMMY_KEY)
        assert about(waiting, ChangeKind.PUPIL_LEAVES, ChangeKind.PUPIL_COMES) == []
        same = school.compare(new, choices={doubt.code: "same"})
        assert about(same, ChangeKind.KEY_CHANGED) == ["#017"]
        other = school.compare(new, choices={doubt.code: "other"})
        assert about(other, ChangeKind.PUPIL_COMES) == ["#017"]
        assert about(other, ChangeKind.PUPIL_LEAVES) == [old.key]
        later = school.compare(new, choices={doubt.code: "later"})
        assert about(later, ChangeKind.PUPIL_LEAVES, ChangeKind.PUPIL_COMES, ChangeKind.KEY_CHANGED) == []

    def test_a_number_that_does_not_last_is_known_again_while_the_child_fits(self, school):
        new = files.with_pupil(school.start, "10012", key="#017")
        (doubt,) = asked(school.compare(new), DoubtKind.DUMMY_KEY)
        known = replace(
            school, as_is=after(school.as_is, school.compare(new, choices={doubt.code: "same"}), on=NOVEMBER)
        )
        assert not asked(known.compare(new), DoubtKind.DUMMY_KEY)
        taken = files.with_pupil(new, "#017", first_name="Bo", last_name="Smit", birth_on=date(2019, 1, 1))
        assert asked(known.compare(taken), DoubtKind.DUMMY_KEY)

    def test_the_same_name_and_birthday_under_another_number(self, school):
        new = files.with_pupil(school.start, "10012", key="20012")
        (doubt,) = asked(school.compare(new), DoubtKind.SAME_CHILD)
        same = school.compare(new, choices={doubt.code: "same"})
        assert about(same, ChangeKind.KEY_CHANGED) == ["20012"]
        assert about(same, ChangeKind.PUPIL_LEAVES) == []
        known = replace(school, as_is=after(school.as_is, same, on=NOVEMBER))
        assert not asked(known.compare(new), DoubtKind.SAME_CHILD)

    def test_a_letter_without_its_dot_is_the_same_name(self, school):
        base = replace(school, start=files.with_pupil(school.start, "10012", first_name="Emir", last_name="Yildiz"))
        known = replace(base, as_is=after(base.as_is, base.compare(), on=NOVEMBER))
        new = files.with_pupil(base.start, "10012", key="#017", last_name="Yıldız")
        (doubt,) = asked(known.compare(new), DoubtKind.DUMMY_KEY)
        assert [choice.code for choice in doubt.choices] == ["same", "other", "later"]

    def test_a_number_that_went_to_another_child(self, school):
        new = files.with_pupil(school.start, FLEUR, first_name="Bo", last_name="Smit", birth_on=date(2019, 1, 1))
        waiting = school.compare(new)
        (doubt,) = asked(waiting, DoubtKind.OTHER_CHILD)
        assert waiting.changes == ()
        assert about(school.compare(new, choices={doubt.code: "same"}), ChangeKind.PUPIL_RENAMED) == [FLEUR]
        assert school.compare(new, choices={doubt.code: "leave_out"}).changes == ()

    def test_one_child_twice_in_the_file(self, school):
        jesse = next(pupil for pupil in school.start.pupils if pupil.key == JESSE)
        new = replace(school.start, pupils=(*school.start.pupils, replace(jesse, key="29999")))
        (doubt,) = asked(school.compare(new), DoubtKind.DUPLICATE_PUPIL)
        assert about(school.compare(new, choices={doubt.code: "two"}), ChangeKind.PUPIL_COMES) == ["29999"]
        assert about(school.compare(new, choices={doubt.code: "one"}), ChangeKind.PUPIL_COMES) == []

    def test_a_pupil_in_two_groups(self, school):
        new = files.with_pupil(school.start, FLEUR, group_keys=("g12a", "g3"))
        waiting = school.compare(new)
        (doubt,) = asked(waiting, DoubtKind.TWO_GROUPS)
        assert waiting.changes == ()
        assert about(school.compare(new, choices={doubt.code: "group2"}), ChangeKind.PUPIL_MOVES) == [FLEUR]
        assert school.compare(new, choices={doubt.code: "group1"}).changes == ()

    def test_guardians_of_a_number_that_nobody_has(self, school):
        rows = files.plus_row(school.rows, FLEUR, pupil_key="55555")
        (doubt,) = asked(school.compare(rows=rows))
        assert doubt.kind is DoubtKind.UNKNOWN_PUPIL
        assert school.compare(rows=rows, choices={doubt.code: "leave_out"}).changes == ()

    def test_a_row_that_calls_the_child_otherwise_gives_nothing_until_somebody_looked(self, school):
        rows = files.plus_row(school.rows, FLEUR, pupil_key=JESSE, first_name="Piet", email="piet@ouders.example")
        waiting = school.compare(rows=rows)
        (doubt,) = asked(waiting)
        assert (doubt.kind, waiting.changes) == (DoubtKind.OTHER_NAME, ())
        looked = school.compare(rows=rows, choices={doubt.code: "right"})
        assert [one.kind for one in asked(looked)] == [DoubtKind.AUTHORITY_GAINED]

    def test_brothers_and_sisters_have_one_guardian(self, school):
        rows = files.plus_row(school.rows, FLEUR, pupil_key="10007", pupil_first_name="Loïs", pupil_last_name="Arends")
        found = school.compare(rows=rows, choices={"authority_gained:10007:stanschmitz:stan.110@ouders.example": "yes"})
        (change,) = found.changes
        assert change.act.guardian == next(one.id for one in school.as_is.guardians if one.name.full == "Stan Schmitz")

    def test_one_name_without_any_address_is_a_question(self, school):
        bare = {"email": None, "phone": None, "authority": Authority.NO}
        rows = files.plus_row(
            school.rows, FLEUR, pupil_key="10007", pupil_first_name="Loïs", pupil_last_name="Arends", **bare
        )
        (doubt,) = asked(school.compare(rows=rows))
        assert doubt.kind is DoubtKind.SAME_GUARDIAN
        for answer, is_new in (("same", False), ("other", True)):
            (change,) = school.compare(rows=rows, choices={doubt.code: answer}).changes
            assert isinstance(change.act.guardian, str) is is_new


class TestManyAtOnce:
    def test_a_quarter_of_the_school_that_is_missing_is_a_question(self, school):
        keys = [pupil.key for pupil in school.start.pupils]
        quarter = files.without_pupils(school.start, *keys[:47])
        waiting = school.compare(quarter)
        assert [doubt.kind for doubt in asked(waiting)] == [DoubtKind.MANY_MISSING]
        assert waiting.loses == ()
        (doubt,) = asked(waiting)
        assert len(about(school.compare(quarter, choices={doubt.code: "left"}), ChangeKind.PUPIL_LEAVES)) == 47
        assert school.compare(quarter, choices={doubt.code: "partial"}).loses == ()

    def test_a_whole_group_that_is_missing_is_a_question(self, school):
        members = [pupil.key for pupil in school.start.pupils if pupil.group_keys == ("g8",)]
        assert len(members) * 4 < len(school.start.pupils)
        waiting = school.compare(files.without_pupils(school.start, *members))
        assert [doubt.kind for doubt in asked(waiting)] == [DoubtKind.GROUP_MISSING]
        assert about(waiting, ChangeKind.PUPIL_LEAVES) == []

    def test_a_team_that_is_half_there_is_a_question(self, school):
        waiting = school.compare(replace(school.start, staff=school.start.staff[:4]))
        assert [doubt.kind for doubt in asked(waiting)] == [DoubtKind.STAFF_MISSING]
        assert about(waiting, ChangeKind.STAFF_LEAVES) == []

    def test_a_file_without_staff_says_nothing_about_them(self, school):
        assert school.compare(replace(school.start, staff=())).changes == ()


class TestStaff:
    @pytest.mark.norm("BK-08.b")
    def test_who_is_not_listed_any_more_cannot_come_in(self, school):
        gone = replace(school.start, staff=tuple(one for one in school.start.staff if one.key != "LK103"))
        assert [change.kind for change in school.compare(gone).changes] == [ChangeKind.STAFF_LEAVES]

    @pytest.mark.parametrize(("answer", "role"), [("teacher", Role.TEACHER), ("support", Role.SUPPORT), ("none", None)])
    def test_who_is_new_with_a_group_gets_what_a_person_decides(self, school, answer, role):
        new = files.plus_staff(school.start, roles=("LRK",))
        (doubt,) = asked(school.compare(new))
        (change,) = school.compare(new, choices={doubt.code: answer}).changes
        assert (doubt.kind, change.act.role) == (DoubtKind.STAFF_GAINED, role)

    def test_other_groups_are_a_change_for_who_is_appointed(self, school):
        found = school.compare(files.with_staff(school.start, "LK103", group_keys=("g4",)))
        assert [change.kind for change in found.changes] == [ChangeKind.STAFF_MOVES]

    def test_other_groups_give_nothing_to_who_is_not(self, school):
        found = school.compare(files.with_staff(school.start, "LK111", group_keys=("g4",)))
        assert [doubt.kind for doubt in asked(found)] == [DoubtKind.STAFF_GAINED]
        assert found.changes == ()


class TestOfWhichSchool:
    def test_a_file_without_a_brin_code_is_a_question(self, school):
        waiting = school.compare(replace(school.start, brin=""))
        assert [doubt.kind for doubt in asked(waiting)] == [DoubtKind.SCHOOL_UNSURE]


class TestDates:
    def test_a_pupil_who_would_leave_and_stays(self, school):
        leaving = files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 11, 20))
        known = replace(school, as_is=after(school.as_is, school.compare(leaving), on=NOVEMBER))
        assert known.compare(leaving).changes == ()
        (doubt,) = asked(known.compare())
        assert doubt.kind is DoubtKind.PUPIL_STAYS
        assert about(known.compare(choices={doubt.code: "stays"}), ChangeKind.PUPIL_STAYS) == [FLEUR]
        assert known.compare(choices={doubt.code: "leaves"}).changes == ()

    def test_a_day_of_leaving_that_moves_away_needs_a_person_and_one_that_comes_nearer_does_not(self, school):
        leaving = files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 11, 20))
        known = replace(school, as_is=after(school.as_is, school.compare(leaving), on=NOVEMBER))
        longer = files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 12, 18))
        (doubt,) = asked(known.compare(longer))
        assert (doubt.kind, known.compare(longer).changes) == (DoubtKind.PUPIL_STAYS, ())
        stays = known.compare(longer, choices={doubt.code: "stays"})
        assert [change.kind for change in stays.changes] == [ChangeKind.PUPIL_LEAVES, ChangeKind.PUPIL_STAYS]
        sooner = known.compare(files.with_pupil(school.start, FLEUR, leaves_on=date(2026, 11, 10)))
        assert [change.act.on for change in sooner.changes] == [date(2026, 11, 10)]
        assert sooner.open_doubts == ()

    def test_who_comes_later_begins_later(self, school):
        found = school.compare(files.plus_pupil(school.start, enters_on=date(2026, 11, 23)))
        assert [change.act.from_on for change in found.changes] == [date(2026, 11, 23)]

    def test_who_left_and_comes_back_is_the_same_person_and_brings_nobody_along(self, school):
        left = replace(
            school, as_is=after(school.as_is, school.compare(files.without_pupils(school.start, FLEUR)), on=NOVEMBER)
        )
        back = left.compare()
        assert about(back, ChangeKind.PUPIL_COMES) == [FLEUR]
        assert {doubt.kind for doubt in asked(back)} == {DoubtKind.AUTHORITY_GAINED}
        assert back.gains == ()


class TestAlways:
    """What must hold for any file: nobody gains by a file alone, and silence takes nothing away."""

    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_after_the_first_import_no_file_gives_anybody_sight_of_a_child(self, school, data):
        answers = st.sampled_from(list(Authority))
        keys = st.sampled_from([pupil.key for pupil in school.start.pupils] + ["55555"])
        rows = list(school.rows.rows)
        for _ in range(data.draw(st.integers(1, 8))):
            place = data.draw(st.integers(0, len(rows) - 1))
            rows[place] = replace(
                rows[place],
                authority=data.draw(answers),
                pupil_key=data.draw(st.one_of(st.just(rows[place].pupil_key), keys)),
                email=data.draw(st.sampled_from([rows[place].email, None, "iemand@ouders.example"])),
            )
        found = school.compare(rows=replace(school.rows, rows=tuple(rows)))
        assert found.gains == ()
        lost = {(access.guardian, access.pupil) for access in found.loses}
        said_no = {row.first_name for row in rows if row.authority is Authority.NO}
        assert all(guardian.split(" ")[0] in said_no for guardian, _pupil in lost)

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_a_part_of_a_school_never_empties_it(self, school, data):
        keys = [pupil.key for pupil in school.start.pupils]
        kept = data.draw(st.integers(1, len(keys) * 3 // 4))
        start = data.draw(st.integers(0, len(keys) - kept))
        part = replace(school.start, pupils=school.start.pupils[start : start + kept])
        found = school.compare(part)
        assert about(found, ChangeKind.PUPIL_LEAVES) == []
        assert found.loses == ()
