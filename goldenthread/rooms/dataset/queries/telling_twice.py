"""Whether a figure is told a second time: of the same place, time and part of the same indicator."""

from collections.abc import Iterable
from typing import Any

from goldenthread.foundation.asking import Question
from goldenthread.foundation.values import comparable
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure, Indicator

_PLACE = ("area", "starts", "ends")
SAID = ("value", "value_to", "numerator", "numerator_to", "absent", "words")
OF_WHAT = (*_PLACE, "breakdown", "category", *SAID)


def questions(indicator: Indicator, values: dict[str, Any], but: Figure | None = None) -> list[Question]:
    """What is asked before `values`, the fields of a figure, are kept beside what stands. `but` is the figure itself.

    It asks of the newest that stands. Whoever may give figures of an indicator reads all of them.
    """
    rows = Figure.objects.filter(indicator=indicator, **{name: values.get(name) for name in _PLACE})
    return beside(values, rows.exclude(pk=but and but.pk).select_related("indicator", "area").order_by("-pk"))


def beside(values: dict[str, Any], rows: Iterable[Figure]) -> list[Question]:
    """The same of rows that were read: those of the same indicator, place and time, the newest first."""
    wanted = part(values.get("breakdown", ""), values.get("category", ""))
    same = [row for row in rows if part(row.breakdown, row.category) == wanted]
    if not same:
        return []
    says = [values.get(name) or None for name in SAID]
    twin = next((row for row in same if [getattr(row, name) or None for name in SAID] == says), None)
    stands = twin or same[0]
    where = f"{measures.short_amount(stands)} {measures.when(stands)}"
    if stands.area:
        where += f", {stands.area.name}"
    if stands.category:
        where += f", {stands.category}"
    if twin:
        return [Question(f"The same figure stands already: {where}.", "Keep it a second time", "value")]
    said = f"Another figure stands already for this place and time: {where}. If yours corrects it, change that one."
    return [Question(said, "Keep both figures", "value")]


def part(breakdown: str, category: str) -> tuple[str, str]:
    return comparable(breakdown).casefold(), comparable(category).casefold()
