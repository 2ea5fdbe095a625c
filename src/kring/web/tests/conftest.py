"""Dutch texts as they ship, so that tests see what people see."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation

CATALOGUE = Path(__file__).parents[1] / "locale/nl/LC_MESSAGES/django.po"


@pytest.fixture(scope="session", autouse=True)
def dutch_texts():
    """Compile the catalogue before the first page is drawn."""
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < CATALOGUE.stat().st_mtime:
        with CATALOGUE.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source, locale="nl"))


@pytest.fixture(autouse=True)
def in_dutch(settings):
    settings.ROOT_URLCONF = "kring.web.tests.urls"
    with translation.override("nl"):
        yield
