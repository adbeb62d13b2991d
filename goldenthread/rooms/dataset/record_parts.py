"""The record file's lists of the dataset."""

from dataclasses import replace

from goldenthread.foundation.records.shapes import Choice, Day, Key, LongText, Number, Ref, Shape, Text, Whole, YesNo
from goldenthread.rooms.dataset.models import Bound, Comparator, Figure, Indicator
from goldenthread.thread.record_parts import CITATION, ORIGIN

BOUND = Choice(
    name="bound",
    values=[(b.value, b.label or "exactly") for b in Bound],
    empty="exact",
    sentence="How exactly the value is known: “over nine in ten” is over with 90.",
)
WORDS = Text(
    name="words",
    sentence="As the source words it, for instance “over a thousand contacts each month”; needed when no number is "
    "given.",
)

INDICATOR = Shape(
    part="indicators",
    noun="indicator",
    model="dataset.Indicator",
    sentence="Something that is counted, and how. One indicator for each thing counted, whatever the area, period or "
    "category.",
    fields=(
        Key(),
        Text(name="title", sentence="Its title.", required=True, max=250),
        Text(
            name="section",
            sentence="The part of the dataset in which it stands, for instance Child protection.",
            max=120,
        ),
        Text(name="counts", sentence="What its value counts, for instance children.", max=120),
        Text(
            name="also_counts",
            sentence="What its second count counts, for instance episodes and the children whom they concern.",
            max=120,
        ),
        Text(name="of_whom", sentence="What its denominator counts.", max=120),
        Choice(name="unit", values=Indicator.Unit, empty="number", sentence="The unit of its value."),
        Whole(
            name="factor",
            sentence="Of a rate: for every how many, for instance 10000; of a percentage 100.",
            empty=1,
            least=1,
        ),
        Whole(name="decimals", sentence="How many decimals it is shown with.", empty=0, most=4),
        Choice(
            name="polarity",
            values=Indicator.Polarity,
            empty="neutral",
            sentence="Whether higher or lower is better. Rates of demand are neither.",
        ),
        YesNo(
            name="people",
            sentence="Whether it counts people, so that small counts are withheld when they leave the house. no for "
            "money, days and percentages of things.",
            empty=True,
        ),
        LongText(name="definition", sentence="What exactly is counted."),
        Text(name="national_code", sentence="The code of the same national measure, where there is one.", max=40),
        Ref(name="agency", part="bodies", sentence="Who answers for it."),
        Choice(
            name="owed",
            values=[(code, label) for code, label in Indicator.Every.choices if code],
            sentence="How often they owe a figure; left out where at no fixed times.",
        ),
        Ref(name="theme", part="themes", sentence="The theme that it belongs to."),
        Ref(name="priority", part="priorities", sentence="The priority that it belongs to."),
        Text(
            name="village",
            sentence="If it is a line of the village of 100 children (its figures are then numbers out of 100): the "
            "line's words.",
        ),
        Whole(name="order", sentence="Its place in its part.", empty=0, most=9999),
    ),
    holder="holder",
    audience="public",
)


def _figure_check(values):
    found = []
    has_value = any(name in values for name in ("value", "numerator", "words"))
    if "absent" in values and ("value" in values or "numerator" in values):
        found.append(("absent", "A figure that says why there is none cannot have a value. Take one of them out."))
    if "absent" not in values and not has_value:
        found.append(("value", "Expected a value, a numerator or words; or absent, saying why there is none."))
    found += [
        (missing, "A figure of one part says by what it is broken down, and which part it is. Expected both.")
        for given, missing in (("breakdown", "category"), ("category", "breakdown"))
        if given in values and missing not in values
    ]
    if values.get("starts", "") > values.get("ends", "9999"):
        found.append(("starts", "Expected a day on or before the last."))
    if values.get("public") and "citation" not in values:
        found.append(("citation", "A figure that is public already says where it was published."))
    return found


FIGURE = Shape(
    part="figures",
    noun="figure",
    model="dataset.Figure",
    sentence="One value: of an indicator, for an area, for a period or on a day, and for a category where it is "
    "broken down. As supplied, also where parts do not add up.",
    fields=(
        Key(),
        Ref(name="indicator", part="indicators", sentence="What is counted.", required=True),
        Ref(name="area", part="areas", sentence="The area; left out for the whole partnership."),
        Day(name="starts", sentence="Of a period: its first day; left out when it says how things stood on a day."),
        Day(
            name="ends",
            sentence="The last day of the period, or the day itself; the last day of the month where only the month "
            "is known.",
            required=True,
        ),
        Text(name="period_label", sentence="How the text names the period, for instance Q3.", max=60),
        Text(name="breakdown", sentence="By what it is broken down, for instance category of abuse.", max=80),
        Text(name="category", sentence="Which part of that, for instance neglect.", max=120),
        Number(name="numerator", sentence="The count above, where known."),
        Number(name="denominator", sentence="Of how many, where known."),
        Number(
            name="value",
            required_when="unless `numerator`, `words` or `absent` stands there",
            sentence="The value as supplied: for a plain count the count itself; never calculated from the other two.",
        ),
        Number(name="second", sentence="The second count, where the indicator counts two things."),
        BOUND,
        WORDS,
        Text(
            name="absent",
            sentence="Why there is no value though others have one, for instance not published for this area.",
        ),
        Text(name="quoted", sentence="What was printed, where today's value differs."),
        Text(name="source", sentence="Where the figure comes from, as the text says.", max=250),
        YesNo(name="public", sentence="Whether it was published already. Then it passes as quoted, with its citation."),
        replace(CITATION, required_when="when `public: yes`"),
        LongText(
            name="note",
            sentence="Anything that a reader must know, for instance that the parts do not add up to the total.",
        ),
        Ref(name="supplied_by", part="bodies", sentence="Who supplied it."),
        ORIGIN,
    ),
    holder="holder",
    year_by=("ends",),
    check=_figure_check,
    audience=lambda figure: "public" if figure.public else "partnership",
)

COMPARATOR = Shape(
    part="comparators",
    noun="comparator",
    model="dataset.Comparator",
    sentence="A value of another place that a figure is held beside: England, the region, a neighbour, with its year.",
    fields=(
        Key(),
        Ref(name="indicator", part="indicators", sentence="What is counted.", required=True),
        Text(name="place", sentence="Of where: England, North East …", required=True, max=120),
        Text(
            name="period",
            sentence="Its year or day as the text says; “not said” where the text says none.",
            required=True,
            max=60,
        ),
        Day(name="ends", sentence="The last day of that year, where known."),
        Text(name="vintage", sentence="The release from which it was read, where known."),
        Number(name="value", required_when="unless `words` stands there", sentence="The value."),
        BOUND,
        WORDS,
        Ref(
            name="beside",
            part="figures",
            sentence="The figure beside which the text quotes it, where it quotes different values beside different "
            "figures.",
        ),
        CITATION,
        ORIGIN,
    ),
    holder="holder",
    year_by=("ends",),
    audience="public",
    check=lambda values: [] if "value" in values or "words" in values else [("value", "Expected a value or words.")],
)


def indicators(viewer, body):
    return Indicator.objects.filter(holder=body)


def figures(viewer, body):
    rows = Figure.objects.filter(holder=body)
    return rows if viewer.seats else rows.filter(public=True)


def comparators(viewer, body):
    rows = Comparator.objects.filter(holder=body)
    return rows if viewer.seats else rows.exclude(beside__public=False)
