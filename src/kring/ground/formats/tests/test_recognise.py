"""A wrong file is named by what it is, told by its content."""

import pytest

from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.problems import Unreadable
from kring.ground.formats.recognise import Kind, kind_of

UWLR = b"""<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"/></soap:Body></soap:Envelope>"""
OSO = b'<?xml version="1.0"?><dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2017/dossier"><leerling/></dossier>'


@pytest.mark.parametrize(("name", "kind"), [
    ("edexml/generated/lindeboom-1-start.xml", Kind.EDEXML), ("edexml/broken/lindeboom-utf16.xml", Kind.EDEXML),
    ("edexml/EDEXML.Voorbeeld.2.1.xml", Kind.EDEXML), ("edexml/broken/lindeboom-xxe.xml", Kind.EDEXML),
    ("edexml/broken/lindeboom-billion-laughs.xml", Kind.EDEXML), ("edexml/xsd-2.1/EDEXML.structuur.xsd", Kind.OTHER_XML),
    ("edexml/EDEXML.Handleiding.v2.1_v20170217.pdf", Kind.OTHER), ("ouders/lindeboom-ouders.csv", Kind.TABLE),
    ("ouders/lindeboom-ouders-comma-1252.csv", Kind.TABLE), ("oneroster/generated/lindeboom-valid-1.1.zip", Kind.ONEROSTER),
    ("hostile/zip-slip.zip", Kind.ZIP), ("hostile/script.svg", Kind.OTHER_XML), ("hostile/html-named.jpg", Kind.OTHER),
    ("photos/two-people.jpg", Kind.OTHER), ("ids/bsn.json", Kind.OTHER),
])  # fmt: skip
def test_files_of_the_collection(shared_data, name, kind):
    assert kind_of((shared_data / name).read_bytes()) is kind


@pytest.mark.parametrize(("data", "code", "words"), [
    (UWLR, "is-uwlr", "learning-material"), (OSO, "is-oso", "transfer file"), (b"PK\x03\x04rubbish", "is-zip", "Unpack"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is-spreadsheet", "CSV UTF-8"), (b"leerlingkey;gezag;naam", "is-table", "field for guardians"),
    (b"<html><body>", "is-other", "no EDEXML"), (b"", "empty", "empty"), (b"\x00\x00", "empty", "empty"),
])  # fmt: skip
def test_what_is_no_edexml_says_what_it_is(data, code, words):
    with pytest.raises(Unreadable, match=code) as caught:
        edexml.read(data)
    assert words in caught.value.text
    assert caught.value.code == code


def test_what_is_no_table_says_what_it_is(shared_data):
    start = (shared_data / "edexml/generated/lindeboom-1-start.xml").read_bytes()
    for data, code in ((start, "is-edexml"), (b"%PDF-1.7", "is-other"), (OSO, "is-oso")):
        with pytest.raises(Unreadable, match=code):
            guardians_csv.read(data)
