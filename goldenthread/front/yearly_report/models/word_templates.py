"""The Word templates that a partnership uploaded: the one in use, and those before it."""

from django.db import models

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.people.models import Body


class WordTemplate(Kept):
    """One file in which the partnership's reports are drawn as Word documents, as it was kept: harmless, under its
    hash. `ended_at`: it was replaced or taken out; its file stays, since versions were drawn with it.
    """

    holder = models.ForeignKey(Body, models.PROTECT, related_name="word_templates", editable=False)
    origin = citation = None
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    left_out = models.CharField("what was left out of the file", max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    PART = "word_templates"
    PRIVACY = {"*": "confidential"}

    class Meta(Kept.Meta):
        ordering = ["-number"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(fields=["holder", "number"], name="word_template_number_once"),
            models.UniqueConstraint(
                fields=["holder"], condition=models.Q(ended_at=None), name="one_word_template_in_use"
            ),
        ]

    def __str__(self):
        return f"Word template {self.number}: {self.file_name}"

    @property
    def stored(self) -> bool:
        """Its bytes are kept for good."""
        return True
