"""Words of the school: kinds of group, holiday regions."""

from enum import StrEnum


class GroupKind(StrEnum):
    BASE = "base"  # stamgroep: where a pupil belongs
    COMPOSITE = "composite"  # samengestelde groep: across base groups


class Region(StrEnum):
    NORTH = "NO"
    MIDDLE = "MI"
    SOUTH = "ZU"
