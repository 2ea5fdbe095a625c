"""Who is one of us, and which form of a language they hear."""

import pytest
from django.utils import translation

from kring.web import voice
from kring.web.tests.cast import knock


@pytest.mark.parametrize(("capacities", "near"), [
    (["teacher"], True), (["officer", "director"], True), (["pupil"], True), (["guardian"], False), (["teacher", "guardian"], False), ([], False)])
def test_a_parent_among_other_things_is_a_parent(capacities, near):
    assert voice.is_near(capacities) is near


@pytest.mark.parametrize(("language", "near", "form"), [("nl", True, "nl-x-je"), ("nl", False, "nl"), ("en", True, "en"), ("en", False, "en")])
def test_a_language_with_one_word_for_you_has_one_form(language, near, form):
    request = knock()
    voice.speak(request, language=language, near=near)
    assert (translation.get_language(), request.LANGUAGE_CODE, voice.language()) == (form, language, language)


def test_the_nearer_form_falls_back_to_the_language_itself():
    with translation.override("nl"):
        far = translation.gettext("This page is not here"), translation.ngettext("%d day", "%d days", 2)
    with translation.override("nl-x-je"):
        assert (translation.gettext("This page is not here"), translation.ngettext("%d day", "%d days", 2)) == far
    assert far[0] == "Deze bladzij is hier niet"
