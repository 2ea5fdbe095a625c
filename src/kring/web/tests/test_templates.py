"""What holds for every template of Kring, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.template import Template

from kring.web import assets

SOURCE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in SOURCE.glob("**/templates/**/*") if path.suffix in (".html", ".svg"))
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]
# A document that leaves as a file or e-mail of its own has no sheet beside it.
STANDALONE: set[str] = set()
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx that is evaluated": re.compile(r"hx-on|hx-vals=[\"']js:|hx-trigger=[\"'][^\"']*\["),
    "an address elsewhere": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.I),
}


def broken(text: str) -> list[str]:
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def test_the_check_sees_each_fault():
    planted = {
        "a style attribute": '<p class="a" style="color:red">',
        "a style element": "<style>p{}</style>",
        "an inline script": "<script>go()</script>",
        "a handler attribute": '<a href="#" onclick="go()">',
        "htmx that is evaluated": "<p hx-vals='js:{a:1}'>",
        "an address elsewhere": '<img src="//cdn.example/x.png">',
    }
    assert {what: broken(text) for what, text in planted.items()} == {what: [what] for what in planted}
    assert broken('<script type="module" src="/static/web/js/undo.js"></script><a class="button" href="/x/">x</a>') == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path):
    if str(path.relative_to(SOURCE)) in STANDALONE:
        pytest.skip("a document of its own")
    assert broken(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_uses_tags_as_they_are(path):
    Template(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_picture_has_a_text_and_a_size(path):
    for tag in re.findall(r"<img\b[^>]*>", path.read_text(encoding="utf-8")):
        assert all(re.search(rf"\b{name}=", tag) for name in ("alt", "width", "height")), tag


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_an_icon_that_is_named_exists(path):
    named = re.findall(r"(?:\{% icon |\bicon=)\"([a-z-]+)\"", path.read_text(encoding="utf-8"))
    assert set(named) <= set(assets.icon_names())


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_form_that_posts_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?(?:</form>|\Z)", text, re.I | re.S)
    assert all("csrf_token" in form for form in forms)
