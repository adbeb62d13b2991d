"""The abbreviations that a partnership uses, so that its reports explain them."""

from django.db import models

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.people.models import Body


class Abbreviation(Kept):
    """One abbreviation and what it stands for."""

    holder = models.ForeignKey(Body, models.PROTECT, related_name="abbreviations", editable=False)
    origin = citation = None
    short = models.CharField("abbreviation", max_length=20)
    words = models.CharField("what it stands for", max_length=200)
    PART = "abbreviations"  # what its list in the record file is called
    PRIVACY = {"*": "public"}

    class Meta(Kept.Meta):
        ordering = ["short"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(fields=["holder", "short"], name="abbreviation_once"),
        ]

    def __str__(self):
        return self.short
