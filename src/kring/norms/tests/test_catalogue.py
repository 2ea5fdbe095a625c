"""The norms as data: complete, quoted letter for letter, and each thing that is named exists."""

import re

import pytest

from kring.norms import Kind, documents, norms, parameters, part_ids, statutes

PREFIXES = {"000": "GO", "001": "BK", "002": "LO", "003": "OC", "004": "PL"}


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_rule_of_the_five_documents_is_here():
    counts = {number: sum(norm.document == number for norm in norms().values()) for number in PREFIXES}
    assert counts == {"000": 14, "001": 14, "002": 17, "003": 38, "004": 16}
    assert {number: document.prefix for number, document in documents().items()} == PREFIXES


def test_ids_are_numbered_without_gaps_under_their_documents_prefix():
    for number, prefix in PREFIXES.items():
        ids = [norm.id for norm in norms().values() if norm.document == number]
        assert ids == [f"{prefix}-{place:02}" for place in range(1, len(ids) + 1)]


@pytest.mark.parametrize("norm", norms().values(), ids=lambda norm: norm.id)
def test_each_quotation_stands_in_its_document_letter_for_letter(norm):
    text = words(documents()[norm.document].text())
    assert norm.quote
    for sentence in norm.quote:
        assert words(sentence) in text


@pytest.mark.parametrize("norm", norms().values(), ids=lambda norm: norm.id)
def test_each_norm_is_told_whole(norm):
    assert isinstance(norm.kind, Kind)
    assert norm.source.startswith(norm.document)
    for sentence in (norm.nl, norm.en, norm.reading_nl, norm.reading_en, norm.does):
        assert sentence == sentence.strip()
        assert sentence.endswith((".", ")"))
    assert norm.proof and all(norm.proof)
    assert norm.nl not in norm.reading_nl
    assert set(norm.statutes) <= set(statutes())


def test_parts_are_lettered_in_order():
    norm = norms()["OC-14"]
    assert norm.part_ids == ("OC-14.a", "OC-14.b", "OC-14.c", "OC-14.d", "OC-14.e")
    assert norm.parts["c"] == "Group without a restricted child: only the outsider question"
    assert set(norm.part_ids) < part_ids()


def test_norms_refer_only_to_norms_that_exist():
    for norm in norms().values():
        said = " ".join((norm.nl, norm.en, norm.reading_nl, norm.reading_en, norm.does, *norm.proof))
        assert set(re.findall(r"\b(?:GO|BK|LO|OC|PL)-\d\d\b", said)) <= set(norms()), norm.id


def test_statutes_have_an_official_address_and_are_leaned_on():
    for statute in statutes().values():
        assert statute.address.startswith(("https://eur-lex.europa.eu/eli/", "https://wetten.overheid.nl/BWB"))
        assert statute.nl and statute.en
    assert {key for norm in norms().values() for key in norm.statutes} == set(statutes())


def test_parameters_are_under_norms_and_say_where_they_come_from():
    for parameter in parameters().values():
        assert set(parameter.norms) <= set(norms()) and parameter.norms, parameter.name
        assert parameter.nl and parameter.en and parameter.unit
        for dated in parameter.values:
            assert dated.status in ("law", "guidance", "measured", "proposal")
            assert dated.source
        starts = [dated.start for dated in parameter.values]
        assert starts == sorted(set(starts))


def test_the_norms_cannot_be_changed_by_who_reads_them():
    with pytest.raises(TypeError):
        norms()["OC-14"] = None
