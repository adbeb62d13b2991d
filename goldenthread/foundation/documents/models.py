"""Tables of documents. A document is held by a group; its bytes lie in the storage under their hash."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.access.withdrawn import Withdrawable
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.writing import Guarded


class Document(Withdrawable):
    """A stored file with its versions. Audience works as in the thread."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "Public"
        PARTNERSHIP = "partnership", "The partnership"
        GROUP = "group", "The group that holds it"
        AGENCY = "agency", "One agency"
        LISTED = "named", "Listed people"

    class Classification(models.TextChoices):
        OFFICIAL = "official", "Official"
        SENSITIVE = "official_sensitive", "Official-Sensitive"

    key = models.SlugField(unique=True, max_length=80)
    group = models.ForeignKey(Group, models.PROTECT, related_name="documents")
    agency = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTNERSHIP)
    title = models.CharField(max_length=200)
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.OFFICIAL)
    retention = models.TextField("how long it is kept, and why", blank=True)
    on = models.DateField("date of the document")
    PRIVACY = {"*": "confidential", "id": "technical", "key": "technical", "version": "technical"}

    # How access.visible finds its way.
    AUDIENCE_SOURCE = ""
    AUDIENCE_AGENCY = "agency_id"

    class Meta:
        ordering = ["-on", "title"]
        constraints = [
            *Withdrawable.CONSTRAINTS,
            models.CheckConstraint(
                condition=~Q(audience="agency") | Q(agency__isnull=False), name="document_for_an_agency_names_it"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def body_id(self):
        return self.group.lead_id

    @property
    def latest(self):
        """The newest version. Uses the prefetched ones."""
        return max(self.versions.all(), key=lambda version: version.number)

    @classmethod
    def of_things(cls, refs) -> Q:
        """Those that belong to any of these (noun, key): closed to whoever is left out of one of them."""
        wanted = Q(pk__in=[])
        for noun, key in refs:
            wanted |= Q(links__noun=noun, links__thing_key=key)
        return wanted

    def standing(self):
        return Standing(self.group.lead_id, self.group_id, frozenset({self.agency_id} - {None}))


class DocumentVersion(Guarded):
    """One stored file. `media_type` was found in the content; `file_name` is what the person called it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    PRIVACY = {"*": "confidential", "uploaded_by": "personal"}

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self):
        return f"{self.document}, version {self.number}"


class DocumentLink(Guarded):
    """A document belongs to a thing of the record, named by its noun and key."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="links")
    noun = models.CharField("kind of thing", max_length=40)
    thing_key = models.CharField("key of the thing", max_length=170)
    PRIVACY = {"*": "confidential"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "noun", "thing_key"], name="document_once_a_thing")]
        indexes = [models.Index(fields=["noun", "thing_key"], name="documents_of_a_thing")]

    def __str__(self):
        return f"{self.document_id} at {self.noun} {self.thing_key}"
