"""The report while it is being written: sections, whose word each paragraph is, records put in or left out,
comments.
"""

from django.db import models

from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.people.models import Body, Person, ReportingPeriod
from goldenthread.foundation.writing import Guarded, Versioned
from goldenthread.front.yearly_report.states import ReportState


class Report(Versioned):
    """One body's yearly report on one period, or its published arrangements.

    `edition` is the checklist's edition in force on the last day of the period. Arrangements have no period and no
    checklist yet; they are kept as they were published, in force from a day.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", "Yearly report"
        ARRANGEMENTS = "arrangements", "Published arrangements"

    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.YEARLY, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="yearly_reports")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="yearly_reports")
    in_force_from = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False)
    why = models.TextField("why it is being corrected", blank=True, editable=False)
    published_elsewhere = models.CharField("where it was published", max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=12, default="recorded", editable=False)
    PRIVACY = {"*": "confidential", "title": "public"}

    class Meta:
        ordering = ["-period__starts"]
        constraints = [
            models.UniqueConstraint(fields=["body", "key"], name="report_key_unique"),
            models.UniqueConstraint(fields=["body", "period"], name="one_report_a_period"),
            models.CheckConstraint(
                condition=models.Q(kind="yearly", period__isnull=False)
                | models.Q(kind="arrangements", period=None, state="published_elsewhere"),
                name="yearly_report_has_a_period",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def ref(self):
        return f"{self.body.key}/{self.key}"

    @property
    def being_corrected(self) -> bool:
        """A correction is being written, for the reason `why`; the version that it corrects stays published."""
        return self.state == ReportState.DRAFT and bool(self.why)

    def standing(self):
        return Standing(self.body_id)


class Section(Versioned):
    """The narrative of one chapter, as typed (light Markdown).

    `chapter` is the code of an offered chapter, one of the report's own (foreword, scrutiny, next_steps …), or any
    other for a section that only this report has. With a `speaker` every paragraph is that person's word: the foreword
    is its signatory's, the statement the scrutineer's. Told `in_other_words`, it says so and nobody signs it. A
    `remark` of whoever wrote it down stands apart from it, as a marked note.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    chapter = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=50)
    text = models.TextField(blank=True)
    speaker = models.CharField("whose words these are", max_length=200, blank=True)
    speaker_post = models.CharField("their post", max_length=200, blank=True)
    in_other_words = models.BooleanField("told in other words than theirs", default=False)
    remark = models.TextField("a note of whoever wrote it down", blank=True)
    writer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ready = models.BooleanField("ready to close", default=False)
    left_out = models.BooleanField("leave this chapter out", default=False)
    left_out_why = models.CharField("why it is left out", max_length=300, blank=True)
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "chapter"], name="one_section_a_chapter")]

    def __str__(self):
        return self.title

    def standing(self):
        return Standing(self.report.body_id)


class Word(Guarded):
    """A named person stands behind one paragraph as it is written now: changing it makes it nobody's word again."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="words")
    paragraph = models.CharField("digest of the paragraph", max_length=64)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    PRIVACY = {"*": "confidential"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "paragraph"], name="one_word_a_paragraph")]

    def __str__(self):
        return self.name


class Chosen(Guarded):
    """A record put into a chapter though it lies outside, or left out though it lies inside the period."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="chosen")
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=170)
    put_in = models.BooleanField()
    PRIVACY = {"*": "confidential"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "noun", "key"], name="chosen_once")]

    def __str__(self):
        return f"{self.noun} {self.key}"


class Comment(Guarded):
    """What somebody says of a section while it is written."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    text = models.TextField()
    by_name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled_by="")
                | (models.Q(settled_at__isnull=False) & ~models.Q(settled_by="")),
                name="comment_settled_by_somebody",
            )
        ]

    def __str__(self):
        return self.text[:80]
