"""Tables of the ground, which know no domain. One file per service."""

from kring.ground.models.core import Birth, BoardEntry, ClockShift

__all__ = ["Birth", "BoardEntry", "ClockShift"]
