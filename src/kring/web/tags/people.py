"""Persons: chips to pick, discs and sheets, a name with a second line."""

from typing import Any

from django.template import Library

from kring.web.people import card_of, initials_of

register = Library()


def _disc(name: str, id: Any, adult: bool, size: str, initials: str) -> dict[str, Any]:
    letters = initials or initials_of(name, adult=adult)
    return {"initials": letters, "card": card_of(id or name), "adult": adult, "size": size}


@register.inclusion_tag("web/_avatar.html")
def avatar(name: str, id: Any = None, adult: bool = False, size: str = "", initials: str = "") -> dict[str, Any]:
    """A child as a disc, an adult as a sheet, with letters and a card colour that means nothing."""
    return _disc(name, id, adult, size, initials)


@register.inclusion_tag("web/_person.html")
def person(
    name: str,
    id: Any = None,
    adult: bool = False,
    note: str = "",
    url: str = "",
    current: bool = False,
    initials: str = "",
    field: str = "",
    value: Any = "",
    pick: str = "",
    chosen: bool = False,
) -> dict[str, Any]:
    """A person to pick or show: a link (`url`), a button (`field value`), or pick="checkbox" or "radio" in a form."""
    row = _disc(name, id, adult, "", initials)
    return row | {
        "name": name,
        "note": note,
        "url": url,
        "current": current,
        "field": field,
        "value": value,
        "pick": pick,
        "chosen": chosen,
    }


@register.inclusion_tag("web/_who.html")
def who(name: str, id: Any = None, adult: bool = False, note: str = "", initials: str = "") -> dict[str, Any]:
    """A person with a second line, to read."""
    return _disc(name, id, adult, "", initials) | {"name": name, "note": note}
