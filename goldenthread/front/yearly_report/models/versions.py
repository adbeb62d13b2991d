"""What is signed and published: one exact text, its hash, the signatures on that hash, and what was rendered from
it.
"""

from django.db import models

from goldenthread.foundation.people.models import Body, Membership, Person
from goldenthread.foundation.writing import Guarded
from goldenthread.front.yearly_report.models.reports import Report
from goldenthread.front.yearly_report.states import VersionState


class Version(Guarded):
    """The whole block tree as canonical JSON and its SHA-256. `text` is withheld (blank) when a correction demands it;
    the digest stays. `loaded_at`: it was closed and signed elsewhere, so no line of history here proves its
    signatures."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("canonical JSON of the paper", blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.OPEN)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=200)
    void_reason = models.TextField(blank=True)
    what_changed = models.TextField("what this version corrects", blank=True)
    template = models.CharField("SHA-256 of the Word template it was drawn with", max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField("when it came in with a record file", null=True, blank=True, editable=False)
    PRIVACY = {"*": "confidential", "digest": "public"}

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(state="published"), name="one_published_version"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(state__in=["open", "signed"]), name="one_version_to_sign"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None, published_by="")
                | (models.Q(published_at__isnull=False) & ~models.Q(published_by="")),
                name="published_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.report}, version {self.number}"


class RequiredSignature(Guarded):
    """A statutory partner on the closing day, whose signature this version needs."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="required")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Body, models.PROTECT, related_name="+")
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["agency__name"]
        constraints = [models.UniqueConstraint(fields=["version", "membership"], name="required_once")]

    def __str__(self):
        return str(self.agency)


class Signature(Guarded):
    """A partner's word on one digest: agreed, or an objection with its reason. Kept for ever, also when void."""

    class Answer(models.TextChoices):
        SIGNED = "signed", "Signed"
        OBJECTED = "objected", "Objected"

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    seat = models.CharField(max_length=80)
    at = models.DateTimeField()
    PRIVACY = {"*": "personal"}

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "membership"], name="one_answer_a_partner"),
            models.CheckConstraint(
                condition=models.Q(answer="signed") | ~models.Q(reason=""), name="objection_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.get_answer_display().lower()}"


class Rendering(Guarded):
    """Page, PDF and Word of a version, made once from its text and kept beside the documents, under their hash.

    When the version is withheld the bytes go and the hash stays.
    """

    class Kind(models.TextChoices):
        HTML = "html", "Page"
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    version = models.ForeignKey(Version, models.PROTECT, related_name="renderings")
    kind = models.CharField(max_length=5, choices=Kind)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    PRIVACY = {"*": "public"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="rendered_once")]

    def __str__(self):
        return f"{self.version} as {self.get_kind_display()}"

    @property
    def stored(self) -> bool:
        """Whether its bytes are still kept."""
        return self.version.withheld_at is None
