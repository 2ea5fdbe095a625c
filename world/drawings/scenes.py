"""The pictures: in which group, where, who stands where doing what, and how it is told to who cannot see it.

Layers go from back to front. The words for those who cannot see say what children do, never who they are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from world.drawings import places, things
from world.drawings.children import Stand

MOUTHS = ("smile", "laugh", "grin")
TURNS = ((0, -3), (.07, 2), (-.07, 4), (.04, -2), (-.05, 0), (.08, -4), (0, 3))


@dataclass(frozen=True)
class Thing:
    """Something painted by a function of things.py with these numbers."""

    paint: Callable
    numbers: tuple


@dataclass(frozen=True)
class Picture:
    name: str
    group: str
    alt: str
    place: Callable
    layers: tuple[Stand | Thing, ...] = ()
    colours: tuple[str, ...] | None = None
    seed: int = 1

    @property
    def children(self) -> tuple[Stand, ...]:
        return tuple(layer for layer in self.layers if isinstance(layer, Stand))


def thing(paint: Callable, *numbers) -> Thing:
    return Thing(paint, numbers)


def row(names: str, *, y: float, size: float, poses: str, left: float = 0, right: float = 1600, start: int = 0,
        sits: bool = False) -> tuple[Stand, ...]:
    """This function will stand children side by side between two edges, each a little different."""
    who, how = names.split(", "), poses.split()
    step = (right - left) / len(who)
    return tuple(
        Stand(
            who=name, x=left + step * (i + .5) + 14 * ((i * 7 + start) % 3 - 1), y=y + 16 * ((i * 5 + start) % 3 - 1), size=size,
            pose=how[i % len(how)], mouth=MOUTHS[(i + start) % 3], yaw=TURNS[(i + start) % 7][0], tilt=TURNS[(i + start) % 7][1],
            sits=sits,
        )
        for i, name in enumerate(who)
    )


GROEP_4 = (
    Picture("bos-kastanjes", "g4", "Drie kinderen bij een mand vol kastanjes", places.wood, (
        *row("Daan Smit, Noor van Leeuwen, Hanna Gebremariam", y=440, size=91, poses="tafel houd tafel", left=250, right=1350),
        thing(things.basket, 800, 880, 500))),
    Picture("bos-tak", "g4", "Vier kinderen houden samen een lange tak vast", places.wood, (
        *row("Amira Belkacem, Emir Yildiz, Lotte de Vries, Finn Jacobs", y=500, size=96, poses="houd", left=90, right=1510,
               start=2),
        thing(things.stick, 90, 750, 1520, 700)), places.GREEN, 2),
    Picture("bos-groep", "g4", "Negen kinderen staan tussen de bomen", places.wood, (
        *row("Teun van der Wal, Kai Lin, Zofia Kamińska, Jayden Ramdin", y=380, size=78, poses="rust zwaai rust juich",
               left=190, right=1410, start=1),
        *row("Noor van Leeuwen, Mees Hofman, Ali Bouzid, Elif Kaya, Danylo Kovalenko", y=610, size=84,
               poses="samen rust zij samen rust", left=60, right=1540, start=3)),
        places.GOLD, 3),
    Picture("bos-herfsttafel", "g4", "De herfsttafel met een pompoen en kastanjes", places.classroom, (
        thing(things.table, 760), thing(things.pumpkin, 470, 690, 250), thing(things.vase, 1180, 790, 190),
        thing(things.chestnuts, 800, 960, 420, 19, 5))),
    Picture("bos-loep", "g4", "Twee kinderen bekijken een blad door een loep", places.wood, (
        *row("Yara Amrani, Fien Bakker", y=460, size=108, poses="houd tafel", left=370, right=1230, start=4),
        thing(things.lens, 780, 740, 84)), places.GREEN, 5),
    Picture("bos-bladeren", "g4", "Vijf kinderen gooien blaadjes omhoog", places.wood, (
        *row("Sem Postma, Bente Hendriks, Jayden Ramdin, Liv Terpstra, Deniz Kaya", y=580, size=84, poses="juich", left=60,
               right=1540, start=1),
        thing(things.flying_leaves, 9)), places.GOLD, 6),
    Picture("bos-hut", "g4", "Vier kinderen bouwen een hut van takken", places.wood, (
        thing(things.hut, 800, 960, 620),
        *row("Pim Hendriks, Ali Bouzid", y=540, size=88, poses="wijs houd", left=40, right=600, start=2),
        *row("Isa de Jong, Thijn Brouwer", y=540, size=88, poses="houd wijs-links", left=1000, right=1560, start=3)),
               places.AUTUMN, 8),
    Picture("bos-paddenstoelen", "g4", "Rode paddenstoelen met witte stippen in het mos", places.wood, (
        thing(things.mushrooms, 760, 640, 300),), places.GREEN, 9),
    Picture("bos-wandeling", "g4", "Zes kinderen op een rij tijdens de boswandeling", places.wood, (
        *row("Roos Kuiper, Kai Lin, Nova Meijer, Emir Yildiz, Saar Visser, Finn Jacobs", y=600, size=72,
               poses="rust zwaai rust rust wijs rust", left=60, right=1540),),
        places.AUTUMN, 11),
    Picture("bos-emmer", "g4", "Drie kinderen laten hun emmertjes met eikels zien", places.wood, (
        *row("Zoe Willemse, Danylo Kovalenko, Elif Kaya", y=470, size=88, poses="houd", left=220, right=1380, start=5),
        *(thing(things.bucket, 413 + 387 * i, 745, 92, c) for i, c in enumerate(("#c4533f", "#2f58b5", "#f4b62e")))),
               places.AUTUMN, 12),
    Picture("bos-pauze", "g4", "Vijf kinderen eten hun fruit op een boomstam", places.wood, (
        thing(things.log, 900),
        *row("Mees Hofman, Amira Belkacem, Teun van der Wal, Hanna Gebremariam, Daan Smit", y=580, size=84,
               poses="houd tafel houd samen houd", left=90, right=1510, start=2, sits=True),),
        places.GREEN, 13),
    Picture("kastanjes-tellen", "g4", "Vier kinderen tellen kastanjes en leggen er groepjes van tien van", places.classroom, (
        *row("Sem Postma, Yara Amrani, Lotte de Vries, Deniz Kaya", y=430, size=88, poses="tafel", left=80, right=1520, start=3),
        thing(things.table, 770), *(thing(things.chestnuts, 245 + 370 * i, 920 + 40 * (i % 2), 150, 10, i) for i in range(4)))),
    Picture("gym", "g4", "Vijf kinderen staan klaar in de gymzaal met hoepels", places.gym, (
        *row("Emir Yildiz, Fien Bakker, Kai Lin, Bente Hendriks, Sem Postma", y=500, size=80,
               poses="juich rust zwaai zij rust", left=60, right=1540, start=2),
        thing(things.hoop, 480, 1010, 150, "#f4b62e"), thing(things.hoop, 1120, 1020, 150, "#2f58b5"), thing(things.ball, 800,
               1100, 72, "#c4533f"))),
    Picture("knutselen", "g4", "Vier kinderen schilderen aan een lange tafel", places.atelier, (
        *row("Isa de Jong, Finn Jacobs, Zofia Kamińska, Ali Bouzid", y=450, size=88, poses="tafel", left=80, right=1520, start=1),
        thing(things.table, 790), *(thing(things.paper, 230 + 380 * i, 945, 290, (-4, 3, -2, 4)[i], i) for i in range(4)),
        thing(things.jar, 420, 850, 66, 1), thing(things.jar, 1180, 850, 66, 3))),
    Picture("kring", "g4", "Acht kinderen zitten in de kring en luisteren naar elkaar", places.classroom, (
        *row("Roos Kuiper, Thijn Brouwer, Amira Belkacem, Teun van der Wal", y=400, size=74, poses="rust zij rust samen",
               left=230, right=1370, start=4, sits=True),
        *row("Nova Meijer, Noor van Leeuwen, Pim Hendriks, Saar Visser", y=700, size=88, poses="samen rust zwaai samen",
               left=60, right=1540, sits=True))),
    Picture("lezen", "g4", "Twee kinderen lezen samen een boek", places.library, (
        *row("Liv Terpstra, Hanna Gebremariam", y=450, size=112, poses="houd", left=340, right=1260, start=3),
        thing(things.pages, 800, 820, 560), thing(things.table, 1000, "#8c6a48"))),
    Picture("moestuin", "g4", "Vier kinderen bij de jonge plantjes in de moestuin", places.garden, (
        *row("Zoe Willemse, Mees Hofman, Elif Kaya, Danylo Kovalenko", y=430, size=88, poses="tafel", left=80, right=1520,
               start=2),
        thing(things.plants, 790, 2))),
)
ONDERBOUW = (
    Picture("bouwhoek", "g12a", "Drie kinderen bouwen een kasteel van blokken", places.classroom, (
        *row("Guus Bakker, Safiya Bennani, Kwame Appiah", y=430, size=89, poses="tafel juich tafel", left=180, right=1420,
               start=1),
        thing(things.table, 800, "#c9b08a"), thing(things.blocks, 590, 1080, 70), thing(things.blocks, 1080, 1100, 62, 2))),
    Picture("verven", "g12a", "Vier kleuters verven met grote kwasten", places.atelier, (
        *row("Ada Çelik, Lux Driessen, Ayaan Hassan, Zara Mirza", y=450, size=88, poses="tafel", left=80, right=1520, start=2),
        thing(things.table, 790), *(thing(things.paper, 230 + 380 * i, 950, 300, (3, -3, 4, -2)[i], 11 + i) for i in range(4)),
        thing(things.jar, 800, 860, 74, 2))),
    Picture("waslijn", "g12a", "Vijf schilderijen van bomen hangen aan de lijn", places.atelier, (thing(things.sheets, 620),
           thing(things.table, 900), thing(things.jar, 420, 960, 90, 1), thing(things.jar, 1150, 980, 84, 4))),
    Picture("brood-bakken", "g12b", "Drie kleuters kneden deeg voor broodjes", places.kitchen, (
        *row("Sterre Jansma, Yusuf Öztürk, Aminata Sidibé", y=430, size=89, poses="tafel", left=180, right=1420),
        thing(things.table, 780, "#e0c79a"), thing(things.bowl, 800, 880, 170), thing(things.bread, 350, 960, 110),
               thing(things.bread, 1260, 960, 110), thing(things.bread, 560, 1060, 100))),
    Picture("muziek-kleuters", "g12b", "Drie kinderen trommelen samen", places.classroom, (
        *row("Jia Ong, Levi Willemse, Aminata Sidibé", y=430, size=88, poses="tafel juich tafel", left=180, right=1420, start=4),
        *(thing(things.drum, 386 + 414 * i, 850, 160, c) for i, c in enumerate(("#c4533f", "#2f58b5", "#3f8f5d"))))),
    Picture("letters", "g3", "Vier kinderen lezen hun eerste boekje", places.classroom, (
        *row("Shanti Ramdin, Noah Bos, Linh Nguyen, Natan Haile", y=450, size=96, poses="houd", left=80, right=1520, start=1),
        *(thing(things.book, 260 + 360 * i, 740, 230, c) for i, c in enumerate(("#2f58b5", "#c4533f", "#3f8f5d", "#8b6bb0"))),
        thing(things.table, 930))),
    Picture("buiten-spelen", "g3", "Vier kinderen spelen op het plein", places.playground, (
        *row("Puck van Vliet, Ömer Arslan, Natan Haile, Linh Nguyen", y=520, size=86, poses="juich zwaai rust zij", left=130,
               right=1470, start=2),
        thing(things.ball, 640, 1090, 70, "#f4b62e"))),
)
BOVENBOUW = (
    Picture("pompoenen", "g45", "Vier kinderen laten de pompoenen uit de moestuin zien", places.garden, (
        *row("Bram de Groot, Defne Aydın, David Okoro, Fenna Dekker", y=430, size=96, poses="houd tafel tafel houd", left=80,
               right=1520),
        *(thing(things.pumpkin, 240 + 372 * i, 930 + 20 * (i % 2), 165 - 16 * (i % 2)) for i in range(4)))),
    Picture("muziek", "g45", "Drie kinderen spelen samen op trommels", places.stage, (
        *row("Rishi Sital, Floor Timmer, Inês Monteiro", y=450, size=96, poses="tafel juich tafel", left=200, right=1400,
               start=1),
        *(thing(things.drum, 400 + 400 * i, 870, 155, c) for i, c in enumerate(("#f4b62e", "#3f8f5d", "#e58aa0"))))),
    Picture("vulkaan", "g6", "Vier kinderen kijken naar hun schuimende vulkaan", places.classroom, (
        *row("Amanuel Tesfay, Jip Oosterhuis", y=440, size=88, poses="tafel tafel", left=40, right=600),
        *row("Sumaya Abdi, Hidde Poelstra", y=440, size=88, poses="tafel juich", left=1000, right=1560, start=1),
        thing(things.table, 780), thing(things.volcano, 800, 980, 300))),
    Picture("bieb", "g6", "Drie kinderen kiezen boeken in de bibliotheek", places.library, (
        *row("Vikram Kisoen, Nina Sluis, Amanuel Tesfay", y=440, size=91, poses="houd", left=200, right=1400, start=2),
        *(thing(things.book, 402 + 400 * i, 760, 250, c) for i, c in enumerate(("#3f8f5d", "#8b6bb0", "#c4533f"))))),
    Picture("bruggen", "g7", "Vier kinderen testen een brug van rietjes", places.classroom, (
        *row("Yassin Amrani, Ming Lin, Nana Boateng, Thirza Willems", y=350, size=88, poses="samen", left=80, right=1520,
               start=2),
        thing(things.table, 720), thing(things.bridge, 800, 1060, 900))),
    Picture("topografie", "g7", "Drie kinderen zoeken plaatsen op een grote kaart", places.classroom, (
        *row("Baran Şimşek, Soraya Doekhi, Ole Buitink", y=430, size=89, poses="tafel wijs tafel", left=200, right=1400, start=1),
        thing(things.table, 780), thing(things.map_sheet, 800, 910, 820))),
    Picture("musical", "g8", "Zes kinderen oefenen op het toneel voor de musical", places.stage, (
        *row("Cas Verhagen, Sofia Ouali, Emmanuel Amoah", y=400, size=78, poses="wijs juich zwaai-links", left=260, right=1340,
               start=1),
        *row("Selin Korkmaz, Wytse Boonstra, Faith Adeyemi", y=610, size=84, poses="zwaai juich zij", left=80, right=1520,
               start=3))),
    Picture("techniek", "g8", "Drie kinderen meten water af voor een proefje", places.kitchen, (
        *row("Pleun Franken, Emmanuel Amoah, Wytse Boonstra", y=430, size=89, poses="tafel houd tafel", left=200, right=1400),
        thing(things.table, 780, "#d5dcd6"), thing(things.bowl, 480, 900, 150, "#8ec5dc"), thing(things.bowl, 1120, 900, 150,
               "#e7a24f"), thing(things.jar, 800, 920, 110, 2))),
)
PRAKTIJK = (
    Picture("soep-koken", "sg-praktijk", "Twee jongeren koken samen een grote pan soep", places.kitchen, (
        *row("Imke Bouwman, Tygo Noorlander", y=400, size=104, poses="tafel", left=280, right=1320, start=3),
        thing(things.table, 800, "#d5dcd6"), thing(things.bowl, 800, 930, 210, "#e7a24f"),
        thing(things.pumpkin, 330, 960, 130), thing(things.bread, 1290, 960, 120))),
)
SCHOOL = (
    Picture("lampionnen", "school", "Vijf kinderen lopen met lampionnen door de avond", places.evening, (
        *row("Ada Çelik, Noah Bos, Fenna Dekker, Nana Boateng, Faith Adeyemi", y=560, size=84, poses="houd", left=60,
               right=1540, start=2),
        *(thing(things.lantern, 200 + 296 * i, 800 + 30 * (i % 2), 60, c) for i, c in enumerate(("#e2593c", "#f4b62e",
               "#3f8f5d", "#7fb0e0", "#e58aa0"))))),
    Picture("strand", "school", "Vijf kinderen zoeken schelpen op het strand", places.beach, (
        *row("Ömer Arslan, Shanti Ramdin, Bram de Groot, Ming Lin, Cas Verhagen", y=560, size=84,
               poses="juich houd zwaai houd rust", left=60, right=1540),
        *(thing(things.bucket, 504 + 594 * i, 790, 84, c) for i, c in enumerate(("#c4533f", "#2f58b5"))))),
    Picture("schoolplein", "school", "Het schoolplein in de ochtendzon, nog zonder kinderen", places.playground, (
        thing(things.bicycles, 880, 1000), thing(things.ball, 380, 1040, 66, "#f4b62e"))),
)
PICTURES = (*GROEP_4, *ONDERBOUW, *BOVENBOUW, *PRAKTIJK, *SCHOOL)
