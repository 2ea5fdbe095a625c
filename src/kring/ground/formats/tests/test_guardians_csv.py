"""The table of guardians: both files of the collection, what offices do to such tables, and the way out and in again."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.ground.formats import cells, contact, guardians_csv, naming
from kring.ground.formats.guardians_csv import Authority, GuardianRow
from kring.ground.formats.problems import Unreadable

HEADER = ";".join(guardians_csv.COLUMNS)
ROW = "10001;Jesse;Hoek;Mees;Hoek;vader;mees@ouders.example;0612345678;ja;nl;"


@pytest.fixture(scope="session")
def folder(shared_data):
    return shared_data / "ouders"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *rows]).encode()


def codes(file) -> list[tuple]:
    return [(problem.code, problem.line, problem.field) for problem in file.problems]


class TestTheTwoFiles:
    def test_they_say_the_same_under_another_separator_and_other_letters(self, folder):
        excel = guardians_csv.read((folder / "lindeboom-ouders.csv").read_bytes())
        other = guardians_csv.read((folder / "lindeboom-ouders-comma-1252.csv").read_bytes())
        assert excel == other
        assert len(excel.rows) == 237
        assert "Łukasik" in {row.last_name for row in excel.rows}

    def test_each_row_as_the_readme_says(self, folder):
        file = guardians_csv.read((folder / "lindeboom-ouders.csv").read_bytes())
        assert Counter(row.authority for row in file.rows) == {Authority.YES: 201, Authority.NO: 36}
        assert Counter(problem.code for problem in file.problems) == {"bad-phone": 44}
        assert {problem.field for problem in file.problems} == {"telefoon"}
        assert sum(row.protected_address for row in file.rows) == 6
        mees, hendrik, fien = file.rows[:3]
        assert (hendrik.first_name, hendrik.prefix, hendrik.last_name) == ("Hendrik", "van", "Tongeren")
        assert (hendrik.phone, fien.phone, fien.email) == (None, "+31612345678", "fien.102@ouders.example")
        assert mees.email == hendrik.email == "gedeeld.10@ouders.example"
        assert mees.email in file.shared_emails
        assert sum(row.email is None for row in file.rows) == 4

    @pytest.mark.parametrize("name", ["lindeboom-ouders.csv", "lindeboom-ouders-comma-1252.csv"])
    def test_the_scrubbed_table_says_the_same_at_the_same_lines(self, folder, name):
        data = (folder / name).read_bytes()
        assert guardians_csv.read(guardians_csv.scrub(data)) == guardians_csv.read(data)

    def test_its_own_table_is_read_back_unchanged(self, folder):
        rows = guardians_csv.read((folder / "lindeboom-ouders.csv").read_bytes()).rows
        again = guardians_csv.read(guardians_csv.write(rows))
        assert [replace(row, line=0) for row in again.rows] == [replace(row, line=0) for row in rows]
        assert again.problems == ()


class TestHeaders:
    def test_a_missing_column_is_named(self):
        with pytest.raises(Unreadable, match="no-header") as caught:
            guardians_csv.read(table(ROW, header=HEADER.replace("gezag", "x")))
        assert caught.value.params["missing"] == "gezag"

    def test_names_that_offices_use_are_understood(self):
        header = (
            HEADER.replace("leerlingkey", "Leerlingnummer")
            .replace("emailadres", "E-mail")
            .replace("telefoon", " MOBIEL ")
        )
        assert guardians_csv.read(table(ROW, header=header)) == guardians_csv.read(table(ROW))

    def test_a_column_twice_is_refused(self):
        with pytest.raises(Unreadable, match="two-headers"):
            guardians_csv.read(table(ROW + ";x", header=HEADER + ";taal"))

    def test_an_unknown_column_is_dropped_and_counted(self):
        data = table(ROW + ";123456782", header=HEADER + ";bsn")
        assert guardians_csv.read(data).dropped == {"bsn": 1}
        assert b"123456782" not in guardians_csv.scrub(data)

    @pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
    def test_any_separator_and_the_first_line_of_excel(self, mark):
        data = b"sep=;\r\n" + table(ROW) if mark == ";" else table(ROW).replace(b";", mark.encode())
        file = guardians_csv.read(data)
        assert file.rows[0].first_name == "Mees"
        assert guardians_csv.read(guardians_csv.scrub(data)) == file
        assert file.rows[0].line == (3 if mark == ";" else 2)


class TestRows:
    @pytest.mark.parametrize(("given", "read"), [
        ("ja", Authority.YES), ("JA", Authority.YES), ("j", Authority.YES), ("nee", Authority.NO), ("N", Authority.NO),
        ("", Authority.UNKNOWN), ("ja?", Authority.UNKNOWN), ("gedeeld", Authority.UNKNOWN),
    ])  # fmt: skip
    def test_only_a_plain_yes_is_a_yes(self, given, read):
        file = guardians_csv.read(table(ROW.replace(";ja;", f";{given};")))
        assert file.rows[0].authority is read
        assert codes(file) == ([("bad-authority", 2, "gezag")] if read is Authority.UNKNOWN else [])

    @pytest.mark.parametrize(("old", "new", "code", "field"), [
        ("mees@ouders.example", "mees@", "bad-email", "emailadres"),
        ("0612345678", "06 1234567", "bad-phone", "telefoon"),
        (";nl;", ";Nederlands!;", "bad-language", "taal"),
        (";vader;", ";ex van;", "bad-relation", "relatie"),
        ("10001;", ";", "no-pupil", "leerlingkey"),
        ("Mees;Hoek", ";", "no-name", "ouder_achternaam"),
    ])  # fmt: skip
    def test_a_wrong_field_is_named_with_its_line_and_costs_no_other_row(self, old, new, code, field):
        file = guardians_csv.read(table(ROW, ROW.replace(old, new).replace("10001", "10002")))
        assert codes(file) == [(code, 3, field)]
        assert file.rows[0].first_name == "Mees"
        assert all(problem.text.format(**problem.params) for problem in file.problems)

    def test_a_remark_is_never_kept_but_a_protected_address_always_is(self):
        for remark, protected in (
            ("geheim adres", True),
            ("Geheim.", True),
            ("let op: geheim adres, ex zoekt", True),
            ("vader drinkt", False),
        ):
            data = table(ROW + remark)
            assert guardians_csv.read(data).rows[0].protected_address is protected
            assert b"ex zoekt" not in guardians_csv.scrub(data)
            assert b"drinkt" not in guardians_csv.scrub(data)

    def test_a_row_with_too_many_cells_refuses_the_table_with_its_line(self):
        with pytest.raises(Unreadable, match="cells") as caught:
            guardians_csv.read(table(ROW, ROW + ";too;many"))
        assert (caught.value.line, caught.value.params["found"]) == (3, 13)

    def test_cells_that_excel_leaves_out_are_empty(self):
        file = guardians_csv.read(table("10001;Jesse;Hoek;Mees;Hoek"))
        assert file.rows[0].authority is Authority.UNKNOWN

    def test_an_open_quotation_mark_refuses_the_table_with_its_line(self):
        with pytest.raises(Unreadable, match="broken-row") as caught:
            guardians_csv.read(table(ROW, '10002;"Jesse;Hoek'))
        assert caught.value.line == 3

    def test_a_guardian_twice_is_one_and_two_answers_are_none(self):
        file = guardians_csv.read(
            table(ROW, ROW, ROW.replace("10001", "10002"), ROW.replace("10001", "10002").replace(";ja;", ";nee;"))
        )
        assert [(row.pupil_key, row.authority) for row in file.rows] == [
            ("10001", Authority.YES),
            ("10002", Authority.UNKNOWN),
        ]
        assert codes(file) == [("again", 3, "leerlingkey"), ("contradicts", 5, "leerlingkey")]

    def test_lines_are_counted_over_cells_of_more_lines(self):
        file = guardians_csv.read(table(ROW.replace("Jesse", '"Jes\r\nse"'), "", ROW.replace("10001", "10002")))
        assert [row.line for row in file.rows] == [2, 5]
        assert (
            guardians_csv.read(
                guardians_csv.scrub(table(ROW.replace("Jesse", '"Jes\r\nse"'), "", ROW.replace("10001", "10002")))
            )
            == file
        )

    def test_no_letters_are_garbled_by_guessing(self):
        assert guardians_csv.read(table(ROW.replace("Mees", "Zoë"))).rows[0].first_name == "Zoë"
        assert (
            guardians_csv.read(table(ROW.replace("Mees", "Zoë")).decode().encode("cp1252")).rows[0].first_name == "Zoë"
        )
        assert (
            guardians_csv.read(table(ROW.replace("Mees", "Zoë")).decode().encode("utf-16")).rows[0].first_name == "Zoë"
        )
        with pytest.raises(Unreadable, match="garbled"):
            guardians_csv.read(table(ROW.replace("Mees", "ZoÃ«")))

    def test_only_a_header_changes_nothing(self):
        with pytest.raises(Unreadable, match="no-rows"):
            guardians_csv.read(table())


class TestCells:
    def test_what_a_spreadsheet_would_run_goes_out_safe_and_comes_back_whole(self, shared_data):
        hostile = json.loads((shared_data / "security/csv-injection.json").read_text())
        for cell in [*hostile, "+31612345678", "-Jan-", "@juf", "'=1+1", "''=1+1", "'t Hart", "Noor"]:
            out = cells.neutralise(cell)
            assert out[:1] not in ("=", "+", "-", "@", "\t", "\r")
            assert cells.restore(out) == cell
        assert cells.neutralise("'t Hart") == "'t Hart"

    @given(st.text())
    def test_the_pair_is_exact_for_every_text(self, text):
        assert cells.restore(cells.neutralise(text)) == text

    @given(st.text(alphabet="=+-@'\t\r\na", max_size=6))
    def test_the_pair_is_exact_for_awkward_texts(self, text):
        assert cells.restore(cells.neutralise(text)) == text

    @given(st.text(min_size=1, max_size=40), st.text(max_size=40))
    def test_any_guardian_that_was_read_is_written_and_read_again(self, last, first):
        prefix, surname = naming.split_surname(last)
        row = GuardianRow(
            pupil_key="1", pupil_first_name="", pupil_last_name="", first_name=naming.clean(first), prefix=prefix,
            last_name=surname, relation="", email=None, phone=None, authority=Authority.NO, language="", protected_address=False,
        )  # fmt: skip
        if not (row.last_name or row.first_name) or naming.is_garbled(f"{row.first_name} {row.last_name}"):
            return
        read = guardians_csv.read(guardians_csv.write([row])).rows
        if naming.split_surname(f"{surname}, {prefix}" if prefix else surname) == (prefix, surname):
            assert [replace(found, line=0) for found in read] == [row]


class TestContact:
    def test_phones_as_people_write_them(self, shared_data):
        phones = json.loads((shared_data / "ids/phones-nl.json").read_text())
        assert {given: contact.phone(given) for given in phones["valid_to_e164"]} == phones["valid_to_e164"]
        assert {contact.phone(given) for given in phones["invalid"]} == {None}
        assert contact.phone("+32 470 12 34 56") == "+32470123456"
        assert contact.phone("(020) 123 45 67") == "+31201234567"

    @pytest.mark.parametrize(("given", "read"), [
        ("FIEN.102@OUDERS.EXAMPLE", "fien.102@ouders.example"), (" a@b.nl ", "a@b.nl"), ("a@b", None), ("a b@c.nl", None),
        ("a@b..nl", None), ("a@b.nl,c@d.nl", None), ("", None), ("x" * 65 + "@b.nl", None), ("zoë@münchen.example", "zoë@münchen.example"),
    ])  # fmt: skip
    def test_addresses(self, given, read):
        assert contact.email(given) == read

    @pytest.mark.parametrize(("given", "prefix", "last"), [
        ("Tongeren, van", "van", "Tongeren"), ("van den Berg", "van den", "Berg"), ("Horst, van der", "van der", "Horst"),
        ("Hoek", "", "Hoek"), ("' t Hart", "'t", "Hart"), ("In 't Veld", "In 't", "Veld"), ("de Vries-van Dam", "de", "Vries-van Dam"),
        ("Van", "", "Van"), ("Yıldız", "", "Yıldız"), ("Smith, John", "", "Smith, John"),
    ])  # fmt: skip
    def test_surnames_in_both_orders(self, given, prefix, last):
        assert naming.split_surname(given) == (prefix, last)

    def test_spellings_that_people_take_for_one(self):
        assert naming.folded("Emir Yıldız") == naming.folded("EMIR Yildiz") == "emiryildiz"
        assert naming.folded("Łukasik") == naming.folded("Lukasik")
        assert naming.folded("Zoë") == naming.folded("Zoe")
        assert naming.folded("Bram") != naming.folded("Brahm")
