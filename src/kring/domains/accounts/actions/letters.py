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
from qrcode.image.svg import SvgPathImage

from kring.domains.accounts.actions.invitations import Letter
from kring.domains.people import queries as people
from kring.domains.school import queries as school_queries
from kring.ground import clock
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
    pages = [{"first": _page(letter, names[letter.person_id].full, sender, DUTCH),
              "second": _page(letter, "", sender, ENGLISH) if languages.get(letter.person_id) == ENGLISH else None}
             for letter in letters]
    data = json.dumps({"title": sender, "people": pages})
    return typst.compile(SOURCE.read_bytes(), sys_inputs={"data": data})


def _sender(actor: Actor) -> str:
    school = school_queries.school(board_id=actor.board_id, school_id=actor.school_id) if actor.school_id else None
    return school.name if school else school_queries.board_name(board_id=actor.board_id)


def _page(letter: Letter, name: str, sender: str, language: str) -> dict:
    host = settings.KRING_ADDRESS.split("://")[-1]
    until = clock.local(letter.expires_at)
    with translation.override(language):
        values = {"school": sender, "host": host, "day": moments.FORMS["date"](until)}
        return {
            "lang": language, "school": sender, "name": name, "code": letter.code, "qr": _qr(letter.code),
            "heading": _("Your way into the circle"),
            "intro": _("At %(school)s we tell parents what happens in the group in Kring: closed, without advertising, "
                       "and you decide about pictures. With this code you make your own way in.") % values,
            "code-label": _("Your code"),
            "until": _("Works once, until %(day)s") % values,
            "qr-alt": _("The same code to scan with your phone"),
            "steps": [_("Go to %(host)s/invitation, or scan the square with your phone.") % values,
                      _("Fill in the code."),
                      _("Show that it is you: with a code in your e-mail, or at school."),
                      _("Choose how you sign in. That is all.")],
            "safe": _("This code is for you alone. Another parent gets a letter of their own. We never ask for this code by "
                      "phone or e-mail."),
            "lost": _("Letter lost, or no telephone or computer? Come by at school. You get a new code, and we help you."),
            "short": _("This is your way into Kring of %(school)s. Go to %(host)s/invitation and fill in the code above. It "
                       "works once, for you alone, until %(day)s. Do you want help? Come by at school.") % values,
        }


def _qr(code: str) -> str:
    """This function will draw the address with the code as lines, so that it prints sharp at any size."""
    return qrcode.make(f"{settings.KRING_ADDRESS}/i/{code}/", image_factory=SvgPathImage, border=0).to_string().decode()

