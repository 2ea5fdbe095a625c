"""What an installation knows of itself: how the database was born, which boards it holds, how far its clock is shifted."""

from django.db import models


class Birth(models.Model):
    """How this database was born: 'production', 'demo' or 'test'. The demo's settings refuse all but 'demo'."""

    kind = models.CharField(max_length=12)
    at = models.DateTimeField()


class BoardEntry(models.Model):
    """That a board exists here: its id and nothing else, so that sweeps know which boards to enter."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()


class ClockShift(models.Model):
    """One row: seconds by which demo and tests move the clock. The app role may change it only there."""

    seconds = models.BigIntegerField(default=0)
