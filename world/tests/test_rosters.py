"""The administration's files: valid, complete, and two months later different in exactly the ways that are told."""

import csv
import io
from datetime import date

import pytest
from lxml import etree

from world import cast as people
from world import rosters, when

FIRST, SECOND = date(2026, 9, 21), date(2026, 11, 23)
CAST = people.load(year=when.school_year(on=FIRST))
START = rosters.start(cast=CAST, on=FIRST)
UPDATE = rosters.update(cast=CAST, on=SECOND)


def rows(export):
    return list(csv.DictReader(io.StringIO(export.guardians.decode("utf-8-sig")), delimiter=";"))


def pupils(export):
    return {e.get("key"): e for e in etree.fromstring(export.edexml).find("leerlingen")}


def column(export, name):
    return {key: e.findtext(name) for key, e in pupils(export).items()}


def group(export):
    return {key: e.find("groep").get("key") for key, e in pupils(export).items() if e.find("groep") is not None}


@pytest.mark.parametrize("export", [START, UPDATE], ids=["start", "update"])
def test_the_file_is_valid_edexml_but_for_the_school_year_that_the_schema_stopped_listing(export, shared_data):
    schema = etree.XMLSchema(etree.parse(shared_data / "edexml/xsd-2.1/EDEXML.structuur.xsd"))
    schema.validate(etree.fromstring(export.edexml))
    assert {e.path.rsplit("/", 1)[-1] for e in schema.error_log} <= {"schooljaar"}


def test_the_start_holds_everybody_once():
    assert len(pupils(START)) == 187
    assert len(rows(START)) == sum(len(p.guardians) for p in CAST.pupils)
    assert {r["leerlingkey"] for r in rows(START)} == set(pupils(START))
    assert len(etree.fromstring(START.edexml).find("leerkrachten")) == 17


def test_the_csv_begins_with_a_byte_order_mark_and_has_the_columns_of_the_administration():
    assert START.guardians.startswith(b"\xef\xbb\xbfleerlingkey;roepnaam;achternaam;ouder_voornaam;")
    assert START.guardians.count(b"\r\n") == len(rows(START)) + 1
    jeroen = next(r for r in rows(START) if r["ouder_voornaam"] == "Jeroen")
    assert jeroen["ouder_achternaam"] == "Leeuwen, van"


def test_no_number_of_a_citizen_stands_in_the_file():
    for tag in (b"bsn", b"sofinummer", b"onderwijsnummer", b"etniciteit", b"gewicht"):
        assert tag not in START.edexml


def test_in_two_months_one_moves_one_leaves_one_comes_one_is_renamed_and_one_is_in_doubt():
    before, after = group(START), group(UPDATE)
    assert {k: (before[k], g) for k, g in after.items() if k in before and before[k] != g} == {
        CAST.pupil("Bram de Groot").key: ("g45", "g4")}
    assert {k: v for k, v in column(UPDATE, "uitstroomdatum").items() if v} == {
        CAST.pupil("Saar Visser").key: "2026-11-26"}
    names = column(START, "roepnaam")
    assert {k: (names[k], v) for k, v in column(UPDATE, "roepnaam").items() if k in names and names[k] != v} == {
        CAST.pupil("Zoe Willemse").key: ("Zoe", "Zoë")}
    assert set(after) - set(before) == {"24901", "#017"}
    assert set(before) - set(after) == {CAST.pupil("Emir Yildiz").key}
    assert column(UPDATE, "geboortedatum")["#017"] == CAST.pupil("Emir Yildiz").born.isoformat()


def test_one_guardian_gains_authority_one_loses_it_and_one_has_another_address():
    def authority(export):
        return {(r["leerlingkey"], r["ouder_voornaam"]): (r["gezag"], r["emailadres"]) for r in rows(export)}
    before, after = authority(START), authority(UPDATE)
    danylo, mees, isa = (CAST.pupil(n).key for n in ("Danylo Kovalenko", "Mees Hofman", "Isa de Jong"))
    doubtful, new = CAST.pupil("Emir Yildiz").key, "24901"
    changed = {k for k in before | after if before.get(k) != after.get(k) and k[0] not in (doubtful, "#017", new)}
    assert changed == {(danylo, "Andrii"), (mees, "Erik"), (isa, "Karen")}
    assert after[danylo, "Andrii"] == ("ja", "andrii.kovalenko@ouders.example")
    assert [e[mees, "Erik"][0] for e in (before, after)] == ["ja", "nee"]


def test_the_teacher_who_left_is_no_longer_in_the_file():
    names = {e.findtext("roepnaam") for e in etree.fromstring(UPDATE.edexml).find("leerkrachten")}
    assert "Gijs" not in names
    assert len(names) == 16
