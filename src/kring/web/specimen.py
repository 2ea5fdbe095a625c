"""The rows that /design/ shows: every part in every state, with children and teachers who do not exist.

Here belongs example data for the living page alone. Nothing else may use it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kring.norms import Reason, Remedy, allow, ask, refuse
from kring.web.assets import icon_names
from kring.web.frame import CAPS, Frame, PlaceLink
from kring.web.tags.signs import badge_html
from kring.web.verdicts import Way

NOW = datetime(2026, 11, 17, 12, 45, tzinfo=UTC)
WIDTH, HEIGHT = 600, 450

COLOURS = (
    "floor", "floor-deep", "sheet", "sheet-2", "ink", "ink-soft", "line-strong", "margin", "act", "act-tint", "pencil",
    "pencil-tint", "may", "may-tint", "ask", "ask-tint", "not", "not-tint", "cover",
)  # fmt: skip

MAY = Reason("placed", "OC-14", gettext_noop("Whoever has no yes is covered."))
LOOK = Reason("politics", "OC-21", gettext_noop("It says something about elections. That may if it belongs to the lesson."))
COVER = Remedy("cover", gettext_noop("Cover {name}"), {"name": "Ali"}, loss=0)
CROP = Remedy("crop", gettext_noop("Cut {name} off"), {"name": "Ali"}, loss=1)
FAMILIES = Remedy("families", gettext_noop("A version for each family"), loss=2)
CALL = Remedy("call", gettext_noop("Ask the parents of {name} when you meet them"), {"name": "Ali"}, loss=3)
NO_YES = Reason("no-yes", "OC-16", gettext_noop("For {name} there is no yes there."), {"name": "Ali"}, (COVER, CROP, FAMILIES, CALL))


@dataclass(frozen=True)
class Picture:
    src: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Face:
    number: int
    state: str
    x: int
    y: int
    width: int
    height: int
    name: str = ""


class SpecimenForm(forms.Form):
    """A form with one field of each kind; the start time is wrong."""

    bring = forms.CharField(required=True)
    starts = forms.CharField()
    day = forms.DateField(required=False)
    group = forms.ChoiceField(choices=lambda: [("4", _("Group 4")), ("7", _("Group 7"))])
    file = forms.FileField(required=False)
    days = forms.MultipleChoiceField(
        choices=lambda: [("1", _("Monday")), ("2", _("Tuesday"))], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "bring": _("What should they bring along?"),
            "starts": _("Starts at"),
            "day": _("On which day"),
            "group": _("For which group"),
            "file": _("List of the school administration"),
            "days": _("Days at work"),
            "agreed": _("I showed this to the class"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["bring"].help_text = _("Keep it short. Parents read this in the corridor.")

    def clean_starts(self) -> str:
        raise forms.ValidationError(_("25:00 does not exist. Choose a time between 0:00 and 23:59."))


def everything() -> dict[str, Any]:
    """This function will return all rows of the living page, in the language of the moment."""
    return {
        "colours": COLOURS,
        "icons": icon_names(),
        "now": NOW,
        **_answers(),
        **_people_and_pictures(),
        **_lists(),
        "form": _form(),
        "frame": _frame(),
    }


def _answers() -> dict[str, Any]:
    return {
        "may": allow(MAY),
        "look": ask(LOOK, decider="counsellor"),
        "may_not": refuse(NO_YES),
        "ways": {
            "cover": Way(url="#no", icon="cover", less=_("The rest stays visible")),
            "crop": Way(url="#no", icon="crop", less=_("You keep five children")),
            "families": Way(url="#no", icon="families", less=_("Everyone sees their own child")),
        },
        "wave": WAVE,
        "until": NOW + timedelta(seconds=26),
        "options": [("yes", _("Yes")), ("no", _("No"))],
        "long_options": [
            ("cover", _("Cover Yara"), _("The photo comes back, without her face.")),
            ("erase", _("Take the photos away altogether"), _("The original too. That cannot be undone.")),
        ],
    }


def _people_and_pictures() -> dict[str, Any]:
    pictures = (
        ("moestuin--afgedekt", _("Children in the vegetable garden, one is covered")),
        ("knutselen", _("Children doing crafts")),
        ("lezen", _("Children reading together")),
        ("gym", _("Children in the gym")),
    )
    rows = [Picture(static(f"web/img/art/{name}.svg"), alt) for name, alt in pictures]
    forest = Picture(static("web/img/art/bos-groep.svg"), _("Nine children in the forest"))
    states = (
        ("unknown", 121, 211, 34, ""), ("may", 226, 199, 34, ""), ("adult", 358, 197, 34, ""), ("unknown", 468, 201, 34, ""),
        ("may", 62, 281, 42, ""), ("may", 195, 293, 42, ""), ("not", 303, 280, 42, "Noor"), ("covered", 431, 290, 42, ""),
        ("unknown", 536, 281, 42, ""),
    )  # fmt: skip
    faces = [Face(n, state, x - r, y - r, 2 * r, 2 * r, name) for n, (state, x, y, r, name) in enumerate(states, 1)]
    return {"pictures": rows, "forest": forest, "faces": faces, "places": PLACES}


# Where a bar stands, from where and how tall: a voice of a few seconds.
WAVE = [(x, 16 - h // 2, h) for x, h in zip(range(0, 210, 10), (14, 22, 28, 25, 17, 8, 15, 19, 18, 12, 8, 6, 7, 12, 18, 25, 22, 15, 12, 19, 25), strict=True)]

PLACES = ("group", "name", "website", "social", "guide", "newsletter", "building")


def _lists() -> dict[str, Any]:
    stop, plus = badge_html(_("access stops"), icon="lock", tone="not"), badge_html(_("is added"), icon="plus")
    return {
        "head": [(_("Kind of change"), "keep"), _("What changes"), _("What people notice"), (_("Line in the file"), "num")],
        "table_rows": [
            (plus, format_html(_("<b>{}</b> starts in group 3 on 23 November."), "Julia Nowak"), _("Her mother gets a letter with a code."), "212"),
            (stop, format_html(_("<b>{}</b> has no authority any more since 12 November."), _("A parent of Mees Hofman")), _("Sees nothing new from then on."), "1.118"),
        ],
        "facts": [(_("Read on"), _("Tue 17 November, 09:12")), (_("Read by"), "Hanneke Blom"), (_("Fingerprint"), format_html("<code>{}</code>", "7f3a 91c2"))],
        "steps": [
            (_("What it says"), _("Pictures of pupils only in their own group, and only with a yes.")),
            (_("The rule that does it"), format_html("<code>{}</code>", "may_place_photo")),
            (_("Now, on the real data"), _("0 faces in sight without a yes.")),
        ],
        "tabs": [(_("Who looked"), "#tabs", True), (_("What was shared"), "#tabs", False), (_("What it says"), "#tabs", False)],
    }


def _form() -> SpecimenForm:
    form = SpecimenForm({"bring": _("Boots and an old coat"), "starts": "25:00", "group": "4", "days": ["1"], "agreed": True})
    form.is_valid()
    return form


def _frame() -> Frame:
    rows = (
        ("today", _("Today"), 0),
        ("message", _("Messages"), 2),
        ("photo", _("Photos"), 0),
        ("agenda", _("Agenda"), 0),
        ("children", _("Children"), 0),
    )
    places = tuple(PlaceLink("#frame", icon, label, count, icon == "today", label) for icon, label, count in rows)
    return Frame("Het Hoefblad", str(CAPS["guardian"]), "#frame", False, True, "/", places)
