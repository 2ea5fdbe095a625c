"""The files that the school's administration exports: EDEXML 2.1 and the CSV of guardians, and both two months later.

Here belongs how the cast looks on paper and what changed in between. What the product makes of it does not.
"""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree as ET

from world import cast as people
from world.cast import Cast, Guardian, Pupil, Staff

COLUMNS = ("leerlingkey", "roepnaam", "achternaam", "ouder_voornaam", "ouder_achternaam", "relatie", "emailadres",
           "telefoon", "gezag", "taal", "bijzonderheid")
SECONDARY_SPECIAL = "V"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Export:
    """One export of the administration: two files with the names they have there."""

    on: date
    edexml: bytes
    guardians: bytes

    @property
    def names(self) -> tuple[str, str]:
        return f"groepen-{self.on:%Y-%m-%d}.xml", f"ouders-{self.on:%Y-%m-%d}.csv"


def start(*, cast: Cast, on: date) -> Export:
    """This function will write the export with which the school begins."""
    return Export(on, _edexml(cast, on), _csv(cast))


def update(*, cast: Cast, on: date) -> Export:
    """This function will write the export two months later; `on` is its own date. What differs stands in `later`."""
    changed = later(cast=cast, on=on)
    return Export(on, _edexml(changed, on), _csv(changed))


def later(*, cast: Cast, on: date) -> Cast:
    """This function will give the cast after two months.

    One pupil moves, one leaves, one comes, one name gets its dots. One guardian gains authority, one loses it, one
    has another address. One teacher left. One pupil is in doubt: the same name and birthday, another letter, and a
    dummy number.
    """
    bram, saar, zoe = cast.pupil("Bram de Groot"), cast.pupil("Saar Visser"), cast.pupil("Zoe Willemse")
    emir, danylo, mees = cast.pupil("Emir Yildiz"), cast.pupil("Danylo Kovalenko"), cast.pupil("Mees Hofman")
    karen, linda = cast.guardian("Karen de Jong"), cast.guardian("Linda Hofman")
    andrii = Guardian("Andrii Kovalenko", "vader", True, "uk", "andrii.kovalenko@ouders.example")
    changes = {
        bram.key: replace(bram, group="g4"),
        saar.key: replace(saar, leaves_on=on + timedelta(days=3)),
        zoe.key: replace(zoe, given="Zoë"),
        emir.key: replace(emir, key="#017", surname="Yıldız"),
        danylo.key: replace(danylo, guardians=(*danylo.guardians, andrii)),
        mees.key: replace(mees, guardians=(linda, replace(cast.guardian("Erik Hofman"), authority=False))),
    }
    isa = cast.children_of(karen)[0]
    changes[isa.key] = replace(isa, guardians=(replace(karen, email="k.dejong@ouders.example"),))
    pupils = tuple(changes.get(p.key, p) for p in cast.pupils)
    staff = tuple(s for s in cast.staff if s.name != people.EX_TEACHER)
    return replace(cast, pupils=(*pupils, _newcomer(cast)), staff=staff)


def _newcomer(cast: Cast) -> Pupil:
    dorota = Guardian("Dorota Nowak", "moeder", True, "pl", "dorota.nowak@ouders.example")
    return Pupil(
        key="24901", given="Julia", surname="Nowak", boy=False, born=date(cast.year.start.year - 6, 2, 9), group="g3",
        year=3, guardians=(dorota,),
    )


def _csv(cast: Cast) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for pupil in cast.pupils:
        for guardian in pupil.guardians:
            rows.writerow(_row(pupil, guardian))
    return out.getvalue().encode("utf-8-sig")


def _row(pupil: Pupil, guardian: Guardian) -> tuple[str, ...]:
    prefix, core = people.prefix_and_core(surname=guardian.surname)
    return (
        pupil.key, pupil.given, pupil.surname, guardian.given, f"{core}, {prefix}" if prefix else core,
        guardian.relation, guardian.email, guardian.phone, "ja" if guardian.authority else "nee", guardian.language,
        "geheim adres" if pupil.protected else "",
    )


def _edexml(cast: Cast, on: date) -> bytes:
    root = ET.Element("EDEX", {f"{{{XSI}}}noNamespaceSchemaLocation": "EDEXML.structuur.xsd"})
    made = datetime.combine(on, time(7, 30)).isoformat()
    _fields(ET.SubElement(root, "school"), {
        "schooljaar": cast.year.name, "peildatum": on.isoformat(), "brincode": people.BRIN, "dependancecode": "00",
        "schoolkey": "HOEFBLAD-1", "aanmaakdatum": made, "auteur": "Leerlingadministratie (fictief)",
        "xsdversie": "2.1",
    })
    groups = ET.SubElement(root, "groepen")
    for key, name in people.GROUPS.items():
        year = str(people.YEAR_OF.get(key, "C"))
        _fields(ET.SubElement(groups, "groep", key=key), {"naam": name, "jaargroep": year})
    for key, name in people.COMPOSITES.items():
        _fields(ET.SubElement(groups, "samengestelde_groep", key=key), {"naam": name})
    pupils = ET.SubElement(root, "leerlingen")
    for pupil in cast.pupils:
        _pupil(pupils, pupil, made)
    staff = ET.SubElement(root, "leerkrachten")
    for member in cast.staff:
        _member(staff, member)
    ET.register_namespace("xsi", XSI)
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _pupil(parent: ET.Element, pupil: Pupil, made: str) -> None:
    element = ET.SubElement(parent, "leerling", key=pupil.key)
    if pupil.eckid:
        element.set("eckid", pupil.eckid)
    prefix, core = people.prefix_and_core(surname=pupil.surname)
    _fields(element, {
        "achternaam": core, "voorvoegsel": prefix, "roepnaam": pupil.given, "geboortedatum": pupil.born.isoformat(),
        "geslacht": "1" if pupil.boy else "2", "jaargroep": str(pupil.year) if pupil.group else SECONDARY_SPECIAL,
    })
    if pupil.group:
        ET.SubElement(element, "groep", key=pupil.group)
    if pupil.composites:
        composites = ET.SubElement(element, "samengestelde_groepen")
        for key in pupil.composites:
            ET.SubElement(composites, "samengestelde_groep", key=key)
    left = pupil.leaves_on.isoformat() if pupil.leaves_on else ""
    _fields(element, {"uitstroomdatum": left, "mutatiedatum": made})


def _member(parent: ET.Element, member: Staff) -> None:
    element = ET.SubElement(parent, "leerkracht", key=member.key)
    given, surname = people.given_and_surname(name=member.name)
    prefix, core = people.prefix_and_core(surname=surname)
    _fields(element, {"achternaam": core, "voorvoegsel": prefix, "roepnaam": given, "emailadres": member.email})
    for role in member.roles:
        _fields(element, {"rol": role})
    if member.groups:
        groups = ET.SubElement(element, "groepen")
        for key in member.groups:
            tag = "groep" if key in people.GROUPS else "samengestelde_groep"
            _fields(ET.SubElement(groups, tag, key=key), {"rol": member.roles[0]})


def _fields(element: ET.Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            ET.SubElement(element, name).text = value
