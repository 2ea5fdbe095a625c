"""Who can be picked on the demo's sign-in page, in Dutch and English, with what there is to see as that person.

Here belongs the choice of people and their sign-in names. How a demo signs in does not.
"""

from dataclasses import dataclass

from world.cast import slug


@dataclass(frozen=True)
class Door:
    """One person in one role; the same person may stand here twice. `try_` says what there is to see."""

    name: str
    role: str
    note_nl: str
    note_en: str
    try_nl: str
    try_en: str

    @property
    def row(self) -> dict[str, str]:
        return {
            "username": username(name=self.name), "role": self.role, "try_nl": self.try_nl, "try_en": self.try_en,
            "label_nl": f"{self.name}, {self.note_nl}", "label_en": f"{self.name}, {self.note_en}",
        }


def username(*, name: str) -> str:
    """This function will give the sign-in name of somebody of the cast."""
    return slug(text=name)


DOORS = (
    Door("Farida Amrani", "guardian", "ouder van Yara en Yassin", "mother of Yara and Yassin",
         "Lees wat groep 4 en groep 7 deden, en neem een ja terug.", "Read what two groups did, and take a yes back."),
    Door("Hilde Postma", "guardian", "ouder van Sem", "mother of Sem",
         "Nam een ja terug. Zie hoe de foto's daarna terugkwamen.", "Took a yes back. See how the pictures came back."),
    Door("Marloes Kramer", "guardian", "ouder van Noor", "mother of Noor",
         "Zei ja. Ziet Noor op foto's waarop zij voor anderen is afgedekt.", "Said yes. Sees Noor where others see her covered."),
    Door("Jeroen van Leeuwen", "guardian", "ook ouder van Noor", "father of Noor",
         "Zei nee, en dat nee geldt. Niemand hoort van wie het kwam.", "Said no, and it holds. Nobody hears whose no it was."),
    Door("Nadia Bouzid", "guardian", "ouder van Ali", "mother of Ali",
         "Koos nog niet. Geen keuze is nee.", "Did not choose yet. No choice is no."),
    Door("Gerda Hoekman", "guardian", "voogd van Amanuel", "guardian of Amanuel",
         "Heeft het gezag, zonder ouder te zijn.", "Has the authority without being a parent."),
    Door("Naima El Idrissi", "guardian", "ouder van Safiya", "mother of Safiya",
         "Is ook juf van groep 7. Met deze pet ziet zij alleen wat een ouder ziet.",
         "Also teaches. With this cap she sees what a parent sees."),
    Door("Imke Bouwman", "pupil", "leerling, beslist zelf", "pupil, decides for herself",
         "Is al zestien geworden: haar ouders kiezen niet meer. Zei nee tegen één foto.",
         "Turned sixteen already: her parents no longer choose. Said no to one picture."),
    Door("Sanne Bergsma", "teacher", "juf van groep 4", "teacher of groep 4",
         "Er ligt een bericht klaar met een foto en één vraag.", "A message waits with a picture and one question."),
    Door("Joris van Dam", "teacher", "meester van groep 4", "teacher of groep 4",
         "Plaats iets op donderdag of vrijdag, in dezelfde groep.", "Place something in the same group, on other days."),
    Door("Naima El Idrissi", "teacher", "juf van groep 7", "teacher of groep 7",
         "Wissel van pet: leerkracht en ouder blijven twee werelden.", "Change caps: teacher and parent stay two worlds."),
    Door("Petra Willems", "support", "intern begeleider", "internal counsellor",
         "Kijk mee met alle groepen, en zie wat dicht blijft.", "Look along with all groups, and see what stays closed."),
    Door("Ingrid Vos", "director", "directeur", "head of school",
         "De schoolpagina, de afspraken en de vragen aan ouders.", "The school's page, its agreements and its questions."),
    Door("Hanneke Blom", "administrator", "administratie", "administration",
         "Lees nieuwe bestanden in. Drie twijfels wachten op een antwoord.",
             "Read new files in. Three doubts wait for an answer."),
    Door("Marit Haverkamp", "officer", "functionaris gegevensbescherming", "data protection officer",
         "Volg elke afspraak van de tekst tot de regel die hem houdt.",
             "Follow each rule from its text to the line that holds it."),
)
CAST = tuple(door.row for door in DOORS)
