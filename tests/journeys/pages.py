"""Every page of the product: whose it is, and how somebody comes there in the played school. A new page must be added here.

An address with an id in it is found as people find it: by following links, each the first of its kind on the page before.
"""

from dataclasses import dataclass

# A name of the cast, and the role in which somebody comes in where they have several. `.stil` is of the quiet schools.
TEACHER_OF_7 = "naima.el.idrissi teacher"
PARENT_AND_TEACHER = "naima.el.idrissi guardian"
FARIDA, HILDE, NADIA = "farida.amrani", "hilde.postma", "nadia.bouzid"
SANNE, PETRA, INGRID, HANNEKE, MARIT = "sanne.bergsma", "petra.willems", "ingrid.vos", "hanneke.blom", "marit.haverkamp"
WOUT, LENA, ASHA, RAVI = "wout.stil", "lena.stil", "asha.stil", "ravi.stil"
MICK, JET, TIES, NOA, FENNA, OTTO, VERA = ("mick.stil", "jet.stil", "ties.stil", "noa.stil", "fenna.stil", "otto.stil",
                                           "vera.stil")
NOBODY = ""


@dataclass(frozen=True)
class Visit:
    """Somebody opens an address and follows links, and is at the page."""

    who: str
    start: str
    links: tuple[str, ...] = ()


def by(who: str, start: str, *links: str) -> Visit:
    return Visit(who, start, links)


def all_of(people: tuple[str, ...], start: str, *links: str) -> tuple[Visit, ...]:
    return tuple(by(who, start, *links) for who in people)


# One of each role, first of the school that is full, then of those that are empty.
FULL = (FARIDA, SANNE, PETRA, INGRID, HANNEKE, MARIT)
EMPTY = (WOUT, LENA, MICK, JET, TIES, NOA, FENNA, OTTO)
MESSAGE, WITH_PHOTO = "article h2 a", "article:has(img) h2 a"
A_PHOTO = "main figure a.photo"
PAGES: dict[str, tuple[Visit, ...]] = {
    "": all_of((*FULL, *EMPTY), "/"),
    "account/": all_of((FARIDA, SANNE, RAVI, OTTO), "/account/"),
    "account/authenticator/": all_of((WOUT, SANNE), "/account/", "a[href='/account/second-factor/']",
                                     "a[href='/account/authenticator/']"),
    "account/caps/": (by(PARENT_AND_TEACHER, "/account/", "a[href='/account/caps/']"), by(TEACHER_OF_7, "/account/caps/")),
    "account/password/": all_of((FARIDA, SANNE), "/account/", "a[href='/account/password/']"),
    "account/proof/": all_of((FARIDA, SANNE), "/account/proof/"),
    "account/second-factor/": all_of((FARIDA, SANNE), "/account/", "a[href='/account/second-factor/']"),
    "accountability/": all_of((FARIDA, RAVI, SANNE, NOA), "/accountability/"),
    "accountability/auditor/": all_of((MARIT, INGRID, OTTO), "/accountability/auditor/"),
    "accountability/chapters/<str:number>/": all_of((FARIDA, SANNE), "/accountability/", "main .menu a"),
    "accountability/council/": all_of((MARIT, FARIDA, FENNA), "/accountability/council/"),
    "accountability/counts/": all_of((MARIT, FARIDA, NOA), "/accountability/counts/"),
    "accountability/norms/<str:norm_id>/": (
        by(MARIT, "/accountability/council/", "main tbody a"),
        by(FARIDA, "/accountability/", "main .menu a", "main li a[href^='/accountability/norms/']")),
    "accountability/rules/<str:name>/": all_of((MARIT, FARIDA), "/accountability/norms/OC-14/", "main .chain a[href*='/rules/']"),
    "agreements/": all_of((INGRID, SANNE, MARIT, NOA, FENNA), "/agreements/"),
    "consents/": all_of((LENA,), "/consents/"),
    "consents/<uuid:pupil_id>/": all_of((FARIDA, HILDE, NADIA, WOUT, ASHA, RAVI), "/consents/"),
    "consents/check/": all_of((FARIDA, HANNEKE), "/consents/check/"),
    "consents/forms/": all_of((HANNEKE, OTTO), "/consents/forms/"),
    "consents/forms/<uuid:pupil_id>/": all_of((HANNEKE,), "/consents/forms/", "main li a"),
    "consents/groups/": all_of((INGRID, PETRA, HANNEKE, JET, FENNA), "/consents/groups/"),
    "consents/groups/<uuid:group_id>/": (*all_of((SANNE, MICK), "/consents/groups/"),
                                         *all_of((INGRID, HANNEKE), "/consents/groups/", "main li a")),
    "consents/questions/": all_of((INGRID, FENNA, VERA), "/consents/questions/"),
    "consents/questions/<slug:purpose>/<slug:channel>/": (
        by(INGRID, "/consents/questions/", "main section a"), by(FENNA, "/consents/questions/", "main form a")),
    "design/": all_of((NOBODY,), "/design/"),
    "help/": all_of((NOBODY, FARIDA), "/help/"),
    "help/operator/": all_of((NOBODY,), "/help/", "main a[href='/help/operator/']"),
    "i/<slug:code>/": all_of((NOBODY,), "/i/ABCD-EFGH/"),
    "invitation/": all_of((NOBODY,), "/sign-in/", "main a[href='/invitation/']"),
    "invitations/": (*all_of((INGRID, OTTO, FENNA), "/invitations/"),
                     by(HANNEKE, "/invitations/", "main nav.tabs a:last-child")),
    "language/": all_of((NOBODY, FARIDA), "/language/"),
    "media/checking/": all_of((SANNE, JET, INGRID), "/media/checking/"),
    "media/devices/": all_of((SANNE,), "/media/devices/"),
    "media/why/<uuid:publication_id>/": all_of((FARIDA, SANNE), "/messages/", WITH_PHOTO, "main a[href^='/media/why/']"),
    "messages/": all_of((*FULL, *EMPTY, VERA), "/messages/"),
    "messages/<uuid:post_id>/": (*all_of((FARIDA, SANNE, INGRID), "/messages/", WITH_PHOTO),
                                 by(PETRA, "/messages/", "article:not(:has(img)) h2 a")),
    "messages/<uuid:post_id>/photos/<uuid:publication_id>/": all_of((FARIDA, SANNE), "/messages/", WITH_PHOTO, A_PHOTO),
    "offline/": all_of((NOBODY,), "/offline/"),
    "places/": all_of((FARIDA, SANNE, INGRID, RAVI), "/places/"),
    "roster/": all_of((HANNEKE, INGRID, OTTO), "/roster/"),
    "roster/<uuid:import_id>/": (by(HANNEKE, "/roster/", "main tbody tr:first-child a"),
                                 by(HANNEKE, "/roster/", "main tbody tr:last-child a")),
    "sign-in/": all_of((NOBODY,), "/sign-in/"),
    "sign-out/": all_of((NOBODY, FARIDA), "/sign-out/"),
}
# Pages that are there only in the middle of something: the story that opens each, in test_every_page.
IN_A_STORY = {
    "consents/<uuid:pupil_id>/withdrawn/": "test_a_yes_taken_back_and_what_is_withheld_then",
    "drafts/<uuid:draft_id>/": "test_every_step_of_writing_with_a_photo",
    "media/a/<uuid:asset_id>/faces/": "test_every_step_of_writing_with_a_photo",
    "invitation/account/": "test_every_step_of_coming_in_with_a_letter",
    "invitation/proof/": "test_every_step_of_coming_in_with_a_letter",
    "sign-in/second-step/": "test_every_step_of_signing_in",
}
POSTED = "is posted to and answers with another page"
NO_PAGE = {
    **dict.fromkeys((
        "account/devices/", "account/passkeys/", "account/passkeys/options/", "account/proof/passkey/",
        "account/proof/passkey/options/", "account/recovery-codes/", "account/recovery/<uuid:invitation_id>/end/",
        "account/second-factor/removal/", "consents/<uuid:pupil_id>/objection/",
        "consents/<uuid:pupil_id>/withdrawn/<uuid:decision_id>/", "consents/objections/<uuid:objection_id>/end/",
        "consents/questions/ready/", "invitation/account/passkey/options/", "invitation/proof/mail/",
        "invitations/<uuid:invitation_id>/approval/", "invitations/<uuid:invitation_id>/end/",
        "invitations/claims/<uuid:claim_id>/", "invitations/letters/", "messages/<uuid:post_id>/recall/", "messages/new/",
        "roster/<uuid:import_id>/answers/", "roster/<uuid:import_id>/application/", "roster/<uuid:import_id>/look/",
        "roster/<uuid:import_id>/removal/", "sign-in/passkey/", "sign-in/passkey/options/"), POSTED),
    "accountability/auditor/package/": "gives a file of JSON",
    "consents/<uuid:pupil_id>/receipt/": "gives a PDF",
    "healthz": "gives JSON to whoever watches the machine",
    "media/a/<uuid:asset_id>/<str:size>/": "gives the bytes of a picture",
    "media/p/<uuid:publication_id>/<str:size>/": "gives the bytes of a picture",
    "metrics": "gives numbers to whoever watches the machine",
    "readyz": "gives JSON to whoever watches the machine",
    "sw.js": "gives the script of the service worker",
}


@dataclass(frozen=True)
class Wrong:
    """Somebody fills a form in wrongly, or not at all, and sends it off: what is wrong is said, and how to mend it."""

    who: str
    route: str
    start: str
    links: tuple[str, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    form: str = "main form[method=post]"


WRONG = (
    Wrong(NOBODY, "sign-in/", "/sign-in/", form="form:has([name=password])"),
    Wrong(NOBODY, "sign-in/", "/sign-in/", filled=(("login", "niemand"), ("password", "raad maar raak")),
          form="form:has([name=password])"),
    Wrong(NOBODY, "invitation/", "/invitation/"),
    Wrong(NOBODY, "invitation/", "/invitation/", filled=(("code", "ABCD-EFGH-JKMN"),)),
    Wrong(SANNE, "account/password/", "/account/password/"),
    Wrong(SANNE, "account/password/", "/account/password/", filled=(("password", "kort"), ("again", "anders"))),
    Wrong(SANNE, "account/authenticator/", "/account/authenticator/", filled=(("code", "000000"),)),
    Wrong(FARIDA, "consents/check/", "/consents/check/"),
    Wrong(NADIA, "consents/<uuid:pupil_id>/", "/consents/", form="#answers"),
    Wrong(HANNEKE, "consents/forms/<uuid:pupil_id>/", "/consents/forms/", ("main li a",)),
    Wrong(FENNA, "consents/questions/<slug:purpose>/<slug:channel>/", "/consents/questions/", ("main form a",),
          (("text_nl", ""), ("text_en", ""))),
    Wrong(FENNA, "agreements/", "/agreements/"),
    Wrong(FENNA, "consents/questions/", "/consents/questions/", form="main form:has([name=place])"),
    Wrong(OTTO, "roster/", "/roster/"),
    Wrong(HANNEKE, "invitations/", "/invitations/?group=staff", form="main form:has([name=people])"),
)
# Pages that say no: what is not there, what is not yours, and what may not be.
REFUSED = ((NOBODY, "/is-er-niet/"), (FARIDA, "/is-er-niet/"), (SANNE, "/is-er-niet/"), (FARIDA, "/roster/"), (RAVI, "/messages/"),
           (SANNE, "/messages/00000000-0000-0000-0000-000000000007/"),
           (FARIDA, "/media/p/00000000-0000-0000-0000-000000000007/full/"))
