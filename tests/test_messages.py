"""Every sentence for people has a Dutch one, whole and not fuzzy, with the same placeholders."""

import re

import pytest

from tests.messages import app_of, built_up, catalogue, catalogues, marked
from tests.tree import files, product_modules, relative, told

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w*\}(?!\})")
PO_FILES = files(".po", under="src/kring/")
# Where Dutch says "u", what is said to staff and pupils says "je": a catalogue of its own with those sentences alone.
NEAR_FILES = [path for path in PO_FILES if "nl_X-je" in path.parts]
FAR, NEAR = re.compile(r"\b[Uu](w|we)?\b"), re.compile(r"\b[Jj](e|ij|ou|ouw)\b")
# Written to somebody else than who reads the page.
TO_OTHERS = ("accounts/actions/letters.py",)


def found_in(catalogues, message):
    """The entry of a message in its own app's catalogue; code outside apps may lean on any."""
    app = app_of(message.path)
    places = [catalogues[app]] if app in catalogues else ([] if app else catalogues.values())
    for place in places:
        if entry := place.get((message.text, message.plural) if message.plural else message.text, context=message.context or None):
            return entry
    return None


def strings(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_every_message_has_a_dutch_one():
    dutch = catalogues("nl")
    missing = []
    for message in marked():
        entry = found_in(dutch, message)
        if entry is None or entry.fuzzy or not all(strings(entry)):
            missing.append(f"{relative(message.path)}:{message.line} {message.text!r}")
    assert not missing, told(missing)


def test_messages_are_marked_whole():
    found = [place for path in product_modules() for place in built_up(path)]
    assert not found, "a message that is put together before it is marked cannot be translated" + told(found)


@pytest.mark.parametrize("path", PO_FILES, ids=relative)
def test_no_entry_is_fuzzy_and_none_is_half(path):
    wrong = [entry.id for entry in catalogue(path) if entry.id and (entry.fuzzy or not all(strings(entry)))]
    assert not wrong, told(wrong)


@pytest.mark.parametrize("path", PO_FILES, ids=relative)
def test_a_translation_keeps_the_placeholders(path):
    wrong = []
    for entry in catalogue(path):
        if not entry.id:
            continue
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        first = set(PLACEHOLDER.findall(ids[0]))
        for place, string in enumerate(strings(entry)):
            has = set(PLACEHOLDER.findall(string))
            if has != wanted and not (place == 0 and len(ids) > 1 and has in (first, wanted)):
                wrong.append(f"{ids[0]!r}: {sorted(wanted ^ has)}")
    assert not wrong, told(wrong)


@pytest.mark.parametrize("path", NEAR_FILES, ids=relative)
def test_the_nearer_form_is_another_wording_of_the_same_sentence(path):
    far, wrong = catalogue(path.parents[2] / "nl/LC_MESSAGES/django.po"), []
    for entry in catalogue(path):
        known = far.get(entry.id, context=entry.context) if entry.id else None
        if entry.id and (known is None or not all(map(FAR.search, strings(known))) or any(map(FAR.search, strings(entry)))
                         or not all(map(NEAR.search, strings(entry)))):
            wrong.append(f"{entry.id!r}: {strings(entry)}")
    assert not wrong, told(wrong)


def test_every_sentence_about_one_s_account_has_the_nearer_form():
    app = app_of(next(path for path in product_modules() if "accounts/actions/letters.py" in str(path)))
    near, far = catalogue(app / "locale/nl_X-je/LC_MESSAGES/django.po"), catalogues("nl")[app]
    shown = {(message.context or None, message.plural and (message.text, message.plural) or message.text) for message in marked()
             if app_of(message.path) == app and not str(message.path).endswith(TO_OTHERS)}
    missing = [entry.id for entry in far if entry.id and (entry.context, entry.id) in shown
               and any(map(FAR.search, strings(entry))) and near.get(entry.id, context=entry.context) is None]
    assert len(shown) > 100 and not missing, told(missing)


def test_catalogues_say_that_they_are_utf_8():
    without = [relative(path) for path in PO_FILES if "charset=UTF-8" not in path.read_text(encoding="utf-8")[:2000]]
    assert not without, told(without)


def test_no_message_stands_twice_in_one_catalogue():
    twice = []
    for path in PO_FILES:
        ids = re.findall(r'^(?:msgctxt (.*)\n)?msgid ((?:".*"\n)+)', path.read_text(encoding="utf-8"), re.M)
        twice += [f"{relative(path)} {id_[1].strip()}" for id_ in set(ids) if ids.count(id_) > 1]
    assert not twice, told(twice)


def test_one_sentence_has_one_dutch_form_in_all_apps():
    """Django takes the first catalogue that has a message; a second form would never be seen, or be seen by accident."""
    forms, twice = {}, []
    for app, texts in catalogues("nl").items():
        for entry in texts:
            if not entry.id:
                continue
            key = (entry.context, entry.id if isinstance(entry.id, str) else entry.id[0])
            known = forms.setdefault(key, (app, strings(entry)))
            if known[1] != strings(entry):
                twice.append(f"{key[1]!r}: {known[0].name} {known[1][0]!r}, {app.name} {strings(entry)[0]!r}")
    assert not twice, told(twice)
