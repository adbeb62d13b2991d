"""What must be said beside figures: how they are defined, what their source says of them, and what was noted.

Words and notes leave the house with what was published, and with what counts no people; of a figure about people that
was not published neither leaves, since nobody can check them for small numbers. A definition is for everybody.
"""

from collections.abc import Iterable

from goldenthread.foundation.papers.markdown import parse_stored, words
from goldenthread.foundation.ui.words import lower_first
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Comparator, Figure
from goldenthread.rooms.dataset.queries import arranging


def is_free(figure: Figure) -> bool:
    """Whether its words and note may leave the house."""
    return figure.public or not figure.indicator.people


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
    before it, as light Markdown: a definition may hold a list. What many indicators share is said of all together.
    """
    shared: dict[str, list[str]] = {}
    found = []
    for figures, comparators in groups:
        indicator, shown = figures[0].indicator, {figure.pk for figure in figures}
        if indicator.definition:
            shared.setdefault(_whole(indicator.definition), []).append(indicator.title)
        for figure in figures:
            if is_free(figure) and (said := of_figure(figure)):
                about = [indicator.title, figure.area.name if figure.area_id else "", arranging.part_name(figure)]
                found.append(
                    f"{', '.join(filter(None, about))}, {lower_first(measures.period(figure))}: {' '.join(said)}"
                )
        for one in comparators:
            if one.beside_id in shown or one.beside_id is None:
                found += [f"{indicator.title}, {said}" for said in of_comparator(one)]
    defined = [f"{'; '.join(titles)}: {definition}" for definition, titles in shared.items()]
    return list(dict.fromkeys(defined + found))


def _whole(text: str) -> str:
    """A definition as it was typed where it holds a list or several paragraphs, else with a full stop."""
    return text.strip() if len(parse_stored(text)) > 1 else sentence(text)


def sentence(text: str) -> str:
    """With a full stop, where it has none."""
    text = words(text)
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."
