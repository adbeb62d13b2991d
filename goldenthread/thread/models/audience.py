"""Who may read a thing, and the filters that follow."""

from django.db import models

from goldenthread.foundation.access.kept import KeptQuerySet
from goldenthread.foundation.access.queries import in_circle, visible
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.writing import Versioned


class Audience(models.TextChoices):
    """From the widest to the narrowest."""

    PUBLIC = "public", "Public"
    PARTNERSHIP = "partnership", "The partnership"
    GROUP = "group", "The group that holds it"
    AGENCY = "agency", "One agency and the business unit"
    NAMED = "named", "Named people only"


class ReadByQuerySet(KeptQuerySet):
    def visible_to(self, viewer):
        """The one filter that every read begins with."""
        return visible(viewer, self)

    def read_whole_by(self, viewer):
        """Of the rows that the viewer may see, those whose own text they read, not only the text made for others."""
        return self.filter(models.Q(public_text="") | in_circle(viewer, self.model, "text_audience"))


class Audienced(Versioned):
    """Has a reader circle of its own. Widening it is `operations.release`, which asks for a text made for that circle.

    Who is in `audience` knows that it exists and reads `public_text` where there is one; its own text is then read by
    `text_audience` alone, the circle that it had before. Without `public_text` everybody reads the same.
    """

    audience = models.CharField("who may read it", max_length=12, choices=Audience)
    public_text = models.TextField("text for the public", blank=True)
    text_audience = models.CharField(
        "who may read the text behind it", max_length=12, choices=Audience, blank=True, editable=False
    )
    released_on = models.DateField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = ReadByQuerySet.as_manager()
    AUDIENCE_SOURCE = "source__"
    AUDIENCE_AGENCY = "source__kept_to_id"

    class Meta:
        abstract = True

    def save(self, *args, **options):
        if self.public_text and not self.text_audience:
            self.text_audience = Audience.PARTNERSHIP if self.audience == Audience.PUBLIC else self.audience
        super().save(*args, **options)

    @staticmethod
    def named_readers():
        from goldenthread.thread.models.sources import NamedReader

        return NamedReader.objects.all()

    @staticmethod
    def area_links():
        from goldenthread.thread.models.sources import SourceArea

        return SourceArea.objects.all()

    @property
    def audience_label(self):
        return Audience(self.audience).label
