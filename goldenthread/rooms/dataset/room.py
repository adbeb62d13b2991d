"""What the dataset offers the house."""

from django.db.models import Q

from goldenthread.foundation.room import (
    Chapter,
    DrawsOn,
    HandOver,
    Menu,
    Message,
    Noun,
    Offer,
    Permission,
    RecordPart,
    Verb,
    Withdrawal,
)
from goldenthread.rooms.dataset import chapters, operations, record_parts, references
from goldenthread.rooms.dataset.blocks import Village, VillageInGroups
from goldenthread.rooms.dataset.dues import DUE
from goldenthread.rooms.dataset.queries import proof, reading

# Whether the public sees a figure is decided by the gate of the chapter, so none of them is closed to it beforehand.
FIGURES, VILLAGE = (
    DrawsOn("figure", rows, reading.in_words, "ends", Q(pk__isnull=False), fills=reading.newest_before)
    for rows in (reading.figures_of, reading.village_of)
)
OFFER = Offer(
    menu=(
        Menu(
            "figures", "Scorecard", "dataset:scorecard", "dataset.read", "Every indicator, beside its comparators.", 10
        ),
    ),
    nouns=(
        Noun(
            "indicator",
            "dataset.Indicator",
            "indicator",
            "indicators",
            resolve=references.indicators,
            proof=proof.indicator,
        ),
        Noun("figure", "dataset.Figure", "figure", "figures", resolve=references.figures, proof=proof.figure),
        Noun(
            "comparator",
            "dataset.Comparator",
            "comparator",
            "comparators",
            resolve=references.comparators,
            proof=proof.comparator,
        ),
    ),
    permissions=(
        Permission("dataset.read", "read the figures"),
        Permission("dataset.supply", "enter figures, and correct them until they are published"),
        Permission(
            "dataset.edit",
            "keep the figures: their indicators, what they are held beside, whose they are and what was published",
        ),
        Permission("dataset.export", "take figures out as Excel or CSV"),
    ),
    verbs=(
        Verb("dataset.indicator_added", "added this indicator"),
        Verb("dataset.indicator_changed", "changed this indicator"),
        Verb("dataset.indicator_handed_over", "handed this indicator over to another agency"),
        Verb("dataset.figure_added", "added this figure"),
        Verb("dataset.figure_changed", "changed this figure"),
        Verb("dataset.figure_made_public", "marked this figure as published"),
        Verb("dataset.comparator_added", "added this comparator"),
        Verb("dataset.comparator_changed", "changed this comparator"),
        Verb("dataset.exported", "took figures out", only_read=True),
    ),
    chapters=(
        Chapter("figures", "The area in figures", ("12",), chapters.figures, 40, draws_on=(FIGURES,)),
        Chapter(
            "village",
            "If the area were a village of 100 children",
            (),
            chapters.village,
            42,
            draws_on=(VILLAGE,),
        ),
    ),
    dues=(DUE,),
    blocks=(Village, VillageInGroups),
    messages=(
        Message(
            "dataset.handed_over",
            "something passed to your agency",
            "Something that another agency owed passed to your agency.",
            reading.taken_over,
        ),
    ),
    withdrawals=(
        Withdrawal(
            "figure",
            ("dataset.supply", "dataset.edit"),
            reading.figures,
            references.told,
            reading.address,
            lambda viewer, figure: reading.address(viewer, figure.indicator),
            permission=lambda figure: "dataset.edit" if figure.public else "dataset.supply",
            along=reading.parts_of,
            built_on=lambda figure: figure.comparators.exists(),
            after=operations.follow_figures,
        ),
    ),
    hand_overs=(
        HandOver(
            "indicator",
            "Figures that it owes",
            reading.answered_by,
            operations.pass_indicators_on,
            "dataset.handed_over",
            40,
        ),
    ),
    record_parts=(
        RecordPart(record_parts.INDICATOR),
        RecordPart(record_parts.FIGURE, record_parts.figures),
        RecordPart(record_parts.COMPARATOR, record_parts.comparators),
    ),
    retention={
        "indicator": "Kept as long as figures are.",
        "figure": "Kept for good: trends need the years before.",
        "comparator": "Kept as long as the figures that it is held beside.",
    },
)
