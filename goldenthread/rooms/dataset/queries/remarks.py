"""What must be said beside figures: how they are defined, what their source says of them, and what was noted."""

from collections.abc import Iterable

from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Comparator, Figure


def of_figure(figure: Figure) -> list[str]:
    """Of one figure: why there is no value, its source's words where they say more than the value, and its note."""
    said = [sentence(figure.absent)] if figure.absent else []
    said += [f"“{figure.words}”."] if measures.says_more(figure) else []
    return said + ([sentence(figure.note)] if figure.note else [])


def of_comparator(comparator: Comparator) -> list[str]:
    """Of what a figure is held beside: the words of the text, where they say more than the value."""
    more = comparator.words and comparator.value is not None
    return [f"{comparator.place}: “{comparator.words}”."] if more else []


def of_many(figures: Iterable[Figure], comparators: Iterable[Comparator]) -> list[str]:
    """Of figures of one indicator and what stands beside them, each sentence once, with what it is about before it."""
    figures = list(figures)
    if not figures:
        return []
    indicator, shown = figures[0].indicator, {figure.pk for figure in figures}
    found = [f"{indicator.title}: {sentence(indicator.definition)}"] if indicator.definition else []
    for figure in figures:
        if said := of_figure(figure):
            about = [indicator.title, figure.area.name if figure.area_id else "", figure.category]
            found.append(f"{', '.join(filter(None, about))}, {measures.period(figure)}: {' '.join(said)}")
    for one in comparators:
        if one.beside_id in shown or one.beside_id is None:
            found += [f"{indicator.title}, {said}" for said in of_comparator(one)]
    return list(dict.fromkeys(found))


def sentence(text: str) -> str:
    """With a full stop, where it has none."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."
