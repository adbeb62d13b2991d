"""The record file's list of clocks: what was due by when, by which edition, and what became of it."""

from dataclasses import dataclass

from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.viewer import shared_groups
from goldenthread.foundation.diary.models import Due, Rule
from goldenthread.foundation.records.shapes import (
    ABSENT,
    Choice,
    Day,
    Each,
    Field,
    Key,
    Refs,
    Shape,
    Text,
    Unfit,
    readers_of,
    without_readers,
)


@dataclass(frozen=True, kw_only=True)
class RuleOfEdition(Field):
    """Names a rule of the rule book by its key and edition. The book comes with the product."""

    def fit(self, text):
        key, _, edition = text.partition(" (")
        if not edition.endswith(")") or not Rule.objects.filter(key=key, edition=edition[:-1]).exists():
            raise Unfit(
                f"There is no such rule in the rule book: “{text}”. Expected {self.expects()}; the page of clocks and "
                "rules lists them."
            )
        return text

    def columns(self, value, links):
        if value is ABSENT:
            return {"rule_id": None}
        key, _, edition = value.partition(" (")
        return {"rule_id": Rule.objects.get(key=key, edition=edition[:-1]).pk}

    def of_row(self, row, links):
        return ABSENT if row.rule_id is None else str(row.rule)

    def expects(self):
        return "the key of a rule and its edition, such as sin.tell_partners (WT23)"


def _check(values):
    found = []
    if "met_on" in values and "ended_on" in values:
        found.append(("ended_on", "A clock is met, or ends without being met. Take one of the two days out."))
    if "ended_on" in values and "ended_why" not in values:
        found.append(("ended_why", "A clock that ends without being met says why."))
    if "due_at" in values and "at" not in values:
        found.append(("at", "A clock of hours says the moment that started it."))
    return found


def _keep(values, there):
    """A clock goes without the thing that it belongs to, where that is not taken out; its title reveals nothing."""
    if "thing" in values and not there(values.get("noun", ""), values["thing"]):
        del values["thing"]
        values.pop("noun", None)


def _tidy(values, holder):
    """Files of before there was one table of readers name them by those who are reminded."""
    if values.get("audience") == "named" and "readers" not in values and values.get("people"):
        values["readers"] = [{"person": person} for person in values["people"]]


CLOCK = Shape.of(
    Due,
    sentence="Something that was or is due by a day, by a rule or for a reason of one's own. A file made from a "
    "published text rarely has any.",
    says={
        "key": Key(),
        "title": "A neutral title that reveals nothing of a child or family.",
        "group": "The group that holds it.",
        "audience": Choice(name="audience", values=Due.Audience, sentence="Who may see it.", required=True),
        "agency": "The agency that owes it.",
        "rule_key": "The rule that counts, by its key.",
        "rule": RuleOfEdition(name="rule", sentence="The rule in the edition in force when it started."),
        "noun": "What it belongs to: source, action …",
        "thing": Text(
            name="thing",
            to="thing_key",
            sentence="The key of that, with its partnership's: `north-haven/neglect-audit-2023`.",
            max=120,
        ),
        "on": "The day that started it.",
        "at": "Of a clock of hours: the moment that started it.",
        "due_on": "By when; the earliest of its days.",
        "due_at": "Of a clock of hours: by which moment.",
        "met_on": "When it was done.",
        "ended_on": "When it ended without being done.",
        "ended_why": "Why it ended.",
        "delay_reason": "Why it is late.",
        "expected_on": "When it is now expected.",
        "people": Refs(
            name="people",
            part="people",
            through="diary.DuePerson",
            own="due",
            other="person",
            sentence="Who is reminded.",
        ),
        "readers": readers_of("clocks", "clock"),
        "days": Each(
            name="days",
            model="diary.DueDay",
            own="due",
            sentence="Its days where several sources count differently.",
            fields=(
                RuleOfEdition(name="rule", sentence="The rule in one source.", required=True),
                Text(name="counted", sentence="What was counted.", required=True, max=80),
                Day(name="due_on", sentence="By when, by that source.", required=True),
            ),
            sort_by="due_on",
        ),
    },
    year_by=("on",),
    left_out=("person", "step", "next_step_at", "readers.noun", "readers.key"),
    within=without_readers,
    check=_check,
    tidy=_tidy,
    keep=_keep,
)


def clocks(viewer, body):
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    # The dates of things follow from the things, which have lists of their own.
    return visible(viewer, Due.objects.clocks().filter(group__in=groups)).select_related("rule")
