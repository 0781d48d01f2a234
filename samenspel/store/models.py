"""Tables of the store. Columns hold only what must be queried; what people said is sealed in `body`."""

from django.db import models


class SessionClock(models.Model):
    """Klok: the last committed clock of a session (R4), and the traject whose keys open its bodies.

    `case_key` is the name of the key that opens its case: every session of a traject has its own. `case_state` is
    empty while the case is there, `ending` while it is being destroyed (nobody reads or writes), `gone` afterwards:
    then the outcome is left and no room is live any more (CR-22).
    """

    session = models.CharField(max_length=16, primary_key=True)
    traject = models.CharField(max_length=16)
    clock = models.BigIntegerField(default=0)
    case_key = models.CharField(max_length=40, default="case", db_default="case")
    case_state = models.CharField(max_length=10, default="", db_default="", blank=True)

    def __str__(self) -> str:
        """Session and clock."""
        return f"{self.session}@{self.clock}"


class StoredRecord(models.Model):
    """Bewaard record: envelope in plain, body sealed under the traject's key named in `key`."""

    session = models.CharField(max_length=16)
    record = models.CharField(max_length=40)
    type = models.CharField(max_length=60)
    instance = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, null=True)
    author = models.CharField(max_length=40, null=True)
    party = models.CharField(max_length=40, null=True)
    version = models.IntegerField()
    clock = models.BigIntegerField()
    schema = models.IntegerField()
    key = models.CharField(max_length=10)
    body = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "record"), name="one_row_per_record"),)
        indexes = (models.Index(fields=("session", "clock"), name="record_by_clock"),)

    def __str__(self) -> str:
        """Type and id; never the body."""
        return f"{self.type}:{self.record}"


class StoredBallot(models.Model):
    """Stembriefje (R13): sealed with the key of its round and that of the traject, every one of the same size.

    Whose it is, when it came, how often it changed and what it says stand inside. `box` is the id of the round;
    `place` is session and record, so that the database counts no ballots in the order in which they came.
    """

    place = models.CharField(max_length=60, primary_key=True)
    session = models.CharField(max_length=16)
    record = models.CharField(max_length=40)
    box = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=("session", "box"), name="ballot_by_box"),)

    def __str__(self) -> str:
        """The id of the record."""
        return self.record


class StoredTombstone(models.Model):
    """Grafsteen: `tags` is JSON, audience tag → the last clock at which it lost sight of the record (R4).

    `removed`: the record is gone for everybody; otherwise it was hidden again. `clock` is the last of all.
    """

    session = models.CharField(max_length=16)
    record = models.CharField(max_length=40)
    clock = models.BigIntegerField()
    removed = models.BooleanField()
    removed_at = models.BigIntegerField(default=0)
    tags = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "record"), name="one_tombstone_per_record"),)
        indexes = (models.Index(fields=("session", "clock"), name="tombstone_by_clock"),)

    def __str__(self) -> str:
        """The id of the record."""
        return self.record


class StoredOp(models.Model):
    """Uitgevoerde opdracht (R3): whose, which, a hash of what was asked and the clock; never content."""

    session = models.CharField(max_length=16)
    person = models.CharField(max_length=40)
    op = models.CharField(max_length=40)
    payload = models.BinaryField(max_length=16)
    clock = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "person", "op"), name="exactly_once"),)
        indexes = (models.Index(fields=("session", "clock"), name="op_by_clock"),)

    def __str__(self) -> str:
        """The op id."""
        return self.op
