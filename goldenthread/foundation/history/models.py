"""Tables of history. They are written by `operations.write_lines` alone, and never changed."""

from django.db import models

from goldenthread.foundation.people.models import Body, Person


class Chain(models.Model):
    """The head of one chain: a partnership's, or the house's own (no body). Its row is the lock for writing."""

    body = models.OneToOneField(Body, models.PROTECT, null=True, blank=True, related_name="history_chain")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    PRIVACY = {"*": "technical"}

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=models.Q(body=None), name="one_chain_for_the_house")
        ]

    def __str__(self):
        return f"History of {self.body or 'the house'}"


class Line(models.Model):
    """One thing that happened. `digest` binds this line to all before it."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="lines")
    number = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()
    on = models.DateField(null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    seat = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=80)
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=170)
    previous = models.CharField(max_length=64, blank=True)
    values_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    PRIVACY = {"*": "personal"}

    class Meta:
        ordering = ["chain", "number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_line_a_number")]
        indexes = [models.Index(fields=["noun", "key"], name="line_of_a_thing")]

    def __str__(self):
        return f"{self.number}: {self.by_name} {self.verb} {self.noun} {self.key}"


class LineValues(models.Model):
    """Old and new values of one line, as JSON {field: [old, new]}. May be erased; the line stays."""

    line = models.OneToOneField(Line, models.PROTECT, related_name="kept_values", primary_key=True)
    data = models.TextField()
    PRIVACY = {"*": "personal"}

    def __str__(self):
        return f"Values of {self.line_id}"


class NotedHeads(models.Model):
    """A file of heads that was written outside the database, so that a file that was taken away shows."""

    name = models.CharField("name of the file", max_length=80, unique=True)
    PRIVACY = {"*": "technical"}

    class Meta:
        verbose_name_plural = "noted heads"

    def __str__(self):
        return self.name
