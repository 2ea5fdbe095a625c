"""`kring verify-audit`: rebuild every board's tree of acts and name what does not fit."""

import os

from kring.ground.postgres import default_data_root, ensure_running


def run(arguments: list[str]) -> int:
    """Print a line per board and each fault with its index; ends with 1 when there is any."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    server = None if "DATABASE_URL" in os.environ else ensure_running(default_data_root())
    import django

    django.setup()
    from kring.ground import audit, clock
    from kring.ground.models import BoardEntry
    from kring.ground.tenancy import board_transaction
    from kring.ground.verify import verify_board

    faults = 0
    try:
        clock.load()
        for board_id in BoardEntry.objects.values_list("id", flat=True):
            with board_transaction(board_id):
                # The acts of the last minute get their place first, so that they do not count as unplaced.
                audit.sequence(board_id=board_id, at=clock.now())
                report = verify_board(board_id=board_id, at=clock.now())
            print(f"board {board_id}: {report}")
            faults += len(report.faults)
    finally:
        if server:
            server.stop()
    return 1 if faults else 0
