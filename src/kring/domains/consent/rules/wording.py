"""Whether a text may be used to ask for consent: one question about one place, and nothing hidden in it.

A question of consent is short and of one form, so this works the safe way round: it must be one question that begins
with "Mag" or "May", speak of its own purpose and place and of no other, and hold no word that has no business there.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kring.domains.consent.terms import Channel, Purpose
from kring.norms import Reason, Remedy, Verdict, allow, gettext_noop, refuse, rule

ONE_AT_A_TIME = Remedy("ask-apart", gettext_noop("Make two questions of it, each with its own yes and no."))
LEAVE_RISK = Remedy("leave-out-risk", gettext_noop("Leave out who carries the risk. The school keeps its duty to protect."))
NO_STRINGS = Remedy("no-strings", gettext_noop("Say that a no has no consequences, or say nothing about it."))
SILENCE_IS_NO = Remedy("silence-is-no", gettext_noop("Say: choose nothing, and it is no."))
AS_QUESTION = Remedy("as-question", gettext_noop("Write one question that begins with “May”."))
NAME_PLACE = Remedy("name-place", gettext_noop("Name what is shown and where, in the question itself."))

RIGHT = Reason("consent.wording_right", "BK-07", gettext_noop("One question about one place, with nothing added."))
WAIVER = Reason("consent.wording_waiver", "BK-07",
                gettext_noop("This shifts a risk or a duty to parents: “{words}”."), remedies=(LEAVE_RISK,))
BUNDLED = Reason("consent.wording_bundled", "BK-07",
                 gettext_noop("This asks more than one thing: “{words}”."), remedies=(ONE_AT_A_TIME,))
STRINGS = Reason("consent.wording_strings", "BK-07",
                 gettext_noop("This ties something to the answer: “{words}”."), remedies=(NO_STRINGS,))
PRECHOSEN = Reason("consent.wording_prechosen", "PL-09",
                   gettext_noop("This makes silence a yes: “{words}”."), remedies=(SILENCE_IS_NO,))
NO_QUESTION = Reason("consent.wording_no_question", "BK-07",
                     gettext_noop("This is not one question that can be answered with yes or no."), remedies=(AS_QUESTION,))
OTHER_PLACE = Reason("consent.wording_other_place", "PL-08",
                     gettext_noop("The question does not say what is shown, or where."), remedies=(NAME_PLACE,))

SHORTEN = "shorten-sentences"
EASY_WORDS = 13  # about twelve words to a sentence (design language, voice)

_PICTURE = r"foto\w*|film\w*|video\w*|beeld\w*|photos?|pictures?|films?|videos?|images?"
_NAME = r"(?:voor|achter|roep)?(?:naam|namen)|(?:first |given )?names?"
SUBJECTS = {
    "picture": rf"\b(?:{_PICTURE})\b",
    "name": rf"\b(?:{_NAME})\b",
    "other": r"\b(?:whatsapp\w*|app-?groep|telefoon\w*|mobiel\w*|e-?mail\w*|adres\w*|gegevens|medicijn\w*|medisch\w*"
             r"|schoolreis\w*|uitje\w*|zwem\w*|verzeker\w*|onderzoek\w*|opname\w*|geluid\w*|stem|dossier\w*"
             r"|phone\w*|address\w*|data|medic\w*|trips?|swim\w*|insur\w*|research|recordings?|voice|file)\b",
}
# In this order: what was read as one place is not read again as another.
PLACES = {
    Channel.OWN_FAMILY: r"\b(?:(?:naar|aan) (?:u|uzelf)|eigen (?:ouders|gezin)|to you(?:rself)?|own (?:parents|family))\b",
    Channel.CLOSED_WEBSITE: r"\b(?:(?:besloten|beveiligde?|afgeschermde?|beschermde?)\s+(?:deel|pagina)\b.*?\b(?:web)?site"
                            r"|(?:protected|closed)\s+(?:part|page)\b.*?\b(?:web)?site)\b",
    Channel.CLOSED_GROUP: r"\b(?:groep\w*|klas\w*|group\w*|class\w*)\b",
    Channel.CLOSED_SCHOOL: r"\b(?:hele school|heel de school|schoolpagina|whole school|school page)\b",
    Channel.NEWSLETTER: r"\b(?:nieuwsbrie\w*|newsletters?)\b",
    Channel.WEBSITE: r"\b(?:open(?:baar|bare)?\s+|public\s+)?(?:web)?site\b",
    Channel.SOCIAL_MEDIA: r"\b(?:social(?:e)? media|facebook|instagram|tiktok|youtube|linkedin|twitter|snapchat|threads)\b",
    Channel.PRINT: r"\b(?:schoolgids\w*|papier\w*|gedrukt\w*|folders?|poster\w*|printed|paper|prospectus|guide)\b",
    Channel.PRESS: r"\b(?:krant\w*|pers|tijdschrift\w*|tv|televisie|radio|newspapers?|press|magazines?|television)\b",
}

# "of" joins in Dutch and belongs in English.
_JOINING = {
    "nl": "en|of|plus|ook|evenals|alsmede|zowel|daarnaast|tegelijk|meteen",
    "en": "and|or|plus|also|too|as well|both|besides",
}
_DENYING = "niet|geen|zonder|nooit|not|no|without|never"
_SAME_SUBJECT = re.compile(rf"\b(?:{_PICTURE})(?:(?:\s*[,/&]\s*|\s+(?:en|of|and|or)\s+)(?:{_PICTURE}))+")

WAIVERS = (
    r"risic\w*", r"risks?", r"aansprake\w*", r"liab\w*", r"verantwoorde\w*", r"responsib\w*", r"vrijwa\w*", r"indemni\w*",
    r"schade\w*", r"damages?", r"schuld\w*", r"blame\w*", r"fault", r"kwalijk", r"verwij\w*", r"voor lief", r"voor rekening",
    r"afstand", r"afzien", r"afziet", r"zie(?:n|t)? .{0,20}af van", r"waive\w*", r"claim\w*", r"klacht\w*", r"klagen", r"klaagt",
    r"complain\w*", r"aanspreken", r"aanspreekt", r"eis(?:en|t)", r"gevolg\w*", r"consequen\w*",
    r"(?:mis|fout|verkeerd|wrong)\s?(?:ga\w*|lo(?:op|pen)\w*|kan gaan|kunnen gaan|terechtkom\w*)", r"misga\w*", r"mislo\w*",
    r"(?:ga\w*|goes|go|gone|loopt) (?:het |er )?(?:iets )?(?:wel eens )?(?:mis|fout|verkeerd|wrong)", r"fout(?:en|je|jes)?", r"vergissing\w*",
    r"mistakes?", r"per ongeluk", r"accident\w*", r"datalek\w*", r"lek(?:ken|t)?", r"leaks?", r"misbruik\w*", r"misuse\w*",
    r"(?:onder|ge|mede)?teken(?:t|en|de|den)?", r"handtekening\w*", r"signs?|signed|signature", r"belo(?:of|oft|ven)\w*", r"promise\w*",
    r"verkla(?:ar|art|ren)", r"declare\w*", r"garan\w*", r"guarante\w*", r"accept\w*", r"aanvaard\w*", r"bewust van",
    r"(?:begrijp|snap|weet|besef)\w* (?:u |ik )?dat", r"(?:understand|aware|know)s? (?:of|that)", r"aware", r"neemt? .{0,20}op zich",
    r"own risk", r"eigen (?:rekening|schuld)", r"veroordeel\w*", r"juridisch\w*", r"legal\w*", r"bezwaar maken", r"hold .{0,20}against",
    r"kans(?:en)?", r"chances?", r"genoegen", r"op de koop toe", r"draa?g(?:t|en)?", r"bears?", r"lasten", r"burdens?", r"gehouden",
    r"bound", r"sta(?:at|an|t)? .{0,20}voor in", r"insta(?:at|an)", r"answerable", r"niets aan doen", r"toestaan dat", r"erop toezien",
    r"niet goed afl\w*", r"lastigvall\w*", r"verhaal\w*", r"recht(?:en)? .{0,20}op te? geven", r"give up", r"rely|relies", r"trusts? that",
)
STRINGS_WORDS = (
    r"anders (?:kan|mag|krijg|moet|doet)\w*", r"otherwise", r"verplicht\w*", r"obliged|mandatory|required", r"alleen als u (?!ja)\w*",
    r"only if you (?!say yes|choose yes)\w*", r"zonder (?:uw )?(?:toestemming|ja) (?:kan|krijgt|moet)",
    r"without (?:your )?(?:consent|yes)", r"kan .{0,30}niet (?:mee|meedoen)", r"cannot (?:join|take part)", r"voorwaarde\w*", r"conditions?",
    r"in ruil", r"in return", r"korting\w*", r"discounts?", r"(?:bij|na) een nee", r"nodig om", r"needed (?:to|for)",
    r"moet(?:en)?", r"must", r"u geeft .{0,30}toestemming", r"you (?:also )?(?:agree|consent)", r"hiermee|daarmee|hierbij|tevens",
    r"hereby|thereby", r"akkoord\w*", r"stem\w* .{0,30}in met", r"instem\w*",
)
PRECHOSEN_WORDS = (
    r"tenzij", r"unless", r"stilzwijgend\w*", r"tacit\w*", r"automatisch\w*", r"automatic\w*", r"standaard\w*", r"by default",
    r"aangevinkt", r"aangekruist", r"(?:pre-?)?(?:ticked|checked|selected)", r"vooraf", r"voorkeur\w*", r"gaan (?:wij|we) ervan uit",
    r"we assume", r"geldt als (?:een )?(?:ja|toestemming)", r"counts as (?:a )?(?:yes|consent)", r"is (?:dan |het )*(?:een )?ja\b",
    r"it is (?:a )?yes", r"geen (?:bericht|reactie|antwoord)(?! is nee| betekent nee)", r"no (?:answer|reply|reaction)(?! is no| means no)",
    r"niets (?:laat|hoor|hoort|horen|laten|meldt|zegt)\w*", r"(?:hear|say)\w* nothing", r"zwijg\w*", r"silen\w*", r"afmeld\w*", r"opt.?out",
    r"bezwaar", r"object(?:s|ion|ions)?\b", r"hoeft? (?:u )?niets",
)


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """A question and its explanation in one language, and what it is meant to ask."""

    purpose: Purpose
    channel: Channel
    language: str
    text: str
    explain: str



@rule(decides="whether this text may be used to ask for consent", norms=("BK-07", "PL-08", "PL-09"),
      since=date(2026, 8, 1))
def may_be_asked(facts: WordingFacts) -> Verdict:
    text, explain = _plain(facts.text), _plain(facts.explain)
    found = [
        reason.about(words=", ".join(words))
        for reason, words in (
            (WAIVER, _matches(WAIVERS, text, explain)),
            (BUNDLED, _bundled(facts, text, explain)),
            (STRINGS, _matches(STRINGS_WORDS, text, explain)),
            (PRECHOSEN, _matches(PRECHOSEN_WORDS, text, explain)),
        )
        if words
    ]
    if not re.fullmatch(r"(?:mag|mogen|may)\b[^?]*\?", text):
        found.append(NO_QUESTION)
    if _own_subject(facts.purpose) not in _subjects(text) or facts.channel not in _places(text):
        found.append(OTHER_PLACE)
    if found:
        return refuse(*found)
    return allow(RIGHT, duties=(SHORTEN,) if _has_long_sentence(f"{text} {explain}") else ())


def _plain(text: str) -> str:
    """One spelling: no accents, no invisible letters, straight quotes, "foto's" as one word, single spaces."""
    spread = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    kept = "".join(c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(re.sub(r"'s\b", "s", kept.casefold()).split())


def _matches(patterns: Iterable[str], *texts: str) -> list[str]:
    found = [match for text in texts for pattern in patterns for match in re.findall(rf"(?:^|\b)({pattern})(?=\W|$)", text)]
    return list(dict.fromkeys(found))


def _bundled(facts: WordingFacts, text: str, explain: str) -> list[str]:
    """A second subject or place, a joining word in the question, or a use that the explanation adds."""
    own = _own_subject(facts.purpose)
    found = [word for subject, words in _subjects(text).items() if subject != own for word in words]
    found += [word for place, word in _places(text).items() if place is not facts.channel]
    found += re.findall(rf"\b(?:{_JOINING[facts.language]})\b|[&+;,/]", _SAME_SUBJECT.sub("fotos", text))
    for sentence in re.split(r"(?<=[.!?])\s+", explain):
        if not re.search(rf"\b(?:{_DENYING})\b", sentence):
            added = _subjects(sentence)
            found += [word for subject in ("picture", "name") if subject != own for word in added.get(subject, ())]
            found += [word for place, word in _places(sentence).items() if place is not facts.channel]
        found += ["?"] if "?" in sentence else []
    return list(dict.fromkeys(found))


def _own_subject(purpose: Purpose) -> str:
    return "name" if purpose is Purpose.NAME else "picture"


def _subjects(text: str) -> dict[str, list[str]]:
    found = {subject: re.findall(pattern, text) for subject, pattern in SUBJECTS.items()}
    return {subject: words for subject, words in found.items() if words}


def _places(text: str) -> dict[Channel, str]:
    found: dict[Channel, str] = {}
    for channel, pattern in PLACES.items():
        match = re.search(pattern, text)
        if match:
            found[channel] = match.group()
            text = re.sub(pattern, " ", text)
    return found


def _has_long_sentence(text: str) -> bool:
    return any(len(sentence.split()) > EASY_WORDS for sentence in re.split(r"[.!?]", text))
