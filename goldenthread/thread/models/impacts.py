"""What changed for children; what children and practitioners said; what one room asks of another."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.withdrawn import Withdrawable
from goldenthread.foundation.people.models import Body, Person
from goldenthread.thread import kinds
from goldenthread.thread.models.actions import Action
from goldenthread.thread.models.days import RoughlyDated
from goldenthread.thread.models.findings import OfSource, Recommendation
from goldenthread.thread.models.sources import Source
from goldenthread.thread.states import ProposalState


class Impact(OfSource, RoughlyDated):
    """A judgement of what an action, a recommendation or a whole source changed. Several over time; the latest counts.

    With neither `action` nor `recommendation` it is of the source. The question is the one of South Tees' challenge
    events: have the actions had the impact that was intended, and if not, what would have been done differently?

    What was taken over as published is judged only where its text judges, in `judging_words`; otherwise it is not said.
    """

    class Judgement(models.TextChoices):
        AS_INTENDED = "as_intended", "The impact that was intended"
        PARTLY = "partly", "Part of the impact that was intended"
        NONE = "none", "No impact found"
        WORSE = "worse", "Things got worse"
        TOO_EARLY = "too_early", "Too early to say"
        NOT_SAID = "not_said", "Not judged in the source"  # a published text says what changed, and does not judge it

    class Level(models.TextChoices):
        CHILD = "child", "What changed for children"
        PRACTICE = "practice", "What changed in practice"
        SYSTEM = "system", "What changed in systems or procedures"
        REACH = "reach", "Who was reached"

    source = models.ForeignKey(Source, models.PROTECT, related_name="impacts")
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="impacts")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="impacts")
    judgement = models.CharField(max_length=12, choices=Judgement)
    level = models.CharField(max_length=8, choices=Level, default=Level.CHILD)
    text = models.TextField("what changed")
    differently = models.TextField("what would have been done differently", blank=True)
    judging_words = models.TextField("the words of the text that judge it", blank=True, editable=False)
    method = models.TextField("how it was judged", blank=True)
    on = models.DateField("judged on")
    judged_by = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    look_again_on = models.DateField(null=True, blank=True)
    RELEASED = ("judgement", "judging_words", "is_judged", "level", "on", "starts", "known", "when", "look_again_on")
    LINKS = ("action", "recommendation")
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            *Kept.Meta.constraints,
            *Withdrawable.CONSTRAINTS,
            models.CheckConstraint(condition=Q(action=None) | Q(recommendation=None), name="impact_of_exactly_one"),
            models.CheckConstraint(
                condition=~Q(judgement="too_early") | Q(look_again_on__isnull=False) | Q(origin="as_published"),
                name="too_early_says_when_to_look_again",
            ),
            models.CheckConstraint(
                condition=~Q(judgement="not_said") | Q(origin="as_published"),
                name="only_a_published_impact_is_unjudged",
            ),
            models.CheckConstraint(
                condition=~Q(origin="as_published") | Q(judgement="not_said") | ~Q(judging_words=""),
                name="a_published_judgement_rests_on_words",
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_judged(self):
        return self.judgement != self.Judgement.NOT_SAID

    @property
    def of(self):
        return self.action or self.recommendation or self.source


def newest(impacts):
    """Of several impacts of one thing the one that counts, or None: its newest judgement or, where nobody has judged
    it, the newest that a text tells of it. What a text only tells never takes the place of a judgement."""
    judged = [row for row in impacts if row.is_judged]
    return max(judged or impacts, key=lambda row: (row.on, row.pk), default=None)


class Voice(OfSource, RoughlyDated):
    """The words of a child, a family or a practitioner, with the consent to publish them."""

    class Who(models.TextChoices):
        CHILD = "child", "A child or young person"
        FAMILY = "family", "A parent, carer or family member"
        PRACTITIONER = "practitioner", "A practitioner"
        PUBLIC = "public", "Somebody else"

    source = models.ForeignKey(Source, models.PROTECT, related_name="voices")
    who = models.CharField(max_length=12, choices=Who)
    text = models.TextField("their words")
    attribution = models.CharField("how they are described", max_length=200, blank=True)
    on = models.DateField("when it was said")
    consent_on = models.DateField("consent to publish given on", null=True, blank=True)
    consent_note = models.TextField("what was agreed, with whom", blank=True)
    withdrawn_on = models.DateField("consent withdrawn on", null=True, blank=True)
    withdrawn_note = models.TextField(blank=True)
    RELEASED = ("who", "attribution", "on", "starts", "known", "when")
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [*Kept.Meta.constraints, *Withdrawable.CONSTRAINTS]

    def __str__(self):
        return self.text[:80]

    @property
    def may_be_published(self):
        """Consent stands, or the words were public before they came here."""
        return self.withdrawn_on is None and (self.consent_on is not None or self.origin == "as_published")


class Proposal(Kept):
    """One piece of work should start another: whoever may start that kind takes it up or declines it with a reason.

    `from_noun` and `from_key` name what it came from, "" for nothing in the record. Who may not see that does not see
    the proposal either: `queries.proposals.seen`.
    """

    holder = models.ForeignKey(Body, models.PROTECT, related_name="proposals")
    origin = citation = None
    kind = models.CharField("kind of work proposed", max_length=30, choices=kinds.CHOICES)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    from_noun = models.CharField(max_length=40, blank=True)
    from_key = models.CharField(max_length=170, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING, editable=False)
    state_on = models.DateField(null=True, blank=True, editable=False)
    state_reason = models.TextField(blank=True, editable=False)
    state_by = models.CharField("who decided", max_length=200, blank=True, editable=False)
    became = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="proposed_by")
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    PRIVACY = {"*": "confidential", "key": "technical"}

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(state_reason=""), name="declined_says_why"),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_label(self):
        return kinds.BY_CODE[self.kind].label
