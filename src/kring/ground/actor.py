"""Who acts, for which board, and under which cap. An actor is an argument of every action; nothing is ambient."""

from dataclasses import dataclass
from uuid import UUID

GUARDIAN = "guardian"
PUPIL = "pupil"
STAFF_CAPACITIES = ("teacher", "support", "director", "administrator", "officer")
SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One person under one cap. `person_id` is None for the system alone, which acts under its own name."""

    board_id: UUID
    person_id: UUID | None
    capacity: str
    school_id: UUID | None = None
    account_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        return self.capacity in STAFF_CAPACITIES

    @property
    def is_guardian(self) -> bool:
        return self.capacity == GUARDIAN


def system(board_id: UUID) -> Actor:
    """Return the actor under which jobs and sweeps act for a board."""
    return Actor(board_id=board_id, person_id=None, capacity=SYSTEM)
