"""Words of people: capacities, kinds of relation and mandate, and a name."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is appointed as. A role gives a cap; an administration's role code never does."""

    TEACHER = "teacher"
    SUPPORT = "support"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"


class MandateKind(StrEnum):
    """What somebody may decide in the board's name, from one day to another."""

    ROSTER = "roster"  # add guardians to groups (OC-06)
    GUARDIANSHIP = "guardianship"  # decide on authority per child
    DEPUTY = "deputy"  # places for the director
    COUNCIL = "council"
    PARENTS_COUNCIL = "parents_council"
    WEB_KEEPER = "web_keeper"


@dataclass(frozen=True)
class Name:
    """A person's name in three parts, as EDEXML has them."""

    given: str
    prefix: str
    family: str

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.given, self.prefix, self.family) if part)

    @property
    def sort_key(self) -> tuple[str, str]:
        return (self.family.casefold(), self.given.casefold())
