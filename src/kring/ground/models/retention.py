"""That erasing ran: per board and kind of data how much went, and when each regular work of the installation last finished."""

from django.db import models

from kring.ground.tenancy import BoardModel


class RetentionRun(BoardModel):
    """One run of one holding for one board. `problem` is the kind of error, empty when it went well."""

    table = models.CharField(max_length=63)
    data = models.TextField()
    before = models.DateTimeField(null=True)
    erased = models.BigIntegerField()
    problem = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "at"], name="ground_retentionrun_at")]


class SystemRun(models.Model):
    """The same for what belongs to no board: sessions, the login directory, jobs."""

    table = models.CharField(max_length=63)
    data = models.TextField()
    before = models.DateTimeField(null=True)
    erased = models.BigIntegerField()
    problem = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_index=True)


class Heartbeat(models.Model):
    """When a regular work of the whole installation last finished well."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
