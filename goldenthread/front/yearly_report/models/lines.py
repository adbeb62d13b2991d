"""The year in ten lines: what its readers should know if they read nothing else."""

from django.db import models

from goldenthread.foundation.writing import Versioned
from goldenthread.front.yearly_report.models.reports import Section


class Line(Versioned):
    """One line. It stands on the record `noun` and `key`, or on the person `name` who stands behind it."""

    class Part(models.TextChoices):
        CHANGED = "changed", "What changed"
        WORRIES = "worries", "What worries us"
        ASKS = "asks", "What we ask"

    section = models.ForeignKey(Section, models.CASCADE, related_name="lines")
    part = models.CharField(max_length=8, choices=Part)
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    noun = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=170, blank=True)
    name = models.CharField("who stands behind it", max_length=200, blank=True)
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(noun="", key="") | (~models.Q(noun="") & ~models.Q(key="")),
                name="line_names_a_whole_record",
            )
        ]

    def __str__(self):
        return self.text
