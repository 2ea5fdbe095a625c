"""What may be asked: right texts pass, waivers in any wording, bundles, strings and silent yeses do not."""

import pytest

from kring.domains.consent.rules.wording import WordingFacts, may_be_asked
from kring.domains.consent.terms import READY_TEXTS, Channel, Purpose

PICTURE, NAME = Purpose.PICTURE_WITH_OTHERS, Purpose.NAME
GROUP, WEBSITE = Channel.CLOSED_GROUP, Channel.WEBSITE
RIGHT = "Mag {child} op foto’s in de groep staan?"


def verdict(text=RIGHT, explain="", *, purpose=PICTURE, channel=GROUP):
    language = "en" if text.startswith("May ") else "nl"
    return may_be_asked(WordingFacts(purpose, channel, language, text, explain))


WAIVERS = [
    "Ouders ondertekenen dat zij dit risico nemen.",
    "U tekent ervoor dat u het risico draagt als er iets misgaat.",
    "Als het een keer fout gaat, is dat voor uw rekening.",
    "U vrijwaart de school van elke aansprakelijkheid.",
    "De school kan niet aansprakelijk worden gesteld voor verspreiding.",
    "U neemt voor lief dat een foto bij anderen terechtkomt.",
    "U zult het de school niet kwalijk nemen wanneer een foto uitlekt of lekt.",
    "Gaat er iets verkeerd, dan kunt u ons daar niet op aanspreken.",
    "U ziet af van een klacht hierover.",
    "U doet afstand van het recht om te klagen.",
    "U bent zelf verantwoordelijk voor wat er daarna mee gebeurt.",
    "U begrijpt dat er fouten gemaakt kunnen worden.",
    "U belooft info die per ongeluk bij u komt te verwijderen.",
    "Wij zijn niet schuldig als iemand er misbruik van maakt. De schuld ligt dan niet bij ons.",
    "U aanvaardt de gevolgen.",
    "Ｕ neemt dit ri\u200bsico.",
    "Met uw ja neemt u genoegen met de kans dat iemand hem doorstuurt.",
    "De school staat er niet voor in wat anderen ermee doen.",
    "U neemt het op de koop toe.",
    "Ouders dragen zelf de lasten.",
    "You accept the risk that it goes wrong.",
    "Parents sign that they will not hold the school liable.",
    "You waive any claim for damage.",
    "You are aware that mistakes happen.",
    "The school is not responsible for leaks.",
]


@pytest.mark.parametrize("sentence", WAIVERS)
@pytest.mark.norm("BK-07.a")
def test_a_waiver_is_refused_in_question_and_explanation(sentence):
    for text, explain in ((RIGHT, sentence), (f"{RIGHT[:-1]}, en {sentence.lower()}?", "")):
        refused = verdict(text, explain)
        assert not refused.allowed
        assert "consent.wording_waiver" in refused.codes


@pytest.mark.parametrize("name, text, explain", [
    ("two subjects", "Mag {child} met foto en naam in de groep staan?", ""),
    ("two places", "Mag {child} op foto’s in de groep en op de website staan?", ""),
    ("two places, no joining word", "Mag {child} op foto’s in de groep (website) staan?", ""),
    ("a list", "Mag {child} op foto’s in de groep, de krant staan?", ""),
    ("another purpose", "Mag {child} op foto’s in de groep en mee met de schoolreis?", ""),
    ("the phone number along", "Mag {child} op foto’s in de groep staan plus uw telefoonnummer?", ""),
    ("the explanation adds a place", RIGHT, "We zetten ze ook op Facebook."),
    ("the explanation adds the name", RIGHT, "De voornaam staat erbij."),
    ("the explanation asks more", RIGHT, "En mag het ook later nog?"),
    ("English", "May {child} be in photos in the group and on the website?", ""),
])
@pytest.mark.norm("BK-07.a")
def test_two_things_in_one_question_are_refused(name, text, explain):
    refused = verdict(text, explain)
    assert not refused.allowed
    assert "consent.wording_bundled" in refused.codes


@pytest.mark.parametrize("explain, code", [
    ("Reageert u niet, dan is het ja.", "consent.wording_prechosen"),
    ("Als u niets laat horen, gaan wij ervan uit dat het mag.", "consent.wording_prechosen"),
    ("Dit staat standaard op ja.", "consent.wording_prechosen"),
    ("Het mag, tenzij u bezwaar maakt.", "consent.wording_prechosen"),
    ("Geen reactie geldt als toestemming.", "consent.wording_prechosen"),
    ("Ja is al voor u aangevinkt.", "consent.wording_prechosen"),
    ("No answer counts as consent.", "consent.wording_prechosen"),
    ("Zonder toestemming kan uw kind niet mee.", "consent.wording_strings"),
    ("U moet dit invullen.", "consent.wording_strings"),
    ("Hiermee gaat u akkoord met de regels.", "consent.wording_strings"),
    ("Anders krijgt u geen berichten.", "consent.wording_strings"),
])
@pytest.mark.norm("BK-07.a", "PL-09.b")
def test_a_silent_yes_and_strings_are_refused(explain, code):
    refused = verdict(explain=explain)
    assert not refused.allowed
    assert code in refused.codes


@pytest.mark.parametrize("text, code", [
    ("U geeft toestemming voor foto’s in de groep.", "consent.wording_no_question"),
    ("Mag het in de groep?", "consent.wording_other_place"),
    ("Mag {child} op foto’s staan?", "consent.wording_other_place"),
    ("Mag {child} op foto’s op de website staan?", "consent.wording_other_place"),
    ("Mag {child} op foto’s in de groep staan? Mag het in de klas?", "consent.wording_no_question"),
    ("", "consent.wording_no_question"),
])
def test_a_text_that_is_no_question_about_its_own_place_is_refused(text, code):
    assert code in verdict(text).codes


@pytest.mark.parametrize("text, explain, purpose, channel", [
    (RIGHT, "", PICTURE, GROUP),
    (RIGHT, "Kiest u niets, dan is het nee.", PICTURE, GROUP),
    (RIGHT, "Geen antwoord is nee. U kunt het elke dag anders kiezen.", PICTURE, GROUP),
    (RIGHT, "Alleen als u ja zegt, staat {child} erop.", PICTURE, GROUP),
    (RIGHT, "Niet op de website. Zonder naam erbij.", PICTURE, GROUP),
    ("Mag {child} op foto’s, filmpjes en video’s in de groep staan?", "", PICTURE, GROUP),
    ("Mogen de foto’s van {child} in de klas?", "Er hangt een tekening bij.", PICTURE, GROUP),
    ("Mag {child} op foto's op de openbare website van school staan?", "Te zien voor iedereen.", PICTURE, WEBSITE),
    ("Mag de roepnaam van {child} in de groep?", "Bijvoorbeeld bij een verjaardag. Zonder foto.", NAME, GROUP),
    ("May {child} be in photos and videos in the class?", "Choose nothing, and it is no.", PICTURE, GROUP),
])
@pytest.mark.norm("BK-07.b")
def test_a_right_text_is_accepted(text, explain, purpose, channel):
    accepted = verdict(text, explain, purpose=purpose, channel=channel)
    assert accepted.allowed, [(r.code, dict(r.params)) for r in accepted.reasons]
    assert accepted.duties == ()


@pytest.mark.parametrize("place", READY_TEXTS, ids=lambda p: f"{p[0]} {p[1]}")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.norm("BK-07.b")
def test_the_ready_texts_are_right_in_both_languages(place, language):
    from django.utils.translation import gettext, override

    with override(language):
        text, explain = (gettext(part) for part in READY_TEXTS[place])
    assert language == "en" or text != READY_TEXTS[place][0], "not translated"
    accepted = verdict(text, explain, purpose=place[0], channel=place[1])
    assert accepted.allowed, (text, explain, [(r.code, dict(r.params)) for r in accepted.reasons])
    assert "{child}" in text


def test_a_long_sentence_is_allowed_with_the_duty_to_shorten_it():
    long = "De ouders van de kinderen die dit jaar in deze groep zitten zien ze op hun eigen telefoon of computer thuis."
    assert verdict(explain=long).duties == ("shorten-sentences",)
