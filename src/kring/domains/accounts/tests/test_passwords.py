"""Which passwords burglars try: from leaks, with ornament, doubled, along the keyboard; and which are good."""

import pytest
from django.forms import BaseForm, PasswordInput
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.accounts import forms
from kring.domains.accounts.queries import passwords
from kring.web.errors import SECRET

KNOWN = ["Welkom2026!!", "W3lk0m@school", "wachtwoord01", "Zomer-2026-Winter", "qwertyuiop12", "1234567890123", "aaaaaaaaaaaa",
         "abcabcabcabc", "zomerzomer123", "Juf.Sanne.2026", "Feyenoord1908", "Hoefblad2026!", "iloveyou1234", "1qaz2wsx3edc",
         "PASSWORD1234", "p@$$w0rd2026", "abcdefghijkl", "zyxwvutsrqpon", "letmein letmein"]
GOOD = ["kikker tafel raam 91", "ladder-mist-orgel-wol", "correct horse battery staple", "vier losse woorden hier",
        "Xq7-vlam-Drie-noot", "de kat eet geen radijs", "Ünïcödé wörter gähen", "密码很长也很好记得住的句子"]


@pytest.mark.norm("PL-02.b")
@pytest.mark.parametrize("password", KNOWN)
def test_known(password):
    assert passwords.is_known(password=password)


@pytest.mark.norm("PL-02.b")
@pytest.mark.parametrize("password", GOOD)
def test_good(password):
    assert not passwords.is_known(password=password)


@given(st.sampled_from(KNOWN), st.text("0123456789!?.", max_size=4))
def test_ornament_behind_a_known_one_helps_nothing(password, ornament):
    assert passwords.is_known(password=password + ornament) or not ornament


@given(st.text(max_size=60))
def test_any_text_has_an_answer(password):
    assert passwords.is_known(password=password) in (True, False)


@pytest.mark.parametrize("password, about", [("farida-farida", True), ("Farida.Amrani1", True), ("kikker tafel raam", False)])
def test_about_oneself(password, about):
    found = passwords.facts(password=password, username="farida", email="farida.amrani@ouders.example", on=None)
    assert found.about_owner is about


def test_no_field_for_a_secret_is_ever_said_back_by_a_page_of_an_error():
    of_pages = [one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, BaseForm) and one.__module__ == forms.__name__]
    secret = {name for form in of_pages for name, field in form.base_fields.items()
              if isinstance(field.widget, PasswordInput) or name in ("code", "credential")}
    assert {"password", "again", "code", "credential"} <= secret <= SECRET
