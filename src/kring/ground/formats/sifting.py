"""EDEXML, sifted: safe XML to a tree that holds only what Kring may keep. Whatever is not named here is dropped and counted."""

from collections import Counter
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from kring.ground.formats.decoding import check_size, xml_text
from kring.ground.formats.problems import Unreadable
from kring.ground.formats.recognise import Kind, expect
from kring.norms import gettext_noop as _

_DOCTYPE = _(
    "The file holds a DOCTYPE. EDEXML never has one, and it can be used to read other files. "
    "Kring has read nothing of it."
)
_DAMAGED = _("The file is damaged or stops half way, at line {line}. Nothing was read in. Export it again.")

Shape = dict[str, "Shape"]
_NAME: Shape = {"achternaam": {}, "voorvoegsel": {}, "voornamen": {}, "voorletters-1": {}, "roepnaam": {}}
_GROUP: Shape = {"naam": {}, "jaargroep": {}}
_PUPIL: Shape = {
    **_NAME,
    "geboortedatum": {},
    "jaargroep": {},
    "groep": {},
    "samengestelde_groep": {},
    "samengestelde_groepen": {"samengestelde_groep": {}},
    "vestiging": {},
    "instroomdatum": {},
    "uitstroomdatum": {},
}
_ROLE: Shape = {"rol": {}}
_DUTIES: Shape = {"groep": _ROLE, "samengestelde_groep": _ROLE}
_SHAPE: Shape = {
    "school": {
        "schooljaar": {}, "peildatum": {}, "brincode": {}, "dependancecode": {}, "schoolkey": {},
        "instellingsnummer": {}, "aanmaakdatum": {}, "xsdversie": {},
    },
    "vestigingen": {"vestiging": {"naam": {}}},
    "groepen": {"groep": _GROUP, "samengestelde_groep": _GROUP},
    "leerlingen": {"leerling": _PUPIL},
    "leerkrachten": {"leerkracht": {**_NAME, **_ROLE, **_DUTIES, "emailadres": {}, "groepen": _DUTIES}},
}  # fmt: skip
# Dates of change say nothing about a person; they are dropped without a word.
_UNCOUNTED = {"mutatiedatum"}
# Only there to call somebody by when no first name is given.
_FALLBACKS = ("roepnaam", "voornamen", "voorletters-1")


def sift(data: bytes) -> tuple[etree._Element, dict[str, int]]:
    """Return the root of what may be kept, and how often each dropped field was there.

    Raises: Unreadable for what is no EDEXML, is damaged, mislabelled, too large, or has a DOCTYPE.
    """
    check_size(data)
    expect(data, Kind.EDEXML)
    text = xml_text(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable(code="doctype", text=_DOCTYPE, line=1)
    root = _parse(text)
    dropped: Counter[str] = Counter()
    _keep(root, _SHAPE, dropped)
    for person in [*root.iter("leerling"), *root.iter("leerkracht")]:
        _keep_one_calling_name(person, dropped)
    return root, dict(sorted(dropped.items()))


def written(root: etree._Element) -> bytes:
    """Return the sifted tree as UTF-8, each element at the line where the original file had it."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(root, parts, at_line=1)
    return "".join(parts).encode()


def _parse(text: str) -> etree._Element:
    if text.startswith("<?xml"):
        end = text.find("?>") + 2
        text = "\n" * text.count("\n", 0, end) + text[end:]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or 1
        raise Unreadable(code="damaged", text=_DAMAGED, params={"line": line}, line=line) from None


def _keep(element: etree._Element, shape: Shape, dropped: Counter[str]) -> None:
    for name in list(element.attrib):
        if name != "key":
            if not name.startswith("{"):
                dropped[name] += 1
            del element.attrib[name]
    for child in list(element):
        if not isinstance(child.tag, str):
            _take_out(child)
        elif child.tag in shape:
            _keep(child, shape[child.tag], dropped)
        else:
            if child.tag not in _UNCOUNTED:
                dropped[etree.QName(child).localname] += 1
            _take_out(child)


def _take_out(child: etree._Element) -> None:
    """Remove a node but not the text behind it: a remark inside a name must not shorten the name."""
    parent, before, behind = child.getparent(), child.getprevious(), child.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + behind
    else:
        parent.text = (parent.text or "") + behind
    child.tail = None
    parent.remove(child)


def _keep_one_calling_name(person: etree._Element, dropped: Counter[str]) -> None:
    called = False
    for tag in _FALLBACKS:
        for element in person.findall(tag):
            if called:
                dropped[tag] += 1
                person.remove(element)
        called = called or bool((person.findtext(tag) or "").strip())


def _write(element: etree._Element, parts: list[str], *, at_line: int) -> int:
    line = max(at_line, element.sourceline or at_line)
    parts.append("\n" * (line - at_line))
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())
    parts.append(f"<{element.tag}{attributes}>")
    text = (element.text or "") if len(element) == 0 else ""
    parts.append(escape(text))
    line += text.count("\n")
    for child in element:
        line = _write(child, parts, at_line=line)
    parts.append(f"</{element.tag}>")
    return line
