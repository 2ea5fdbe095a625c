"""Words of the page: chapters, states, statuses, and terms as people say them.

Here belong the sentences that do not stand in a template. The norms' own sentences are data.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kring.norms import Parameter, Value
from kring.norms.evidence import NOT_YET, PARTLY, WORKING

CHAPTERS = {
    "000": gettext_noop("Recording a conversation"),
    "001": gettext_noop("Messages and photos, without an app of others"),
    "002": gettext_noop("Filming in class"),
    "003": gettext_noop("How we communicate"),
    "004": gettext_noop("Your child's data and pictures"),
}
SIGNS = {WORKING: "may", PARTLY: "ask", NOT_YET: ""}
STATES = {
    WORKING: gettext_noop("works, and is proved"),
    PARTLY: gettext_noop("works in part"),
    NOT_YET: gettext_noop("not in Kring yet"),
}
KINDS = {
    "enforce": gettext_noop("Kring makes the wrong act impossible, or stops it with a reason."),
    "support": gettext_noop("Kring does the work that this asks of people."),
    "inform": gettext_noop("Kring tells the right person in time, and keeps that it did."),
}
STATUSES = {
    "law": gettext_noop("stands in the law or the agreement itself"),
    "guidance": gettext_noop("advised"),
    "measured": gettext_noop("measured"),
    "proposal": gettext_noop("proposal, for the board and the council"),
}


def chapter(number: str) -> str:
    """This function will return the name of a chapter in the reader's language."""
    return _(CHAPTERS[number])


def value_text(parameter: Parameter, value: Value) -> str:
    """This function will say a parameter's value with its unit."""
    if isinstance(value, str):
        return value
    said = _counted(parameter.unit, value)
    return said % {"n": value} if said else f"{value} {parameter.unit}"


def _counted(unit: str, n: int) -> str:
    forms = {
        "years": lambda: ngettext("%(n)s year", "%(n)s years", n),
        "months": lambda: ngettext("%(n)s month", "%(n)s months", n),
        "months after school year": lambda: ngettext(
            "%(n)s month after the school year", "%(n)s months after the school year", n
        ),
        "days": lambda: ngettext("%(n)s day", "%(n)s days", n),
        "school days": lambda: ngettext("%(n)s school day", "%(n)s school days", n),
        "hours": lambda: ngettext("%(n)s hour", "%(n)s hours", n),
        "minutes": lambda: ngettext("%(n)s minute", "%(n)s minutes", n),
        "seconds": lambda: ngettext("%(n)s second", "%(n)s seconds", n),
    }
    return forms[unit]() if unit in forms else ""
