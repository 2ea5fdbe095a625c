"""Reading in a school of 400 pupils: the dry run with its difference in words, and applying what was seen."""

from dataclasses import replace
from datetime import datetime

from bench import database
from bench.rows import Row, Spent, Watch, told
from world import cast as people
from world import rosters, when

PUPILS, SECONDS = 400, 5
AT = datetime(2026, 9, 1, 9, 0, tzinfo=when.ZONE)


def measure() -> list[Row]:
    """This function will import a new school and print both steps beside the time that they may take."""
    database.ready()
    export = rosters.start(cast=bigger(), on=AT.date())
    dry, applied, counts = _import(export)
    size = f"{PUPILS} pupils, {counts.get('guardian_comes', 0)} guardianships; CPU {told(dry.cpu)}"
    changes = f"{sum(counts.values())} changes in one transaction; CPU {told(applied.cpu)}"
    return [
        Row("import: dry run", f"≤ {SECONDS} s", told(dry.wall), f"{SECONDS} s", f"{dry.wall / SECONDS:.2f} ×",
            dry.wall <= SECONDS, size),
        Row("import: apply", f"≤ {SECONDS} s", told(applied.wall), f"{SECONDS} s", f"{applied.wall / SECONDS:.2f} ×",
            applied.wall <= SECONDS, changes),
    ]


def bigger() -> people.Cast:
    """This function will give the cast again and again under other numbers and names, until it counts 400 pupils."""
    cast = people.load(year=when.school_year(on=AT.date()))
    pupils = [pupil for round_ in range(3) for pupil in _again(cast, round_)][:PUPILS]
    return replace(cast, pupils=tuple(pupils))


def _again(cast: people.Cast, round_: int) -> list[people.Pupil]:
    if round_ == 0:
        return list(cast.pupils)
    suffix = ("", "-Oost", "-West")[round_]
    return [
        replace(p, key=str(int(p.key) + 1000 * round_), surname=p.surname + suffix, guardians=tuple(
            replace(g, name=g.name + suffix, email=g.email and f"{round_}.{g.email}") for g in p.guardians))
        for p in cast.pupils
    ]


def _import(export: rosters.Export) -> tuple[Spent, Spent, dict[str, int]]:
    from django.db import transaction

    from kring.domains.roster.actions import applying, reading, settling
    from kring.domains.roster.actions.reading import Upload
    from kring.domains.roster.queries import imports
    from kring.ground.ids import uuid7
    from kring.ground.sealing import Ring
    from kring.ground.tenancy import board_transaction
    from world.play.school import bare_school

    with transaction.atomic():
        actor = bare_school(cast=people.load(year=when.school_year(on=AT.date())), at=AT)
    roster, guardians = (Upload(*one) for one in zip(export.names, (export.edexml, export.guardians), strict=True))
    watch = Watch()
    with board_transaction(actor.board_id):
        import_id = reading.upload(actor=actor, school_id=actor.school_id, roster=roster, guardians=guardians, key=uuid7(), at=AT)
    dry = watch.stop()
    with board_transaction(actor.board_id):
        doubts = imports.snapshot(row=imports.find(actor=actor, import_id=import_id), ring=Ring(actor.board_id)).difference.doubts
        choices = {imports.doubt_name(board_id=actor.board_id, code=d.code): d.choices[0].code for d in doubts}
        settling.settle(actor=actor, import_id=import_id, choices=choices, at=AT)
        seen = imports.find(actor=actor, import_id=import_id).digest
    watch = Watch()
    with board_transaction(actor.board_id):
        counts = applying.apply(actor=actor, import_id=import_id, seen=seen, key=uuid7(), at=AT)
    return dry, watch.stop(), counts
