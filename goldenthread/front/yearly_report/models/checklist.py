"""What the law and guidance ask of a yearly report, by edition, and how this report answers."""

from django.db import models

from goldenthread.foundation.diary.models import Certainty, how_sure
from goldenthread.foundation.writing import Guarded
from goldenthread.front.yearly_report.models.reports import Report, Section


class ChecklistItem(models.Model):
    """One row of section 4A of the rules. Reference data, loaded by migration."""

    edition = models.CharField(max_length=20)
    number = models.CharField(max_length=10)
    text = models.TextField()
    basis = models.CharField(max_length=60)
    source = models.CharField(max_length=120)
    certainty = models.CharField("how sure it is", max_length=10, choices=Certainty, default=Certainty.UNVERIFIED)
    checked_on = models.DateField("day on which it was looked at", null=True, blank=True)
    quote = models.TextField("words that were read", blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="item_once_an_edition")]

    def __str__(self):
        return f"{self.number}: {self.text}"

    @property
    def how_sure(self) -> str:
        if self.certainty == Certainty.UNVERIFIED:
            return "Not verified: check before you rely on it"
        return how_sure(self.certainty, self.checked_on)


class ItemAnswer(Guarded):
    """An item met by one marked paragraph, or not applicable with a sentence and a name. Never by a tick."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    number = models.CharField(max_length=10)
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="answers")
    paragraph = models.CharField("digest of the paragraph", max_length=64, blank=True)
    not_applicable = models.TextField("why it does not apply", blank=True)
    name = models.CharField("who says so", max_length=200, blank=True)
    on = models.DateField()
    PRIVACY = {"*": "confidential"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(section__isnull=False, not_applicable="") & ~models.Q(paragraph=""))
                | (models.Q(section=None, paragraph="") & ~models.Q(not_applicable="") & ~models.Q(name="")),
                name="answer_marks_or_says_why",
            )
        ]

    def __str__(self):
        return self.number
