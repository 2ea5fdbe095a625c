"""The places of the menu, per capacity; one whose page is not there is left out. Settings show them to the frame."""

from django.utils.translation import gettext_lazy as _

from kring.web.frame import Place

PLACES = {
    "guardian": [
        Place("today:today", "today", _("Today")),
        Place("posts:feed", "message", _("Messages")),
        Place("consent:overview", "children", _("Consent")),
        Place("accountability:promises", "book", _("What we promise"), short=_("Promises")),
        Place("accounts:account", "cap", _("My account"), short=_("Account")),
    ],
    **{
        role: [
            Place("today:today", "today", _("Today")),
            Place("posts:feed", "message", _("Messages")),
            Place("media:checking", "photo", _("Check photos"), short=_("To check")),
            Place("consent:groups", "children", _("Consent")),
            Place("accountability:council", "may", _("Accountability")),
            Place("policy:agreements", "book", _("Agreements")),
            Place("accounts:account", "cap", _("My account"), short=_("Account")),
        ]
        for role in ("teacher", "support", "director")
    },
    "pupil": [
        Place("consent:overview", "children", _("Consent")),
        Place("accountability:promises", "book", _("What we promise"), short=_("Promises")),
        Place("accounts:account", "cap", _("My account"), short=_("Account")),
    ],
    "administrator": [
        Place("today:today", "today", _("Today")),
        Place("roster:roster", "children", _("Roster"), short=_("Read in")),
        Place("accounts:desk", "message", _("Invitations")),
        Place("consent:paper", "book", _("Paper forms"), short=_("Paper")),
        Place("policy:agreements", "book", _("Agreements")),
        Place("accounts:account", "cap", _("My account"), short=_("Account")),
    ],
    "officer": [
        Place("today:today", "today", _("Today")),
        Place("accountability:council", "book", _("Accountability")),
        Place("policy:agreements", "book", _("Agreements")),
        Place("accounts:account", "cap", _("My account"), short=_("Account")),
    ],
}
