"""Fields and choices. A yes and a no are equal in every way and nothing is chosen beforehand."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Library

register = Library()

NATIVE = ((forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"), (forms.DateInput, "date", "%Y-%m-%d"), (forms.TimeInput, "time", "%H:%M"))


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    help: Any
    chosen: bool
    id: str


def options_of(rows: Any, *, name: str, chosen: Any) -> list[Option]:
    """This function will make the sides of a choice of rows (value, label) or (value, label, help)."""
    picked = {str(one) for one in chosen} if isinstance(chosen, (list, tuple, set)) else {str(chosen)} - {"None"}
    return [
        Option(str(row[0]), row[1], row[2] if len(row) > 2 else "", str(row[0]) in picked, f"{name}-{number}")
        for number, row in enumerate(rows)
    ]


@register.inclusion_tag("web/_choice.html")
def choice(
    name: str,
    legend: str,
    options: Any,
    chosen: Any = None,
    form: str = "",
    hide_legend: bool = False,
    help: str = "",
    error: str = "",
    required: bool = False,
) -> dict[str, Any]:
    """Equal sides; form="list" puts them under each other, form="three" makes three columns."""
    sides = options_of(options, name=f"id_{name}", chosen=chosen)
    return {
        "name": name,
        "legend": legend,
        "options": sides,
        "form": form,
        "hide_legend": hide_legend,
        "help": help,
        "error": error,
        "required": required,
        "help_id": f"id_{name}_helptext",
        "error_id": f"id_{name}_error",
    }


@register.inclusion_tag("web/_field.html")
def field(bound: BoundField, kind: str = "", label: str = "", help: str = "") -> dict[str, Any]:
    """Any bound field with its label, help and error; kind="code" for big letters, "list" or "three" for radios."""
    values = {
        "bound": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "errors": bound.errors,
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "optional": not bound.field.required,
    }
    return values | _control(bound, kind)


def _control(bound: BoundField, kind: str) -> dict[str, Any]:
    widget = bound.field.widget
    if bound.is_hidden:
        return {"control": "hidden"}
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        several = isinstance(widget, forms.CheckboxSelectMultiple)
        return {"control": "checks" if several else "radios", "options": _options(bound), "form": kind, "name": bound.html_name}
    if isinstance(widget, forms.CheckboxInput):
        return {"control": "check"}
    for native, type_, form in NATIVE:
        if isinstance(widget, native):
            widget.input_type, widget.format = type_, form
            break
    classes = "input" + (f" input--{kind}" if kind else "")
    return {"control": "input", "widget": bound.as_widget(attrs={"class": f"{classes} {widget.attrs.get('class', '')}".strip()})}


def _options(bound: BoundField) -> list[Option]:
    found = [sub.data for sub in bound.subwidgets if str(sub.data["value"])]
    return [Option(str(d["value"]), d["label"], "", bool(d["selected"]), d["attrs"].get("id", "")) for d in found]


@register.inclusion_tag("web/_form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with a form, as one notice with links to its fields."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors and not bound.is_hidden]}


@register.inclusion_tag("web/_now_is.html")
def now_is(yes: bool, text: Any, url: str = "", link: str = "") -> dict[str, Any]:
    """What holds now, in ink: a yes and a no look the same here."""
    return {"yes": yes, "text": text, "url": url, "link": link}
