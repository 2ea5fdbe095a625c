"""Letters with a code, one page for each person, as one PDF. What differs goes to the typesetter as data, never as source.

On a letter stand the school, the name of its receiver and the code: no child, no group, no other parent.
"""

import json
from pathlib import Path

import qrcode
import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from qrcode.image.svg import SvgPathImage

from kring.domains.accounts.actions.invitations import Letter
from kring.domains.people import queries as people
from kring.domains.school import queries as school_queries
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.web import moments

SOURCE = Path(__file__).resolve().parents[1] / "templates/accounts/letter.typ"
DUTCH, ENGLISH = "nl", "en"


def render(*, actor: Actor, letters: list[Letter]) -> bytes:
    """This function will set letters, in Dutch and for those who read English shortly in that too."""
    ids = [letter.person_id for letter in letters]
    names = people.names(board_id=actor.board_id, person_ids=ids, ring=Ring(actor.board_id))
    languages = people.languages(board_id=actor.board_id, person_ids=ids)
    sender = _sender(actor)
    return typeset(sender=sender, people=[
        {"first": page(letter=letter, name=names[letter.person_id].full, sender=sender, language=DUTCH),
         "second": page(letter=letter, name="", sender=sender, language=ENGLISH)
         if languages.get(letter.person_id) == ENGLISH else None}
        for letter in letters
    ])


def typeset(*, sender: str, people: list[dict]) -> bytes:
    """This function will make the PDF out of the pages."""
    return typst.compile(SOURCE.read_bytes(), sys_inputs={"data": json.dumps({"title": sender, "people": people})})


def page(*, letter: Letter, name: str, sender: str, language: str) -> dict:
    """This function will write one letter in one language."""
    with translation.override(language):
        values = {"school": sender, "host": settings.KRING_ADDRESS.split("://")[-1],
                  "day": moments.FORMS["date"](letter.expires_at)}
        until = _("Works once, until %(day)s") if letter.opens_at else _("Works once, a day after a colleague has agreed")
        texts = _to_staff() if letter.is_staff else _to_family()
        return {
            "lang": language, "school": sender, "name": name, "code": letter.code, "qr": _qr(letter.code),
            "code-label": _("Code"), "until": until % values, "qr-alt": _("The same code to scan with your phone"),
            "heading": _("Back in the circle") if letter.is_return else _("Welcome in the circle"),
            "intro": texts["return" if letter.is_return else "intro"] % values,
            "steps": [step % values for step in texts["steps"]],
            "safe": texts["safe"], "lost": texts["lost"], "short": texts["short"] % values,
        }


def _to_family() -> dict:
    return {
        "intro": _("At %(school)s we tell parents in Kring what happens in the group: closed, without advertising, and you "
                   "decide about pictures. With this code you make your own way in."),
        "return": _("You told us that you cannot come in any more. With this code you make a new way in. On your old devices "
                    "you are signed out."),
        "steps": [_("Go to %(host)s/invitation, or scan the square with your phone."), _("Fill in the code."),
                  _("Show that it is you: with a code in your e-mail, or at school."),
                  _("Choose how you sign in. That is all.")],
        "safe": _("This code is for you alone. Another parent gets a letter of their own. We never ask for this code by phone "
                  "or e-mail."),
        "lost": _("Letter lost, or no telephone or computer? Come by at school. You get a new code, and we help you."),
        "short": _("This is your way into Kring of %(school)s. Go to %(host)s/invitation and fill in the code above. It works "
                   "once, for you alone. Do you want help? Come by at school."),
    }


def _to_staff() -> dict:
    return {
        "intro": pgettext("to staff", "At %(school)s you work with Kring: one closed place for messages, pictures and "
                                      "agreements with parents. With this code you make your own way in."),
        "return": pgettext("to staff", "Your way in was lost. With this code you make a new one. A colleague agrees to it first, "
                                       "and then it takes a day: so nobody else comes in with your name."),
        "steps": [pgettext("to staff", "Go to %(host)s/invitation, or scan the square with your phone."),
                  pgettext("to staff", "Fill in the code."),
                  pgettext("to staff", "Show that it is you: with a code in your e-mail, or at the administration."),
                  pgettext("to staff", "Choose how you sign in: a passkey, or a password and a second step.")],
        "safe": pgettext("to staff", "This code is for you alone. Nobody will ask you for it by phone or e-mail."),
        "lost": pgettext("to staff", "Letter lost? Ask the administration for a new one. The old code stops working then."),
        "short": pgettext("to staff", "This is your way into Kring of %(school)s. Go to %(host)s/invitation and fill in the code "
                                      "above. It works once, for you alone."),
    }


def _sender(actor: Actor) -> str:
    school = school_queries.school(board_id=actor.board_id, school_id=actor.school_id) if actor.school_id else None
    return school.name if school else school_queries.board_name(board_id=actor.board_id)


def _qr(code: str) -> str:
    """This function will draw the address with the code as lines, so that it prints sharp at any size."""
    return qrcode.make(f"{settings.KRING_ADDRESS}/i/{code}/", image_factory=SvgPathImage, border=0).to_string().decode()
