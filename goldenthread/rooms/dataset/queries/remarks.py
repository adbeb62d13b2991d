"""What must be said beside figures: how they are defined, what their source says of them, and what was noted.

Words and notes leave the house with what was published; whoever asks for a figure that was not, takes neither.
"""

from collections.abc import Iterable

from goldenthread.foundation.ui.words import lower_first
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


def of_many(groups: Iterable[tuple[list[Figure], list[Comparator]]]) -> list[str]:
    """Of the figures of several indicators, with what they are held beside: each sentence once, with what it is about
    before it. What many indicators share is said of all of them together.
    """
    shared: dict[str, list[str]] = {}
    found = []
    for figures, comparators in groups:
        indicator, shown = figures[0].indicator, {figure.pk for figure in figures}
        if indicator.definition:
            shared.setdefault(sentence(indicator.definition), []).append(indicator.title)
        for figure in figures:
            if said := of_figure(figure):
                about = [indicator.title, figure.area.name if figure.area_id else "", figure.category]
                found.append(
                    f"{', '.join(filter(None, about))}, {lower_first(measures.period(figure))}: {' '.join(said)}"
                )
        for one in comparators:
            if one.beside_id in shown or one.beside_id is None:
                found += [f"{indicator.title}, {said}" for said in of_comparator(one)]
    defined = [f"{'; '.join(titles)}: {definition}" for definition, titles in shared.items()]
    return list(dict.fromkeys(defined + found))


def sentence(text: str) -> str:
    """With a full stop, where it has none."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."
