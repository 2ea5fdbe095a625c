"""The demo's door is no part of the product, and opens on no other database than a demo's."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kring.ground.models import Birth
from kring.pages.demo_signin import queries

pytestmark = pytest.mark.django_db


def test_under_the_product_s_settings_there_is_no_such_page():
    assert "kring.pages.demo_signin" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("demo_signin:door")
    assert Client().get("/demo/").status_code == 404


def test_a_database_that_was_not_born_as_a_demo_is_refused():
    assert Birth.objects.get().kind == "test"
    with pytest.raises(queries.NotADemo):
        queries.require_demo()
