"""What the dataset offers the house."""

from goldenthread.foundation.room import Chapter, Menu, Noun, Offer, Permission, TodayItems, Verb
from goldenthread.rooms.dataset.record_parts import PARTS

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
            "goldenthread.rooms.dataset.references:indicators",
            "indicator",
            "indicators",
        ),
        Noun("figure", "dataset.Figure", "goldenthread.rooms.dataset.references:figures", "figure", "figures"),
        Noun(
            "comparator",
            "dataset.Comparator",
            "goldenthread.rooms.dataset.references:comparators",
            "comparator",
            "comparators",
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
        Verb("dataset.figure_added", "added this figure"),
        Verb("dataset.figure_changed", "changed this figure"),
        Verb("dataset.figure_made_public", "marked this figure as published"),
        Verb("dataset.comparator_added", "added this comparator"),
        Verb("dataset.comparator_changed", "changed this comparator"),
        Verb("dataset.exported", "took figures out"),
    ),
    chapters=(
        Chapter("figures", "The area in figures", ("12",), "goldenthread.rooms.dataset.chapters:figures", 20),
        Chapter(
            "village",
            "If the area were a village of 100 children",
            (),
            "goldenthread.rooms.dataset.chapters:village",
            22,
        ),
    ),
    today=(TodayItems("returns", "goldenthread.rooms.dataset.today:missing", 44),),
    record_parts=PARTS,
    retention={"figure": "Kept for good: trends need the years before."},
)
