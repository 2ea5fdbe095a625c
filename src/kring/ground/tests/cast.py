"""The few people of these tests. The ground knows no domain, so they have ids and no names of their own."""

from datetime import UTC, datetime
from uuid import UUID

from kring.ground.actor import Actor, system

BOARD = UUID("0190a000-0000-7000-8000-00000000000a")
OTHER_BOARD = UUID("0190a000-0000-7000-8000-00000000000b")
MARIT = UUID("0190a000-0000-7000-8000-0000000000a1")
SEM = UUID("0190a000-0000-7000-8000-0000000000a2")
NOOR = UUID("0190a000-0000-7000-8000-0000000000a3")
AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)

# A teacher of the board; Sem and Noor are pupils.
TEACHER = Actor(board_id=BOARD, person_id=MARIT, capacity="teacher")
SYSTEM = system(BOARD)
