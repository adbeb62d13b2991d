"""What the tests of the whole house walk in the figures: see tests/house/answers.py."""

import datetime

from goldenthread.rooms.dataset import operations
from tests.house.answers import AGENCY, BOTH, LATE, SEATS, UNIT, text

PAGES = [
    ("/west/figures/", SEATS),
    ("/west/figures/figures.csv", UNIT),
    ("/west/figures/period/", AGENCY),
    ("/west/figures/period/?starts=2026-04-01&ends=2026-06-30", AGENCY),
    ("/west/figures/table/", AGENCY),
    ("/west/figures/table/check/", "302 404 403 403 302 302"),  # where no table is kept, on to where one is pasted
    ("/west/figures/table/to-fill-in.csv?starts=2026-04-01&ends=2026-06-30", AGENCY),
    ("/west/figures/add/", UNIT),
    ("/west/figures/indicators/{indicator}/", SEATS),
    ("/west/figures/indicators/{indicator}/figures.xlsx", UNIT),
    ("/west/figures/indicators/{indicator}/edit/", UNIT),
    ("/west/figures/indicators/{indicator}/add-figure/", AGENCY),
    ("/west/figures/indicators/{indicator}/compare/", UNIT),
    ("/west/figures/figures/{figure}/", SEATS),
    ("/west/figures/figures/{figure}/edit/", AGENCY),
    ("/west/figures/figures/{figure}/published/", UNIT),
    ("/west/figures/comparators/{comparator}/edit/", UNIT),
    ("/west/withdrawn/figure/{figure}/withdraw/", AGENCY),
]
EDITS = [
    ("/west/figures/indicators/{indicator}/edit/", *text("definition"), BOTH),
    ("/west/figures/figures/{figure}/edit/", *text("note"), BOTH),
    ("/west/figures/figures/{figure}/published/", *text("citation"), LATE),
    ("/west/figures/comparators/{comparator}/edit/", *text("citation"), BOTH),
    ("/west/withdrawn/figure/{figure}/withdraw/", *text("reason"), LATE),
]


def things(cast, made, given):
    indicator = operations.add_indicator(
        holder=cast.west, title="Children on a plan", agency=cast.agencies["council"], owed="quarter", **given
    )
    figure = operations.add_figure(indicator=indicator, ends=datetime.date(2026, 3, 31), value=316, **given)
    comparator = operations.add_comparator(indicator=indicator, place="England", period="2025-26", value=43, **given)
    return {"indicator": indicator, "figure": figure, "comparator": comparator}
