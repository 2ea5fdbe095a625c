"""Signing in over HTTP: what opens, what does not, and that neither tells who exists."""

import pytest
from django.urls import reverse

from kring.domains.accounts.models import Session
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import GOOD

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def post(client, url, data=None, **more):
    return client.post(url, {"form_key": cast.key(), **(data or {})}, **more)


def password(client, login, word=GOOD, **more):
    return post(client, SIGN_IN, {"login": login, "password": word}, **more)


def test_a_guardian_signs_in_with_password_and_app(client, school):
    made = cast.account(school, "farida", app=True)
    assert password(client, "farida")["Location"] == reverse("accounts:second-step")
    assert post(client, "/sign-in/second-step/", {"code": cast.code_of(made.seed)})["Location"] == "/"
    assert client.get("/account/").status_code == 200
