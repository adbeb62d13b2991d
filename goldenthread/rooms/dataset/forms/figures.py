"""Forms of the dataset. Numbers are typed as they were supplied; nothing is worked out."""

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList, happened
from goldenthread.foundation.ui.choice_fields import words as long_text
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.foundation.ui.number_fields import NumberField, WholeField
from goldenthread.rooms.dataset.models import Bound, Indicator
from goldenthread.rooms.dataset.queries import reading
from goldenthread.rooms.dataset.rules import KEPT_BY_THE_UNIT
from goldenthread.thread.queries import choices

BOUNDS = [(code, label.capitalize() or "Exactly") for code, label in Bound.choices]


def names(form_class):
    """The fields of a form that stand in the record under the same name."""
    return list(form_class.base_fields)


def a_text(label, size, help_text="", **more):
    return forms.CharField(
        label=label, max_length=size, help_text=help_text, required=more.pop("required", False), **more
    )


def a_number(label, help_text="", **more):
    return NumberField(label=label, help_text=help_text, required=False, **more)


class IndicatorForm(HouseForm):
    title = a_text("What is it called?", 250, "For instance “Children on a child protection plan”.", required=True)
    section = a_text(
        "Part of the dataset", 120, "Indicators of one part stand together, for instance “Child protection”."
    )
    counts = a_text("What does it count?", 120, "For instance “children”. It stands behind the number: “316 children”.")
    also_counts = a_text(
        "What else does it count, if two things?",
        120,
        "For instance “children concerned”, where the first counts episodes.",
    )
    of_whom = a_text("Of how many what?", 120, "For instance “children aged 0 to 17”.")
    unit = forms.ChoiceField(
        label="In which unit?", choices=Indicator.Unit.choices, widget=forms.RadioSelect, initial="number"
    )
    factor = WholeField(
        label="If a rate: for every how many?",
        min_value=1,
        max_value=10_000_000,
        initial=1,
        help_text="For instance 10000. Leave 1 for everything else.",
    )
    decimals = WholeField(label="With how many decimals is it shown?", min_value=0, max_value=4, initial=0)
    polarity = forms.ChoiceField(
        label="Which way is better?", choices=Indicator.Polarity.choices, widget=forms.RadioSelect, initial="neutral"
    )
    people = forms.BooleanField(
        label="It counts people: withhold numbers from 1 to 4 when they leave the house", required=False, initial=True
    )
    definition = long_text("What exactly is counted?", required=False, rows=4)
    national_code = a_text(
        "Code of the same national measure",
        40,
        "With it, figures of England, the region and neighbours can be put beside it.",
    )
    agency = FromList("Which agency answers for it?", empty="None")
    owed = forms.ChoiceField(label="How often does it owe a figure?", choices=Indicator.Every.choices, required=False)
    theme = FromList("Which theme does it belong to?", empty="None")
    priority = FromList("Which priority does it serve?", empty="None")
    village = a_text(
        "If it is a line of the village of 100 children: its words",
        200,
        "For instance “live in poverty”. Its figures are then numbers out of 100.",
    )
    order = WholeField(label="Its place in its part", min_value=0, max_value=9999, initial=0)

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, **options)
        self.fields["agency"].offer([(row, row.name) for row in reading.agencies(viewer)], self.initial.get("agency"))
        self.fields["theme"].offer([(row, row.name) for row in choices.themes(viewer)], self.initial.get("theme"))
        self.fields["priority"].offer(
            [(row, row.title) for row in choices.priorities(viewer)], self.initial.get("priority")
        )


def measured_in(field, indicator):
    """What a value of this indicator may be: shares lie from 0 to 100, and of nothing but money are there less than
    none. Anything else is asked about, since a change may be given as a share too.
    """
    field.percent = indicator.unit == Indicator.Unit.PERCENT
    field.usual = (None if indicator.unit == Indicator.Unit.MONEY else 0, 100 if field.percent else None)


class FigureForm(HouseForm):
    """What every figure needs comes first, what few need after it. `keeps`: typed by somebody who keeps the figures;
    otherwise by the agency, which says nothing of publication.
    """

    takes_sure = True
    # What one number asks for; a source is filled in from the last one, so it is shown and not folded away.
    FIRST = ("value", "area", "starts", "ends", "source")

    area = FromList("Of which area?", empty="The whole partnership")
    starts = DayField(
        label="First day of the period",
        required=False,
        help_text="Leave empty when the figure says how things stood on a day.",
    )
    ends = happened("Last day of the period, or the day itself")
    value = a_number("Value", "As supplied: for a plain count, the count itself.")
    value_to = a_number("Value up to, if only a range is known", "For instance 7 of “between 3 and 7”.")
    numerator = a_number("Count above the line", "For a rate or percentage, where known.")
    numerator_bound = forms.ChoiceField(
        label="How exactly is that count known?", choices=BOUNDS, initial="exact", required=False
    )
    numerator_to = a_number("That count up to, if only a range is known", "For instance 7 of “between 3 and 7”.")
    denominator = a_number("Of how many", "Where known.")
    second = a_number("Second count", "Only where the indicator counts two things.")
    source = a_text("Where does it come from?", 250, "The return, the system and the day it was read.")
    supplied_by = FromList("Who supplied it?", empty="Not recorded")
    note = long_text(
        "What must a reader know?", "For instance that the parts do not add up to the total.", required=False, rows=3
    )
    absent = a_text("If there is no figure: why?", 200, "For instance “not collected in this area”.")
    breakdown = a_text("Broken down by", 80, "For instance “category of abuse”. Leave empty for the total.")
    category = a_text("Which part of that?", 120, "For instance “Neglect”.")
    part_of = FromList(
        "Does it divide another figure further?",
        empty="No, it divides the total",
        help_text="For instance those aged 0 to 4 among the girls, or the 5 of 11 children to whom something else "
        "applies too.",
    )
    overlaps = forms.BooleanField(label="It shares cases with other parts: they are not added up", required=False)
    period_label = a_text("How the source names the period, if otherwise", 60, "For instance “Q3 2025-26”.")
    bound = forms.ChoiceField(label="How exactly is it known?", choices=BOUNDS, initial="exact")
    words = a_text("As the source words it", 200, "For instance “over nine in ten”.")
    public = forms.BooleanField(label="It was published already", required=False)
    citation = a_text(
        "Where was it published?",
        300,
        "Name, page and date: a published figure passes with its citation, whatever its size.",
    )
    quoted = a_text("As it was published, if today’s value differs", 200)

    def __init__(self, *args, viewer, indicator, keeps, wholes=(), **options):
        super().__init__(*args, **options)
        self.fields["part_of"].offer(wholes, self.initial.get("part_of"))
        if not self.fields["part_of"].things:
            del self.fields["part_of"]
        self.fields["area"].offer([(row, row.name) for row in reading.areas(viewer)], self.initial.get("area"))
        if keeps:
            self.fields["supplied_by"].offer(
                [(row, row.name) for row in reading.agencies(viewer)], self.initial.get("supplied_by")
            )
        else:
            for name in KEPT_BY_THE_UNIT:
                del self.fields[name]
        self._in_its_own_words(indicator)
        measured_in(self.fields["value"], indicator)
        if indicator.also_counts:
            self.fields["second"].label = f"Second count: {indicator.also_counts}"
        else:
            del self.fields["second"]
        if indicator.unit == Indicator.Unit.NUMBER:  # a plain count has no line to stand above, unless one was supplied
            for name in ("numerator", "denominator"):
                if self.initial.get(name) is None:
                    del self.fields[name]
            if "numerator" not in self.fields:
                del self.fields["numerator_bound"], self.fields["numerator_to"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("numerator_bound") == "":
            cleaned["numerator_bound"] = "exact"
        return cleaned

    @property
    def more(self):
        """What few figures need, which is folded away."""
        return [name for name in self.base_fields if name in self.fields and name not in self.FIRST]

    @property
    def more_is_open(self):
        """Whether anything of that was filled in: nothing else there can be at fault. Who supplied it is filled in by
        itself.
        """
        filled = (name for name in self.more if name not in ("supplied_by", "bound", "numerator_bound"))
        bounds = (self[name].value() for name in ("bound", "numerator_bound") if name in self.fields)
        return any(self[name].value() not in (None, "", False) for name in filled) or any(
            bound not in (None, "", Bound.EXACT) for bound in bounds
        )

    def _in_its_own_words(self, indicator):
        """The questions of a rate or percentage, by what it counts."""
        if indicator.unit == Indicator.Unit.PERCENT:
            self.fields["value"].label, self.fields["value"].help_text = (
                "Value, in per cent",
                "As supplied, for instance 43.2.",
            )
        elif indicator.unit == Indicator.Unit.RATE:
            self.fields["value"].label, self.fields["value"].help_text = (
                f"Value, in every {indicator.factor:,}",
                "As supplied.",
            )
        if indicator.unit in {Indicator.Unit.PERCENT, Indicator.Unit.RATE}:
            self.fields["numerator"].label, self.fields["numerator"].help_text = (
                "The count itself",
                f"How many {indicator.counts or 'were counted'}, where known.",
            )
            self.fields["denominator"].help_text = (
                f"Of how many {indicator.of_whom}, where known." if indicator.of_whom else "Where known."
            )


class PublicForm(HouseForm):
    """Only what makes a figure public."""

    citation = a_text("Where was it published?", 300, "Name, page and date of the publication.", required=True)
    quoted = a_text("As it was published, if today’s value differs", 200)


class ComparatorForm(HouseForm):
    place = a_text("Of where?", 120, "For instance England, North East, or a neighbouring council.", required=True)
    period = a_text("Its year or day", 60, "As the source says it, for instance “2025”.", required=True)
    ends = DayField(label="Last day of that year, where known", required=False)
    value = a_number("Value")
    bound = forms.ChoiceField(label="How exactly is it known?", choices=BOUNDS, initial="exact")
    words = a_text("As the source words it", 200)
    vintage = a_text(
        "Which release was it read from?", 200, "Figures are revised: say which issue, and when it came out."
    )
    citation = a_text("Where can it be found?", 300)
    beside = FromList("Was it quoted beside one figure only?", empty="No, it stands beside all of them")

    def __init__(self, *args, indicator, figures, **options):
        super().__init__(*args, **options)
        measured_in(self.fields["value"], indicator)
        self.fields["beside"].offer(figures, self.initial.get("beside"))


class ScorecardFilter(HouseForm):
    """What the scorecard shows; lives in the address."""

    agency = FromList("Which agency answers for it?", empty="Any agency")
    before = FromList("Whose figures?", empty="Ours")

    def __init__(self, *args, agencies, bodies, **options):
        super().__init__(*args, **options)
        self.fields["agency"].offer([(row, row.name) for row in agencies])
        if not self.fields["agency"].things:
            del self.fields["agency"]
        self.fields["before"].offer([(row, row.name) for row in bodies])
        if not self.fields["before"].things:
            del self.fields["before"]

    @property
    def chosen(self):
        """{agency, holder}; what cannot be read counts as not asked for."""
        found = self.cleaned_data if self.is_valid() else {}
        return {"agency": found.get("agency"), "holder": found.get("before")}
