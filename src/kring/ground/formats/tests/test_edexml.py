"""Every EDEXML file of the collection, as its README row says, and what a hostile or careless file may not do."""

import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.ground.formats import edexml
from kring.ground.formats.problems import Unreadable

GOOD = {
    # file: pupils, staff, base groups, composite groups
    "EDEXML.Voorbeeld.2.0.xml": (3, 3, 5, 3),
    "EDEXML.Voorbeeld.2.1.xml": (3, 3, 5, 3),
    "broken/lindeboom-bom-utf8.xml": (12, 17, 8, 2),
    "broken/lindeboom-utf16.xml": (12, 17, 8, 2),
    "broken/lindeboom-windows1252.xml": (12, 17, 8, 2),
    "broken/lindeboom-hostile-names.xml": (12, 17, 8, 2),
    "broken/lindeboom-with-bsn.xml": (12, 17, 8, 2),
    "broken/lindeboom-other-school.xml": (12, 17, 8, 2),
    "generated/lindeboom-1-start.xml": (187, 17, 8, 2),
    "generated/lindeboom-2-update.xml": (184, 17, 8, 2),
    "generated/lindeboom-3-new-schoolyear.xml": (167, 17, 6, 0),
}
REFUSED = {
    # file: code, line, words that the sentence must hold
    "EDEXML.Voorbeeld.2.1-Vla.xml": ("flemish", 3, ["Flemish"]),
    "broken/lindeboom-billion-laughs.xml": ("doctype", 1, ["DOCTYPE"]),
    "broken/lindeboom-xxe.xml": ("doctype", 1, ["DOCTYPE"]),
    "broken/lindeboom-dangling-group.xml": ("dangling-group", 54, ["10001", "g99", "54"]),
    "broken/lindeboom-dup-key.xml": ("duplicate-key", 63, ["10001", "54", "63"]),
    "broken/lindeboom-mislabelled-1252.xml": ("encoding", 39, ["UTF-8", "39"]),
    "broken/lindeboom-no-leerlingen.xml": ("no-pupils", None, ["not one pupil"]),
    "broken/lindeboom-truncated.xml": ("damaged", 137, ["137", "Nothing was read in"]),
}


@pytest.fixture(scope="session")
def folder(shared_data):
    return shared_data / "edexml"


def sentence(problem) -> str:
    return problem.text.format(**problem.params)


def one_pupil(inside: str = "", *, header: str = "<schooljaar>2026-2027</schooljaar>", groups: str = "") -> bytes:
    pupil = inside or "<leerling key='1'><roepnaam>Noor</roepnaam></leerling>"
    return f"<EDEX><school>{header}</school>{groups}<leerlingen>{pupil}</leerlingen></EDEX>".encode()


def test_every_xml_file_of_the_collection_is_in_a_table_here(folder):
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.xml")}
    assert there == GOOD.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read_whole(folder, name):
    roster = edexml.read((folder / name).read_bytes())
    counts = (len(roster.pupils), len(roster.staff), len(roster.groups), len(roster.composite_groups))
    assert counts == GOOD[name]
    assert roster.problems == ()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(folder, name):
    code, line, words = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        edexml.read((folder / name).read_bytes())
    assert (caught.value.code, caught.value.line) == (code, line)
    assert all(word in sentence(caught.value) for word in words)


@pytest.mark.parametrize("name", GOOD)
def test_the_scrubbed_file_says_the_same_at_the_same_lines(folder, name):
    data = (folder / name).read_bytes()
    assert replace(edexml.read(edexml.scrub(data)), dropped={}) == replace(edexml.read(data), dropped={})


class TestWhatMayNotBeKept:
    FORBIDDEN = (
        "bsn", "sofinummer", "onderwijsnummer", "bsn_ondwnr-4", "rijksregisternummer", "etniciteit", "land", "land_vader",
        "land_moeder", "gewicht", "gewicht_nieuw", "postcodenl", "postnummerbe", "postcodeoverig", "geslacht", "fotourl",
        "gebruikersnaam", "start_ondw_jgr3", "toevoegingen", "opmerking",
    )  # fmt: skip

    def test_a_bsn_is_in_no_record_and_not_in_the_scrubbed_file(self, folder):
        data = (folder / "broken/lindeboom-with-bsn.xml").read_bytes()
        roster, kept = edexml.read(data), edexml.scrub(data).decode()
        assert roster.dropped["bsn"] == 12
        for number in ("123456782", "111222333", "999999990", "012345672", "123456789"):
            assert number.encode() in data
            assert number not in kept
            assert number not in repr(roster)

    @pytest.mark.parametrize("tag", FORBIDDEN)
    def test_each_field_without_a_ground_is_dropped_and_counted(self, tag):
        data = one_pupil(
            f"<leerling key='1' eckid='https://ketenid.nl/x'><roepnaam>Noor</roepnaam><{tag}>CANARY</{tag}></leerling>"
        )
        assert edexml.read(data).dropped == {"eckid": 1, tag: 1}
        assert b"CANARY" not in edexml.scrub(data)
        assert b"ketenid" not in edexml.scrub(data)

    def test_remarks_anywhere_are_gone_but_do_not_shorten_a_name(self):
        data = b"<!-- CANARY --><?CANARY x?>" + one_pupil(
            "<leerling key='1'><roepnaam>Ro<!-- CANARY -->os<b>CANARY</b>je</roepnaam></leerling>"
        )
        assert edexml.read(data).pupils[0].first_name == "Roosje"
        assert b"CANARY" not in edexml.scrub(data)

    def test_given_names_are_kept_only_when_there_is_no_calling_name(self, folder):
        roster = edexml.read((folder / "EDEXML.Voorbeeld.2.1.xml").read_bytes())
        wimpie, ismael, gradje = roster.pupils
        assert (wimpie.first_name, wimpie.prefix, wimpie.last_name) == ("Wimpie", "imp", "ie")
        assert ismael.first_name == "Ismaël Hassan"
        both = one_pupil(
            "<leerling key='1'><achternaam>Vos</achternaam><voornamen>Eleonora</voornamen><roepnaam>Noor</roepnaam></leerling>"
        )
        assert b"Eleonora" not in edexml.scrub(both)

    def test_pupil_numbers_that_are_all_citizen_numbers_refuse_the_file(self):
        rows = "".join(
            f"<leerling key='{key}'><roepnaam>A</roepnaam></leerling>"
            for key in ("123456782", "111222333", "999999990")
        )
        with pytest.raises(Unreadable, match="keys-are-bsn"):
            edexml.read(one_pupil(rows))
        assert edexml.read(one_pupil(rows.replace("999999990", "999999991"))).pupils


class TestPupils:
    def test_who_left_is_not_active(self, folder):
        roster = edexml.read((folder / "EDEXML.Voorbeeld.2.1.xml").read_bytes())
        left = {pupil.key: pupil.has_left(on=date(2014, 11, 25)) for pupil in roster.pupils}
        assert left == {"00001": False, "00002": False, "12345": True}

    @pytest.mark.parametrize(("year", "leaves", "left"), [
        ("4", "", False), ("4", "2026-11-02", True), ("4", "2026-11-03", False), ("H", "", True),
    ])  # fmt: skip
    def test_the_day_of_leaving_is_itself_a_day_away(self, year, leaves, left):
        leaves = f"<uitstroomdatum>{leaves}</uitstroomdatum>" if leaves else ""
        pupil = f"<leerling key='1'><roepnaam>A</roepnaam><jaargroep>{year}</jaargroep>{leaves}</leerling>"
        assert edexml.read(one_pupil(pupil)).pupils[0].has_left(on=date(2026, 11, 2)) is left

    def test_a_pupil_without_a_group_and_one_in_two_composite_groups(self, folder):
        roster = edexml.read((folder / "EDEXML.Voorbeeld.2.1.xml").read_bytes())
        assert [pupil.group_keys for pupil in roster.pupils] == [("GRP4B",), (), ()]
        assert roster.pupils[0].composite_keys == ("sg1", "sg2")
        assert [pupil.branch_key for pupil in roster.pupils] == ["VH", "VB", None]

    def test_names_are_composed_trimmed_and_free_of_hidden_marks(self, folder):
        roster = edexml.read((folder / "broken/lindeboom-hostile-names.xml").read_bytes())
        names = {pupil.key: pupil.first_name for pupil in roster.pupils}
        assert names["10001"] == "<script>alert(1)</script>"
        assert names["10002"] == '=HYPERLINK("http://x.example","klik")'
        assert names["10003"] == "Roos"
        assert names["10005"] == "\u00c1nna"
        assert names["10006"] == "Spatie"
        assert roster.pupils[3].last_name == "Robert'); DROP TABLE leerling;--"
        assert roster.pupils[9].prefix == "'t"

    def test_letters_survive_windows_1252_and_utf_16(self, folder):
        read = [
            edexml.read((folder / f"broken/lindeboom-{n}.xml").read_bytes())
            for n in ("windows1252", "utf16", "bom-utf8")
        ]
        last_names = [[pupil.last_name for pupil in roster.pupils[:3]] for roster in read]
        assert last_names[1] == last_names[2] == ["Özdemir", "Łukasik", "Nguyễn"]
        assert last_names[0][0] == "Özdemir"

    def test_two_pupils_of_one_name_stay_two(self, folder):
        roster = edexml.read((folder / "generated/lindeboom-1-start.xml").read_bytes())
        names = Counter((p.first_name, p.prefix, p.last_name) for p in roster.pupils)
        assert max(names.values()) > 1
        assert len({pupil.key for pupil in roster.pupils}) == len(roster.pupils) == 187

    def test_a_dummy_key_says_so(self):
        dummy = (
            "<leerling key='#001'><roepnaam>A</roepnaam></leerling><leerling key='1'><roepnaam>B</roepnaam></leerling>"
        )
        assert [pupil.has_dummy_key for pupil in edexml.read(one_pupil(dummy)).pupils] == [True, False]

    def test_a_pupil_in_two_base_groups_keeps_both_for_a_person_to_clear(self):
        groups = "<groepen><groep key='a'><naam>A</naam></groep><groep key='b'><naam>B</naam></groep></groepen>"
        pupil = "<leerling key='1'><roepnaam>Liv</roepnaam><groep key='a'/><groep key='b'/></leerling>"
        assert edexml.read(one_pupil(pupil, groups=groups)).pupils[0].group_keys == ("a", "b")


class TestStaff:
    def test_roles_are_told_and_are_nothing_more(self, folder):
        roster = edexml.read((folder / "EDEXML.Voorbeeld.2.1.xml").read_bytes())
        assert [(s.first_name, s.roles, s.group_keys) for s in roster.staff] == [
            ("Julia", ("TAL",), ("GRP4A",)),
            ("Uilke", (), ("002", "001", "sg1", "sg2", "sg3")),
            ("Lia", ("STA", "OWA"), ("GRP4A",)),
        ]


class TestHeader:
    def test_the_school_year_is_read_by_its_pattern_not_by_a_list(self):
        assert edexml.read(one_pupil(header="<schooljaar>2041-2042</schooljaar>")).school_year == "2041-2042"
        for wrong in ("2026-2028", "26-27", "2027-2026", ""):
            with pytest.raises(Unreadable, match="school-year"):
                edexml.read(one_pupil(header=f"<schooljaar>{wrong}</schooljaar>"))

    def test_branch_00_is_no_branch_and_the_reference_day_falls_back_on_the_day_of_making(self):
        made = "<schooljaar>2026-2027</schooljaar><brincode>99XA</brincode><dependancecode>00</dependancecode><aanmaakdatum>2026-11-02T07:30:00</aanmaakdatum>"
        roster = edexml.read(one_pupil(header=made))
        assert (roster.brin, roster.branch, roster.as_of) == ("99XA", "", date(2026, 11, 2))

    def test_an_unknown_version_and_a_strange_brin_are_refused(self):
        for header, code in (("<xsdversie>3.0</xsdversie>", "version"), ("<brincode>9XA</brincode>", "brin")):
            with pytest.raises(Unreadable, match=code):
                edexml.read(one_pupil(header=f"<schooljaar>2026-2027</schooljaar>{header}"))


class TestWrongValues:
    def test_all_lines_that_stop_the_file_are_named_at_once(self):
        rows = "<leerling><roepnaam>A</roepnaam></leerling>\n<leerling key='2'/>\n<leerling key='3'><roepnaam>C</roepnaam><groep key='x'/></leerling>"
        with pytest.raises(Unreadable) as caught:
            edexml.read(one_pupil(rows))
        assert [(p.code, p.line) for p in caught.value.problems] == [
            ("no-key", 1),
            ("no-name", 2),
            ("dangling-group", 3),
        ]

    def test_a_date_that_does_not_exist_is_left_empty_and_named(self):
        roster = edexml.read(
            one_pupil("<leerling key='1'><roepnaam>A</roepnaam><geboortedatum>2019-02-31</geboortedatum></leerling>")
        )
        assert roster.pupils[0].birth_on is None
        assert [(p.code, p.line, p.field) for p in roster.problems] == [("bad-date", 1, "geboortedatum")]

    def test_a_name_with_the_wrong_letters_is_refused(self):
        with pytest.raises(Unreadable, match="garbled"):
            edexml.read(one_pupil("<leerling key='1'><roepnaam>ZoÃ«</roepnaam></leerling>"))

    def test_utf_8_that_calls_itself_windows_1252_is_refused(self):
        label = b'<?xml version="1.0" encoding="windows-1252"?>'
        data = label + one_pupil("<leerling key='1'><roepnaam>Zoë</roepnaam></leerling>")
        with pytest.raises(Unreadable, match="encoding"):
            edexml.read(data)
        honest = label + one_pupil("<leerling key='1'><roepnaam>Zoë</roepnaam></leerling>").decode().encode("cp1252")
        assert edexml.read(honest).pupils[0].first_name == "Zoë"


class TestHostileFiles:
    def test_a_bomb_is_refused_at_once_in_little_memory(self, folder):
        data = (folder / "broken/lindeboom-billion-laughs.xml").read_bytes()
        tracemalloc.start()
        with pytest.raises(Unreadable):
            edexml.read(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2_000_000

    def test_a_file_that_is_too_large_is_refused_before_reading(self):
        with pytest.raises(Unreadable, match="too-large"):
            edexml.read(b"<EDEX>" + b" " * (8 * 2**20))

    def test_no_doctype_passes_whatever_its_encoding(self):
        for encoding in ("utf-16", "utf-8"):
            with pytest.raises(Unreadable, match="doctype"):
                edexml.read(("<!DOCTYPE EDEX>" + one_pupil().decode()).encode(encoding))

    @pytest.mark.parametrize("cut", range(0, 11_000, 997))
    def test_a_file_cut_anywhere_is_refused(self, folder, cut):
        with pytest.raises(Unreadable):
            edexml.read((folder / "broken/lindeboom-bom-utf8.xml").read_bytes()[:cut])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        edexml.read(data)
    except Unreadable as refused:
        assert all(sentence(problem) for problem in refused.problems)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_name_holds_never_changes_the_file(first, last):
    from xml.sax.saxutils import escape

    def shown(text: str) -> str:
        return escape("".join(mark for mark in text if mark.isprintable()))

    inside = f"<leerling key='1'><achternaam>{shown(last)}</achternaam><roepnaam>{shown(first)}</roepnaam></leerling>"
    try:
        roster = edexml.read(one_pupil(inside))
    except Unreadable as refused:
        assert refused.code in ("no-name", "garbled")
        return
    assert edexml.read(edexml.scrub(one_pupil(inside))).pupils == roster.pupils
