"""What stands behind a claim on a figure, a comparator or an indicator."""

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.room import Proof
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, reading


def figure(viewer: Viewer, ref: str) -> Proof | None:
    """Of a figure that is not public, words and notes stay in the house: nobody can check them for small numbers."""
    inside = reading.reads_all(viewer)
    held = Figure.objects.filter(holder_id=viewer.partnership_id) if not viewer.seats else reading.figures(viewer)
    row = held.by_refs({ref}).select_related("indicator", "area", "supplied_by").first()
    if row is None:
        return None
    open_words = inside or row.public
    facts = (
        ("What it counts", row.indicator.counts),
        ("Where", arranging.area_name(row)),
        ("When", measures.period(row)),
        ("Of whom", row.category),
        ("As it was published", row.quoted),
        ("As the source words it", row.words if open_words else ""),
        ("Note", row.note if open_words else ""),
        ("Supplied by", row.supplied_by.name if row.supplied_by else ""),
        ("Where it comes from", row.source if open_words else ""),
    )
    readers = "Public" if row.public else "The partnership; the public reads the number where it may leave the house"
    return Proof(row.indicator.definition, facts, readers, row.citation)


def comparator(viewer: Viewer, ref: str) -> Proof | None:
    row = reading.comparators(viewer).by_refs({ref}).select_related("indicator").first()
    if row is None:
        return None
    facts = (
        ("Indicator", row.indicator.title),
        ("Where", row.place),
        ("When", row.period),
        ("As the source words it", row.words),
        ("Release it was read from", row.vintage),
    )
    return Proof(row.indicator.definition, facts, citation=row.citation)


def indicator(viewer: Viewer, ref: str) -> Proof | None:
    row: Indicator | None = reading.indicators(viewer).by_refs({ref}).first()
    if row is None:
        return None
    facts = (("What it counts", row.counts), ("Of how many", row.of_whom), ("National code", row.national_code))
    return Proof(row.definition, facts)
